// The migrator and the schema, on the engine.
#include "store/migrator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "store/contract_testlib.h"
#include "store/engine_testlib.h"
#include "store/rows_testlib.h"

namespace sextant::testing {
namespace {

using ::testing::HasSubstr;

class Migrator : public ::testing::Test {
 protected:
  ~Migrator() override { Do(*store_, Sql("DROP DATABASE IF EXISTS " + name_)); }

  Result<std::size_t> Run() { return Migrate(*store_, {name_, 30}, Soon()); }
  std::string Records() { return Value(*store_, Sql("SELECT count() FROM " + name_ + ".__sxt_schema")); }

  const std::string name_ = "test_" + RandomId();
  const std::unique_ptr<Store> store_ = TestEngine::Shared().Open();
};

TEST_F(Migrator, MakesEveryTableWithTheColumnsOfItsFile) {
  const auto ran = Run();
  ASSERT_TRUE(ran.ok()) << ran.status().ToString();
  EXPECT_EQ(*ran, Migrations().size());
  for (const Migration& migration : Migrations()) {
    const Block columns =
        Ask(*store_, Sql("SELECT name, type FROM system.columns WHERE database = {d:String} AND "
                         "table = {t:String} ORDER BY position",
                         {{"d", name_}, {"t", migration.table}}));
    std::vector<SchemaColumn> made;
    for (std::size_t row = 0; row < columns.rows(); ++row) {
      made.push_back({Cell(columns, "name", row), Cell(columns, "type", row)});
    }
    EXPECT_EQ(made, migration.columns) << migration.table;
  }
}

TEST_F(Migrator, ASecondRunHasNothingToDo) {
  ASSERT_TRUE(Run().ok());
  const auto again = Run();
  ASSERT_TRUE(again.ok()) << again.status().ToString();
  EXPECT_EQ(*again, 0U);
  EXPECT_EQ(Records(), std::to_string(Migrations().size()));
}

TEST_F(Migrator, GoesOnWhereItWasKilled) {
  ASSERT_TRUE(Run().ok());
  // Between a table and its record, and before the next table.
  Do(*store_,
     Sql("ALTER TABLE " + name_ + ".__sxt_schema DELETE WHERE version >= 7", {}, {{"mutations_sync", "1"}}));
  Do(*store_, Sql("DROP TABLE " + name_ + ".otel_metrics_summary SYNC"));
  const auto ran = Run();
  ASSERT_TRUE(ran.ok()) << ran.status().ToString();
  EXPECT_EQ(*ran, 5U);
  EXPECT_EQ(Records(), std::to_string(Migrations().size()));
}

TEST_F(Migrator, LeavesRowsAlone) {
  ASSERT_TRUE(Run().ok());
  ASSERT_TRUE(
      store_->Insert(name_, "otel_logs", MakeRows("otel_logs", 1, 10, Clock::System().Now()), "", Soon())
          .ok());
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Value(*store_, Sql("SELECT count() FROM " + name_ + ".otel_logs")), "10");
}

TEST_F(Migrator, RefusesAForeignTableUnderOneOfOurNames) {
  Do(*store_, Sql("CREATE DATABASE " + name_));
  Do(*store_, Sql("CREATE TABLE " + name_ +
                  ".otel_traces (Timestamp DateTime64(9)) ENGINE = MergeTree ORDER BY Timestamp"));
  const Status refused = Run().status();
  EXPECT_EQ(refused.code(), Code::kConflict);
  EXPECT_THAT(refused.message(), HasSubstr(name_ + ".otel_traces"));
  EXPECT_EQ(Value(*store_,
                  Sql("SELECT count() FROM system.tables WHERE database = {d:String} AND name LIKE 'otel%'",
                      {{"d", name_}})),
            "1");
}

TEST_F(Migrator, RefusesADatabaseOfANewerSextant) {
  ASSERT_TRUE(Run().ok());
  Do(*store_, Sql("INSERT INTO " + name_ + ".__sxt_schema SELECT 99, 'otel_profiles', 'x', now64(3)"));
  EXPECT_THAT(Run().status().message(), HasSubstr("newer Sextant"));
}

TEST_F(Migrator, RefusesATableThatSomebodyChanged) {
  ASSERT_TRUE(Run().ok());
  Do(*store_, Sql("ALTER TABLE " + name_ + ".otel_logs ADD COLUMN Tenant String"));
  EXPECT_THAT(Run().status().message(), HasSubstr("Tenant"));
}

TEST_F(Migrator, KeepsRowsForTheDaysOfItsDatabase) {
  ASSERT_TRUE(Migrate(*store_, {name_, 2}, Soon()).ok());
  EXPECT_THAT(Value(*store_,
                    Sql("SELECT create_table_query FROM system.tables WHERE database = {d:String} AND name = "
                        "'otel_logs'",
                        {{"d", name_}})),
              HasSubstr("toIntervalDay(2)"));
}

// The plan of `sql` with what each index leaves over.
std::string PlanOf(Store& store, const std::string& sql) {
  const Block block = Ask(store, Sql("SELECT explain FROM (EXPLAIN indexes = 1 " + sql + ")"));
  std::string plan;
  for (std::size_t row = 0; row < block.rows(); ++row) plan += Cell(block, "explain", row) + "\n";
  return plan;
}

TEST_F(Migrator, TheTablesIndexesServeTheQueriesThatTheyAreFor) {
  ASSERT_TRUE(Run().ok());
  const UnixNanos now = Clock::System().Now();
  for (const char* table : {"otel_logs", "otel_traces", "hyperdx_sessions"}) {
    const Status inserted = store_->Insert(name_, table, MakeRows(table, 1, 20'000, now), "", Soon());
    ASSERT_TRUE(inserted.ok()) << inserted.ToString();
  }
  const auto plan = [&](const std::string& table, const std::string& condition) {
    return PlanOf(*store_, "SELECT Body FROM " + name_ + "." + table + " WHERE " + condition);
  };
  const std::string none = "Granules: 0/";
  EXPECT_THAT(plan("otel_logs", "hasToken(lower(Body), 'nowhere')"), HasSubstr("idx_lower_body"));
  EXPECT_THAT(plan("otel_logs", "hasToken(lower(Body), 'nowhere')"), HasSubstr(none));
  EXPECT_THAT(plan("otel_logs", "TraceId = 'nowhere'"), HasSubstr("idx_trace_id"));
  EXPECT_THAT(plan("otel_logs", "LogAttributes['v1'] = 'nowhere'"), HasSubstr("idx_log_attr_value"));
  EXPECT_THAT(plan("otel_logs", "__sxt_segment IN (99)"), HasSubstr(none));
  EXPECT_THAT(plan("otel_logs", "TimestampTime > now() + 7200000"), HasSubstr(none));
  EXPECT_THAT(plan("hyperdx_sessions", "ResourceAttributes['rum.sessionId'] = 'nowhere'"),
              HasSubstr("ResourceAttributes.key_rum.sessionId"));
  const std::string newest =
      PlanOf(*store_, "SELECT Body FROM " + name_ +
                          ".otel_logs ORDER BY Timestamp DESC, __sxt_segment DESC, __sxt_row "
                          "DESC LIMIT 100");
  EXPECT_THAT(newest, HasSubstr("InReverseOrder")) << newest;
}

}  // namespace
}  // namespace sextant::testing
