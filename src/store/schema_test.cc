#include "store/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/data_type.h"
#include "model/rollup.h"
#include "model/signal.h"
#include "otlp/decode.h"

namespace sextant {

void PrintTo(const SchemaColumn& column, std::ostream* out) { *out << column.name << " " << column.type; }

namespace {

constexpr std::string_view kSmall = R"(-- What it is.
CREATE TABLE IF NOT EXISTS {database}.things
(
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    `Events.Attributes` Array(Map(LowCardinality(String), String)),
    TimestampTime DateTime ALIAS toDateTime(Timestamp),
    INDEX idx Timestamp TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
TTL toDateTime(Timestamp) + INTERVAL {retention_days} DAY
)";

TEST(Schema, ReadsColumnsAndTheirTypes) {
  const auto migration = ParseMigration({"0003_things", kSmall});
  ASSERT_TRUE(migration.ok()) << migration.status().ToString();
  EXPECT_EQ(migration->version, 3U);
  EXPECT_EQ(migration->table, "things");
  EXPECT_EQ(migration->columns,
            (std::vector<SchemaColumn>{{"Timestamp", "DateTime64(9)"},
                                       {"Events.Attributes", "Array(Map(LowCardinality(String), String))"},
                                       {"TimestampTime", "DateTime"}}));
}

TEST(Schema, RendersForOneDatabase) {
  const std::string sql = ParseMigration({"0003_things", kSmall})->Render("my-logs", 2);
  EXPECT_NE(sql.find("EXISTS `my-logs`.things"), std::string::npos) << sql;
  EXPECT_NE(sql.find("INTERVAL 2 DAY"), std::string::npos) << sql;
  EXPECT_EQ(sql.find('{'), std::string::npos) << sql;
}

TEST(Schema, TheChecksumIsOfTheStatementNotOfItsComments) {
  const std::string checksum = ParseMigration({"0003_things", kSmall})->checksum;
  std::string commented = "-- More words.\n" + std::string(kSmall);
  EXPECT_EQ(ParseMigration({"0003_things", commented})->checksum, checksum);
  commented.replace(commented.find("ZSTD(1)"), 7, "ZSTD(3)");
  EXPECT_NE(ParseMigration({"0003_things", commented})->checksum, checksum);
}

TEST(Schema, RefusesWhatIsNotOfItsLayout) {
  EXPECT_FALSE(ParseMigration({"things", kSmall}).ok());
  EXPECT_FALSE(ParseMigration({"0003_others", kSmall}).ok());
  EXPECT_FALSE(ParseMigration({"0003_things", "DROP TABLE things"}).ok());
  EXPECT_FALSE(ParseMigration({"0003_things", kSmall.substr(0, kSmall.find(")\nENGINE"))}).ok());
}

TEST(Schema, HasOneFileForEveryTableAndEveryRollup) {
  std::vector<std::string> tables;
  for (const Migration& migration : Migrations()) tables.push_back(migration.table);
  std::vector<std::string> wanted;
  for (const Table table : kAllTables) {
    wanted.emplace_back(TableName(table));
    if (rollup::HasRollup(table)) wanted.push_back(rollup::TableNameFor(TableName(table)));
  }
  EXPECT_THAT(tables, ::testing::UnorderedElementsAreArray(wanted));
}

TEST(Schema, EveryTableHasItsTimeItsIdentityAndTypesThatWeDecode) {
  for (const Migration& migration : Migrations()) {
    if (migration.table.ends_with(rollup::kTableSuffix)) continue;
    const bool is_metric = migration.table.starts_with("otel_metrics");
    const SchemaColumn time{is_metric ? "TimeUnix" : "Timestamp", "DateTime64(9)"};
    EXPECT_THAT(migration.columns, ::testing::Contains(time)) << migration.table;
    EXPECT_THAT(migration.columns, ::testing::Contains(SchemaColumn{"__sxt_segment", "UInt64"}));
    EXPECT_THAT(migration.columns, ::testing::Contains(SchemaColumn{"__sxt_row", "UInt32"}));
    for (const SchemaColumn& column : migration.columns) {
      EXPECT_TRUE(DataType::Parse(column.type).ok()) << migration.table << "." << column.name;
    }
  }
}

TEST(Schema, RollupsHaveClickStacksColumns) {
  const std::vector<SchemaColumn> wanted = {{"Timestamp", "DateTime"},
                                            {"ColumnIdentifier", "LowCardinality(String)"},
                                            {"Key", "LowCardinality(String)"},
                                            {"Value", "String"},
                                            {"count", "UInt64"}};
  for (const Migration& migration : Migrations()) {
    if (migration.table.ends_with(rollup::kTableSuffix)) {
      EXPECT_EQ(migration.columns, wanted);
    }
  }
}

TEST(Schema, TablesHoldWhatTheDecoderFillsTypeByType) {
  for (const Migration& migration : Migrations()) {
    const auto table = std::find_if(kAllTables.begin(), kAllTables.end(),
                                    [&](Table t) { return TableName(t) == migration.table; });
    if (table == kAllTables.end()) continue;
    std::vector<SchemaColumn> filled;
    for (const NamedColumn& column : otlp::EmptyRows(*table).columns) {
      filled.push_back({column.name, column.type->name()});
    }
    std::vector<SchemaColumn> stored = migration.columns;
    std::erase_if(stored, [](const SchemaColumn& column) {
      return column.name.starts_with("__sxt_") || column.name == "TimestampTime";
    });
    EXPECT_EQ(stored, filled) << migration.table;
  }
}

}  // namespace
}  // namespace sextant
