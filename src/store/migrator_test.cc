#include "store/migrator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant {
namespace {

using ::testing::HasSubstr;

Migration Make(std::uint32_t version, const std::string& table) {
  Migration migration;
  migration.version = version;
  migration.table = table;
  migration.checksum = "sum-" + table;
  migration.columns = {{"Timestamp", "DateTime64(9)"}, {"__sxt_segment", "UInt64"}};
  return migration;
}

const std::vector<Migration> kMigrations = {Make(1, "logs"), Make(2, "traces")};
const std::vector<AppliedMigration> kBothApplied = {{1, "logs", "sum-logs"}, {2, "traces", "sum-traces"}};
const std::vector<FoundTable> kBothFound = {{"logs", kMigrations[0].columns},
                                            {"traces", kMigrations[1].columns}};

std::vector<std::uint32_t> Versions(const Result<std::vector<const Migration*>>& plan) {
  std::vector<std::uint32_t> versions;
  if (!plan.ok()) return versions;
  for (const Migration* migration : *plan) versions.push_back(migration->version);
  return versions;
}

TEST(MigrationPlan, AnEmptyDatabaseGetsAll) {
  EXPECT_EQ(Versions(PlanMigrations("db", kMigrations, {}, {})), (std::vector<std::uint32_t>{1, 2}));
}

TEST(MigrationPlan, ACompleteDatabaseGetsNothing) {
  const auto plan = PlanMigrations("db", kMigrations, kBothApplied, kBothFound);
  ASSERT_TRUE(plan.ok()) << plan.status().ToString();
  EXPECT_TRUE(plan->empty());
}

TEST(MigrationPlan, ATableThatWasMadeButNotRecordedIsOnlyRecorded) {
  const std::vector<AppliedMigration> applied = {kBothApplied[0]};
  EXPECT_EQ(Versions(PlanMigrations("db", kMigrations, applied, kBothFound)),
            (std::vector<std::uint32_t>{2}));
}

TEST(MigrationPlan, TablesOfOthersBesideOursAreTheirBusiness) {
  std::vector<FoundTable> found = kBothFound;
  found.push_back({"orders", {{"id", "UInt64"}}});
  EXPECT_TRUE(PlanMigrations("db", kMigrations, kBothApplied, found).ok());
}

void ExpectRefusal(const Result<std::vector<const Migration*>>& plan, const std::string& table,
                   const std::string& words) {
  EXPECT_EQ(plan.status().code(), Code::kConflict);
  EXPECT_THAT(plan.status().message(), HasSubstr("db." + table));
  EXPECT_THAT(plan.status().message(), HasSubstr(words));
}

TEST(MigrationPlan, RefusesADatabaseOfANewerSextant) {
  std::vector<AppliedMigration> applied = kBothApplied;
  applied.push_back({3, "profiles", "sum-profiles"});
  ExpectRefusal(PlanMigrations("db", kMigrations, applied, kBothFound), "profiles", "newer Sextant");
}

TEST(MigrationPlan, RefusesAnotherTextOfTheSameVersion) {
  std::vector<AppliedMigration> applied = kBothApplied;
  applied[1].checksum = "other";
  ExpectRefusal(PlanMigrations("db", kMigrations, applied, kBothFound), "traces", "another text");
}

TEST(MigrationPlan, RefusesATableThatIsGone) {
  ExpectRefusal(PlanMigrations("db", kMigrations, kBothApplied, std::span(kBothFound).first(1)), "traces",
                "gone");
}

TEST(MigrationPlan, RefusesATableOfSomebodyElse) {
  const std::vector<FoundTable> found = {{"logs", {{"Timestamp", "DateTime64(9)"}}}};
  ExpectRefusal(PlanMigrations("db", kMigrations, {}, found), "logs", "__sxt_segment");
}

TEST(MigrationPlan, RefusesAColumnOfAnotherType) {
  std::vector<FoundTable> found = kBothFound;
  found[0].columns[0].type = "DateTime";
  ExpectRefusal(PlanMigrations("db", kMigrations, kBothApplied, found), "logs", "Timestamp is DateTime");
}

TEST(MigrationPlan, RefusesAColumnThatItDoesNotKnow) {
  std::vector<FoundTable> found = kBothFound;
  found[1].columns.push_back({"Tenant", "String"});
  ExpectRefusal(PlanMigrations("db", kMigrations, kBothApplied, found), "traces", "Tenant");
}

TEST(Migrator, AppliesToTheThreeDatabasesOfAnInstallation) {
  std::vector<std::string> names;
  for (const MigrationTarget& target : OwnDatabases()) names.push_back(target.database);
  EXPECT_THAT(names, ::testing::ElementsAre("default", "otel_v2", "sextant"));
}

}  // namespace
}  // namespace sextant
