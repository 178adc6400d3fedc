#include "query/plan/rollup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "model/rollup.h"
#include "query/plan/tables_testlib.h"
#include "sql/printer.h"

namespace sextant::plan {

// For messages of tests.
void PrintTo(const TimeRange& range, std::ostream* out) { *out << range.from << " to " << range.to; }
bool operator==(const TimeRange& a, const TimeRange& b) { return a.from == b.from && a.to == b.to; }

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr UnixNanos kNoon = 1'795'262'400'000'000'000;  // 2026-11-21 12:00:00
constexpr std::int64_t kMinute = kNanosPerMinute;

Table Of(const char* name) {
  Table table;
  table.database = "default";
  table.name = "otel_logs";
  table.timestamp = "Timestamp";
  table.schema = &testing::FindTable(name).schema;
  table.rollup = "otel_logs_kv_rollup_15m";
  return table;
}

TimeRange Minutes(std::int64_t from, std::int64_t to) {
  return {kNoon + from * kMinute, kNoon + to * kMinute};
}

TEST(WholeBuckets, AreTheQuartersOfAnHourThatLieWithin) {
  EXPECT_EQ(WholeBuckets(Minutes(0, 30)), Minutes(0, 30));
  EXPECT_EQ(WholeBuckets({kNoon + 1, kNoon + 61 * kMinute}), Minutes(15, 60));
  EXPECT_TRUE(WholeBuckets(Minutes(1, 29)).empty());
  EXPECT_TRUE(WholeBuckets(Minutes(1, 2)).empty());
}

TEST(WholeBuckets, LieInWhatADateTimeHolds) {
  const TimeRange all =
      WholeBuckets({std::numeric_limits<UnixNanos>::min(), std::numeric_limits<UnixNanos>::max()});
  EXPECT_EQ(all.from, 0);
  EXPECT_EQ(all.to, 4'294'966'500 * kNanosPerSecond);
}

TEST(Cover, ScansTheEdgesAndWhatIsNotTrusted) {
  const Coverage coverage = Cover(Minutes(-7, 100), {Minutes(-60, 15), Minutes(30, 120)});
  EXPECT_THAT(coverage.counted, ElementsAre(Minutes(0, 15), Minutes(30, 90)));
  EXPECT_THAT(coverage.scanned, ElementsAre(Minutes(-7, 0), Minutes(15, 30), Minutes(90, 100)));
}

TEST(Cover, ScansAllWhenNothingIsTrusted) {
  EXPECT_TRUE(Cover(Minutes(0, 60), {}).counted.empty());
  EXPECT_THAT(Cover(Minutes(0, 60), {}).scanned, ElementsAre(Minutes(0, 60)));
}

TEST(Cover, KeepsTheLongestStretches) {
  std::vector<TimeRange> trusted;
  for (std::int64_t i = 0; i < 50; ++i) trusted.push_back(Minutes(i * 60, i * 60 + (i % 5 == 0 ? 15 : 30)));
  const Coverage coverage = Cover(Minutes(0, 3'000), trusted);
  ASSERT_EQ(coverage.counted.size(), kMaxStretches);
  for (const TimeRange& stretch : coverage.counted) EXPECT_EQ(stretch.to - stretch.from, 30 * kMinute);
}

TEST(FindRollupField, KnowsColumnsOfFewValuesAndKeysOfMaps) {
  const Table logs = Of("logs");
  EXPECT_EQ(FindRollupField(logs, sql::Column("ServiceName")), (RollupField{"NativeColumn", "ServiceName"}));
  EXPECT_EQ(FindRollupField(logs, sql::MapAt(sql::Column("LogAttributes"), "user.id")),
            (RollupField{"LogAttributes", "user.id"}));
  EXPECT_FALSE(FindRollupField(logs, sql::Column("TraceId")));
  EXPECT_FALSE(FindRollupField(logs, sql::Call("upper", {sql::Column("ServiceName")})));
  EXPECT_FALSE(FindRollupField(Of("odd"), sql::MapAt(sql::Column("counts"), "a")));
  Table bare = logs;
  bare.rollup = "";
  EXPECT_FALSE(FindRollupField(bare, sql::Column("ServiceName")));
}

TEST(SelectRollupRows, AsksForRowsByBucketAndForWhatIsNotCounted) {
  EXPECT_EQ(
      sql::PrintForReading(SelectRollupRows(
          Of("logs"), {{"NativeColumn", "ServiceName"}, {"LogAttributes", "a"}}, Minutes(0, 15))),
      "SELECT if(ColumnIdentifier = '__sxt_rows', toInt64(toUnixTimestamp(Timestamp)), 0) AS __second, "
      "sum(count) AS __rows, Value AS __identifier, toString(Key) AS __key\n"
      "FROM default.otel_logs_kv_rollup_15m\n"
      "WHERE (ColumnIdentifier = '__sxt_rows' OR ColumnIdentifier = '__sxt_uncounted' AND (Value, Key) IN "
      "(('NativeColumn', 'ServiceName'), ('LogAttributes', 'a'), ('LogAttributes', '*'), ('NativeColumn', "
      "'*'))) AND Timestamp >= toDateTime('2026-11-21 12:00:00', 'UTC') AND "
      "Timestamp < toDateTime('2026-11-21 12:15:00', 'UTC')\n"
      "GROUP BY __second, __identifier, __key");
}

TEST(SelectCountedHistogram, AddsTheEdgesToWhatIsCounted) {
  EXPECT_EQ(sql::PrintForReading(SelectCountedHistogram(
                Of("logs"), sql::Column("SeverityText"), {"NativeColumn", "SeverityText"},
                Cover(Minutes(0, 20), {Minutes(0, 15)}), 15 * kMinute)),
            "SELECT __bucket, __group, sum(__n) AS __rows\n"
            "FROM (\n"
            "  SELECT intDiv(toInt64(toUnixTimestamp(Timestamp)), 900) AS __bucket, Value AS __group, count "
            "AS __n\n"
            "  FROM default.otel_logs_kv_rollup_15m\n"
            "  WHERE ColumnIdentifier = 'NativeColumn' AND Key = 'SeverityText' AND "
            "Timestamp >= toDateTime('2026-11-21 12:00:00', 'UTC') AND "
            "Timestamp < toDateTime('2026-11-21 12:15:00', 'UTC')\n"
            "  UNION ALL\n"
            "  SELECT __bucket, toString(__group) AS __group, __rows AS __n\n"
            "  FROM (\n"
            "    SELECT intDiv(toUnixTimestamp64Nano(Timestamp), 900000000000) AS __bucket, SeverityText AS "
            "__group, "
            "count() AS __rows\n"
            "    FROM default.otel_logs\n"
            "    WHERE Timestamp >= toDateTime64('2026-11-21 12:15:00.000000000', 9, 'UTC') AND "
            "Timestamp < toDateTime64('2026-11-21 12:20:00.000000000', 9, 'UTC')\n"
            "    GROUP BY __bucket, __group\n"
            "  )\n"
            ")\n"
            "GROUP BY __bucket, __group");
}

std::string Values(TimeRange range, const std::vector<TimeRange>& trusted) {
  return sql::PrintForReading(SelectCountedValues(Of("logs"), {sql::Column("ServiceName")},
                                                  {{"NativeColumn", "ServiceName"}}, Cover(range, trusted),
                                                  20, "pay"));
}

TEST(SelectCountedValues, ReadsNoRowsForWholeBuckets) {
  const std::string text = Values(Minutes(0, 30), {Minutes(0, 30)});
  EXPECT_THAT(text, HasSubstr("FROM default.otel_logs_kv_rollup_15m\n"));
  EXPECT_THAT(text, HasSubstr("IN (('NativeColumn', 'ServiceName'), ('__sxt_rows', ''))"));
  EXPECT_THAT(text, HasSubstr("WHERE __value = '' OR lower(__value) LIKE '%pay%'"));
  EXPECT_THAT(text, HasSubstr("LIMIT 21 BY __field"));
  EXPECT_THAT(text, Not(HasSubstr("FROM default.otel_logs\n")));
}

TEST(SelectCountedValues, ScansTheEdgesInOnePass) {
  const std::string text = Values(Minutes(-1, 31), {Minutes(0, 30)});
  EXPECT_THAT(text, HasSubstr("UNION ALL"));
  EXPECT_THAT(text, HasSubstr("FROM default.otel_logs\n"));
  EXPECT_THAT(text, HasSubstr("Timestamp >= toDateTime64('2026-11-21 11:59:00.000000000', 9, 'UTC') AND "
                              "Timestamp < toDateTime64('2026-11-21 12:00:00.000000000', 9, 'UTC') OR "
                              "Timestamp >= toDateTime64('2026-11-21 12:30:00.000000000', 9, 'UTC') AND "));
}

TEST(SelectCountedKeys, NamesKeysWhoseValuesAreNotCountedToo) {
  const std::string text = sql::PrintForReading(
      SelectCountedKeys(Of("logs"), {"LogAttributes"}, Cover(Minutes(0, 15), {Minutes(0, 15)}), 100, 50));
  EXPECT_THAT(
      text,
      HasSubstr("if(ColumnIdentifier = '__sxt_uncounted', Value, toString(ColumnIdentifier)) AS __map"));
  EXPECT_THAT(text, HasSubstr("ColumnIdentifier IN ('LogAttributes')"));
  EXPECT_THAT(text, HasSubstr("LIMIT 50 BY __map"));
}

}  // namespace
}  // namespace sextant::plan
