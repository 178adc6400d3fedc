// Windows, buckets, places and the statements around a condition. Conditions are in searches.golden.
#include <gtest/gtest.h>

#include <limits>

#include "query/plan/statements.h"
#include "query/plan/tables_testlib.h"
#include "sql/printer.h"

namespace sextant::plan {
namespace {

constexpr UnixNanos kNoon = 1'795'262'400'000'000'000;  // 2026-11-21 12:00:00

std::vector<std::int64_t> Lengths(TimeRange range, Order order) {
  std::vector<std::int64_t> lengths;
  Windows windows(range, order);
  UnixNanos edge = order == Order::kNewest ? range.to : range.from;
  while (const auto window = windows.Next()) {
    EXPECT_EQ(order == Order::kNewest ? window->to : window->from, edge) << "a gap or an overlap";
    edge = order == Order::kNewest ? window->from : window->to;
    lengths.push_back((window->to - window->from) / kNanosPerMinute);
  }
  EXPECT_EQ(edge, order == Order::kNewest ? range.from : range.to);
  return lengths;
}

TEST(Windows, GrowFromTheEndThatIsReadFirst) {
  const TimeRange two_days{kNoon - 2 * kNanosPerDay, kNoon};
  const std::vector<std::int64_t> expected = {1, 15, 360, 1440, 2880 - 1 - 15 - 360 - 1440};
  EXPECT_EQ(Lengths(two_days, Order::kNewest), expected);
  EXPECT_EQ(Lengths(two_days, Order::kOldest), expected);
}

TEST(Windows, CoverShortAndEmptyRanges) {
  EXPECT_EQ(Lengths({kNoon - 5, kNoon}, Order::kNewest), std::vector<std::int64_t>{0});
  EXPECT_TRUE(Lengths({kNoon, kNoon}, Order::kNewest).empty());
}

TEST(BucketWidth, IsTheSmallestNiceOneThatFits) {
  EXPECT_EQ(BucketWidth({kNoon - kNanosPerDay, kNoon}, 100), 15 * kNanosPerMinute);
  EXPECT_EQ(BucketWidth({kNoon - 15 * kNanosPerMinute, kNoon}, 60), 15 * kNanosPerSecond);
  EXPECT_EQ(BucketWidth({kNoon - 15 * kNanosPerMinute + 1, kNoon + 1}, 60), 30 * kNanosPerSecond);
  EXPECT_EQ(BucketWidth({kNoon, kNoon + 3}, 100), 1);
  EXPECT_EQ(BucketWidth({kNoon, kNoon + kNanosPerMilli}, 100), 10 * kNanosPerMicro);
  EXPECT_EQ(BucketWidth({kNoon - 3650 * kNanosPerDay, kNoon}, 100), 60 * kNanosPerDay);
}

TEST(BucketWidth, HoldsForTheWidestRange) {
  const TimeRange all{0, std::numeric_limits<UnixNanos>::max()};
  EXPECT_LE(all.to / BucketWidth(all, 2), 2);
  EXPECT_GT(BucketWidth({kNoon - 1, kNoon + 1}, 1), 0);
}

TEST(BucketWindows, CutOnlyBetweenBuckets) {
  const std::int64_t width = 7 * kNanosPerMinute;
  const TimeRange range{kNoon - 9 * kNanosPerDay - 12'345, kNoon + 678};
  BucketWindows windows(range, width);
  UnixNanos edge = range.to;
  int count = 0;
  while (const auto window = windows.Next()) {
    EXPECT_EQ(window->to, edge);
    edge = window->from;
    EXPECT_TRUE(edge % width == 0 || edge == range.from);
    ++count;
  }
  EXPECT_EQ(edge, range.from);
  EXPECT_EQ(count, 5);
}

TEST(Place, GoesThroughTextAndBack) {
  const RowPlace place{kNoon, std::numeric_limits<std::uint64_t>::max(), 7};
  const auto read = ParsePlace(FormatPlace(place));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->time, kNoon);
  EXPECT_EQ(read->segment, place.segment);
  EXPECT_EQ(read->row, 7u);
  for (const char* text : {"", "1", "1-2", "1-2-", "1-2-3-4", "1-2-4294967296", "a-b-c", "1-2-3 "}) {
    EXPECT_FALSE(ParsePlace(text)) << text;
  }
}

Table Of(std::string_view name) {
  Table table{"default", "otel_logs", "Timestamp", &testing::FindTable(name).schema, name == "logs"};
  return table;
}

RowsQuestion Question(const Table& table) {
  return {table,
          {{"Timestamp", sql::Column("Timestamp")}, {"Body", sql::Column("Body")}},
          sql::Column("SeverityText"),
          sql::Infix(sql::Column("Body"), "=", sql::Text("x")),
          Order::kNewest,
          {}};
}

constexpr TimeRange kHour{kNoon - kNanosPerHour, kNoon};

TEST(SelectRows, ReadsInTheTablesOrderAndEveryColumnOnce) {
  const RowsStatement statement = SelectRows(Question(Of("logs")), kHour, 201);
  EXPECT_EQ(sql::PrintForReading(statement.select),
            "SELECT Timestamp, Body, __sxt_segment, __sxt_row, SeverityText\n"
            "FROM default.otel_logs\n"
            "WHERE Timestamp >= toDateTime64('2026-11-21 11:00:00.000000000', 9, 'UTC') AND "
            "Timestamp < toDateTime64('2026-11-21 12:00:00.000000000', 9, 'UTC') AND Body = 'x'\n"
            "ORDER BY Timestamp DESC, __sxt_segment DESC, __sxt_row DESC\n"
            "LIMIT 201");
  EXPECT_EQ(statement.layout.columns, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(statement.layout.time, 0u);
  EXPECT_EQ(statement.layout.segment, 2u);
  EXPECT_EQ(statement.layout.severity, 4u);
}

TEST(SelectRows, GoesOnBehindThePageBefore) {
  RowsQuestion question = Question(Of("logs"));
  question.after = RowPlace{kNoon, 5, 6};
  EXPECT_NE(sql::PrintForReading(SelectRows(question, kHour, 1).select)
                .find("Timestamp <= toDateTime64('2026-11-21 12:00:00.000000000', 9, 'UTC') AND "
                      "(Timestamp < toDateTime64('2026-11-21 12:00:00.000000000', 9, 'UTC') OR "
                      "(__sxt_segment, __sxt_row) < (5, 6))"),
            std::string::npos);
}

TEST(SelectRows, UsesTheRoundedTimeOfAForeignTablesOrder) {
  const std::string text = sql::PrintForReading(SelectRows(Question(Of("clickstack")), kHour, 1).select);
  EXPECT_NE(text.find("toStartOfFiveMinutes(Timestamp) >= toStartOfFiveMinutes(toDateTime64("),
            std::string::npos);
  EXPECT_NE(text.find("ORDER BY toStartOfFiveMinutes(Timestamp) DESC, Timestamp DESC, cityHash64("),
            std::string::npos);
}

TEST(SelectRow, AsksForOnePlace) {
  EXPECT_NE(sql::PrintForReading(SelectRow(Question(Of("logs")), {kNoon, 5, 6}).select)
                .find("WHERE Timestamp = toDateTime64('2026-11-21 12:00:00.000000000', 9, 'UTC') AND "
                      "__sxt_segment = 5 AND __sxt_row = 6\nLIMIT 1"),
            std::string::npos);
}

TEST(SelectStored, AsksForSegmentsWithinTheirTimes) {
  EXPECT_NE(sql::PrintForReading(SelectStored(Question(Of("logs")), {7, 8}, kHour, 501).select)
                .find("WHERE __sxt_segment IN (7, 8) AND Timestamp >= "),
            std::string::npos);
}

TEST(SelectHistogram, CountsByBucketAndGroup) {
  EXPECT_EQ(
      sql::PrintForReading(
          SelectHistogram(Of("logs"), sql::Column("SeverityText"), sql::True(), kHour, kNanosPerMinute)),
      "SELECT intDiv(toUnixTimestamp64Nano(Timestamp), 60000000000) AS __bucket, SeverityText AS __group, "
      "count() AS __rows\n"
      "FROM default.otel_logs\n"
      "WHERE Timestamp >= toDateTime64('2026-11-21 11:00:00.000000000', 9, 'UTC') AND "
      "Timestamp < toDateTime64('2026-11-21 12:00:00.000000000', 9, 'UTC')\n"
      "GROUP BY __bucket, __group");
}

TEST(SelectValues, CountsAllFieldsInOneScan) {
  const std::string text = sql::PrintForReading(SelectValues(
      Of("logs"), {sql::Column("ServiceName"), sql::Column("SeverityText")}, sql::True(), kHour, 20, "pay"));
  EXPECT_NE(text.find("GROUP BY GROUPING SETS ((__v0), (__v1))"), std::string::npos) << text;
  EXPECT_NE(text.find("LIMIT 21 BY __field"), std::string::npos) << text;
  EXPECT_NE(text.find("WHERE __value = '' OR lower(__value) LIKE '%pay%'"), std::string::npos) << text;
}

TEST(Statements, NameExpressionsThatTheConditionUses) {
  Table table = Of("logs");
  table.with = {{sql::Raw("upper(Body)"), "loud"}};
  EXPECT_TRUE(sql::Print(SelectRows(Question(table), kHour, 1).select)
                  .text.starts_with("WITH (upper(Body)) AS loud\n"));
}

std::string OrderOf(const char* type, bool text_may_be_number) {
  std::string order;
  for (const SortStep& step : SortSteps(sql::Column("c"), *DataType::Of(type), text_may_be_number, true)) {
    order +=
        (order.empty() ? "" : " | ") + sql::PrintForReading(step.expr) + (step.descending ? " DESC" : "");
  }
  return order;
}

TEST(SortSteps, PutWhatIsAbsentLastInBothDirections) {
  EXPECT_EQ(OrderOf("UInt64", false), "c DESC");
  EXPECT_EQ(OrderOf("Nullable(Int32)", false), "isNull(c) | ifNull(c, 0) DESC");
  EXPECT_EQ(OrderOf("LowCardinality(String)", false), "c = '' | c DESC");
  EXPECT_EQ(OrderOf("Array(String)", false), "toString(c) = '' | toString(c) DESC");
  EXPECT_EQ(OrderOf("DateTime", false), "toUnixTimestamp64Nano(toDateTime64(c, 9)) DESC");
  EXPECT_EQ(OrderOf("Nullable(String)", false),
            "ifNull(toString(c), '') = '' | ifNull(toString(c), '') DESC");
}

TEST(SortSteps, PutTextsThatAreNumbersBeforeOthersWhereThereMayBeSome) {
  const std::string order = OrderOf("String", true);
  EXPECT_EQ(order.find("c = '' | NOT "), 0u) << order;
  EXPECT_NE(order.find("toFloat64OrNull(c)"), std::string::npos) << order;
  EXPECT_TRUE(order.ends_with(" DESC | c DESC")) << order;
}

}  // namespace
}  // namespace sextant::plan
