#include "enrich/key_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "model/rollup.h"

namespace sextant::enrich {
namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;

constexpr std::int64_t kStart = 1'795'262'400 * kNanosPerSecond;  // 2026-11-21 12:00:00
constexpr const char* kMap = "Map(LowCardinality(String), String)";

using Items = std::vector<std::pair<std::string, std::string>>;

struct Row {
  std::int64_t time = kStart;
  std::string service = "shop";
  Items attributes = {};
  Items resource = {};
  std::vector<Items> events = {};
};

void AppendItems(MapColumn& map, const Items& items) {
  for (const auto& [key, value] : items) {
    static_cast<LowCardinalityColumn&>(*map.keys).Append(key);
    static_cast<StringColumn&>(*map.values).Append(value);
  }
  map.EndRow();
}

Block Rows(const std::vector<Row>& rows) {
  Block block;
  auto& times = block.Add<NumberColumn<std::int64_t>>("Timestamp", "DateTime64(9)");
  auto& services = block.Add<LowCardinalityColumn>("ServiceName", "LowCardinality(String)");
  auto& bodies = block.Add<StringColumn>("Body", "String");
  auto& attributes = block.Add<MapColumn>("SpanAttributes", kMap);
  auto& resource = block.Add<MapColumn>("ResourceAttributes", kMap);
  auto& events = block.Add<ArrayColumn>("Events.Attributes", std::string("Array(") + kMap + ")");
  for (const Row& row : rows) {
    times.Append(row.time);
    services.Append(row.service);
    bodies.Append("not counted");
    AppendItems(attributes, row.attributes);
    AppendItems(resource, row.resource);
    for (const Items& event : row.events) AppendItems(static_cast<MapColumn&>(*events.values), event);
    events.EndRow();
  }
  return block;
}

// "identifier|key|minutes since kStart|value=count", in the block's order.
std::vector<std::string> Lines(const Block& block) {
  const auto text = [&](const char* name, std::size_t row) {
    const Column& column = *block.Find(name)->column;
    if (const auto* low = dynamic_cast<const LowCardinalityColumn*>(&column))
      return std::string(low->at(row));
    return std::string(static_cast<const StringColumn&>(column).at(row));
  };
  const auto& times = static_cast<const NumberColumn<std::uint32_t>&>(*block.Find("Timestamp")->column);
  const auto& counts = static_cast<const NumberColumn<std::uint64_t>&>(*block.Find("count")->column);
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < block.rows(); ++row) {
    const std::int64_t minutes = (times.values[row] - kStart / kNanosPerSecond) / 60;
    lines.push_back(text("ColumnIdentifier", row) + "|" + text("Key", row) + "|" + std::to_string(minutes) +
                    "|" + text("Value", row) + "=" + std::to_string(counts.values[row]));
  }
  return lines;
}

std::vector<std::string> Counted(const std::vector<Row>& rows, const KeyValueLimits& limits = {}) {
  const Block block = Rows(rows);
  KeyValueCounter counter(limits);
  counter.Add(block);
  return Lines(counter.Take("w", 7));
}

TEST(KeyValueCounter, CountsColumnsKeysAndRowsByQuartersOfAnHour) {
  const std::int64_t later = kStart + 20 * kNanosPerMinute;
  EXPECT_THAT(Counted({{kStart, "shop", {{"a", "1"}}, {{"pod", "p"}}},
                       {kStart + 1, "shop", {{"a", "2"}, {"b", ""}}, {{"pod", "p"}}},
                       {later, "cart", {{"a", "1"}}, {{"pod", "q"}}},
                       {kStart + 2, "", {{"a", "1"}}, {{"pod", "p"}}}}),
              ElementsAre("NativeColumn|ServiceName|0|=1", "NativeColumn|ServiceName|0|shop=2",
                          "NativeColumn|ServiceName|15|cart=1", "ResourceAttributes|pod|0|p=3",
                          "ResourceAttributes|pod|15|q=1", "SpanAttributes|a|0|1=2", "SpanAttributes|a|0|2=1",
                          "SpanAttributes|a|15|1=1", "SpanAttributes|b|0|=1", "__sxt_rows||0|=3",
                          "__sxt_rows||15|=1", "__sxt_segment|w|0|7=1"));
}

TEST(KeyValueCounter, PutsTheFramesOfASegmentTogether) {
  const Block first = Rows({{kStart, "a", {{"k", "x"}}}, {kStart, "b", {{"k", "y"}}}});
  const Block second = Rows({{kStart, "b", {{"other", "z"}, {"k", "y"}}}});
  KeyValueCounter counter;
  counter.Add(first);
  counter.Add(second);
  EXPECT_THAT(Lines(counter.Take("w", 7)),
              IsSupersetOf({"NativeColumn|ServiceName|0|a=1", "NativeColumn|ServiceName|0|b=2",
                            "SpanAttributes|k|0|x=1", "SpanAttributes|k|0|y=2", "SpanAttributes|other|0|z=1",
                            "__sxt_rows||0|=3"}));
}

TEST(KeyValueCounter, MarksEveryDayOfASegmentOnce) {
  std::vector<std::string> marks;
  for (const std::string& line : Counted({{kStart}, {kStart + kNanosPerHour}, {kStart + kNanosPerDay}})) {
    if (line.starts_with("__sxt_segment")) marks.push_back(line);
  }
  EXPECT_THAT(marks, ElementsAre("__sxt_segment|w|0|7=1", "__sxt_segment|w|1440|7=1"));
}

TEST(KeyValueCounter, AKeyWithTooManyValuesSaysSoAndCountsItsRows) {
  KeyValueLimits limits;
  limits.max_values = 3;
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    const std::string three = std::to_string(i % 3), four = std::to_string(i % 4);
    rows.push_back({kStart, "shop", {{"three", three}, {"four", four}}});
  }
  const auto lines = Counted(rows, limits);
  EXPECT_THAT(lines,
              IsSupersetOf({"SpanAttributes|three|0|0=14", "__sxt_uncounted|four|0|SpanAttributes=40"}));
  for (const std::string& line : lines) EXPECT_THAT(line, Not(testing::StartsWith("SpanAttributes|four")));
}

TEST(KeyValueCounter, AKeyOfEventsWithManyRareValuesIsNotCountedButOneOfAResourceIs) {
  std::vector<Row> rows;
  for (int i = 0; i < 65; ++i) {
    const std::string id = std::to_string(i);
    rows.push_back({kStart, id, {{"id", id}, {"some", std::to_string(i % 33)}}, {{"pod", id}}});
  }
  EXPECT_THAT(Counted(rows),
              IsSupersetOf({"__sxt_uncounted|id|0|SpanAttributes=65", "SpanAttributes|some|0|0=2",
                            "ResourceAttributes|pod|0|64=1", "NativeColumn|ServiceName|0|64=1"}));
  rows.pop_back();
  EXPECT_THAT(Counted(rows), IsSupersetOf({"SpanAttributes|id|0|63=1"}));
}

TEST(KeyValueCounter, LongValuesAreNotKept) {
  KeyValueLimits limits;
  limits.max_text_bytes = 4;
  EXPECT_THAT(
      Counted({{kStart, "shop", {{"k", "1234"}}}, {kStart, "shop", {{"long", "12345"}, {"k", "1"}}}}, limits),
      IsSupersetOf({"SpanAttributes|k|0|1234=1", "SpanAttributes|k|0|1=1",
                    "__sxt_uncounted|long|0|SpanAttributes=1"}));
}

TEST(KeyValueCounter, TooManyOrTooLongKeysOfAColumnAreSaidTogether) {
  KeyValueLimits limits;
  limits.max_keys = 2;
  limits.max_text_bytes = 20;
  const auto lines = Counted({{kStart, "shop", {{"a", "1"}, {"b", "1"}}},
                              {kStart, "shop", {{"c", "1"}, {"d", "1"}}},
                              {kStart, "shop", {{"b", "2"}, {"d", "2"}}},
                              {kStart, "shop", {}, {{"a key longer than that", "1"}}}},
                             limits);
  EXPECT_THAT(lines, IsSupersetOf({"SpanAttributes|a|0|1=1", "SpanAttributes|b|0|2=1",
                                   "__sxt_uncounted|*|0|SpanAttributes=2",
                                   "__sxt_uncounted|*|0|ResourceAttributes=1"}));
}

TEST(KeyValueCounter, HoldsNoMoreThanItsLimitHoweverManyBucketsThereAre) {
  KeyValueLimits limits;
  limits.max_counts = 100;
  std::vector<Row> rows;
  for (int i = 0; i < 500; ++i)
    rows.push_back({kStart + i * 15 * kNanosPerMinute, std::to_string(i), {{"k", std::to_string(i)}}});
  const auto lines = Counted(rows, limits);
  const auto of = [&](std::string_view part) {
    return std::count_if(lines.begin(), lines.end(), [&](auto& line) { return line.starts_with(part); });
  };
  EXPECT_EQ(of("__sxt_rows"), 500);
  EXPECT_LE(of("NativeColumn") + of("SpanAttributes"), 100);
  EXPECT_GE(of("__sxt_uncounted|*"), 450);
}

TEST(KeyValueCounter, OfMapsInListsOnlyRowsWithAKeyAreCounted) {
  const std::vector<Items> events = {{{"type", "x"}}, {{"type", "y"}, {"stack", "s"}}};
  EXPECT_THAT(Counted({{kStart, "shop", {}, {}, events}, {kStart, "shop", {}, {}, {{{"type", "z"}}}}, {}}),
              IsSupersetOf({"__sxt_uncounted|type|0|Events.Attributes=2",
                            "__sxt_uncounted|stack|0|Events.Attributes=1"}));
}

// The plain way to count, against many rows in no order of time.
TEST(KeyValueCounter, AgreesWithCountingRowByRow) {
  std::vector<Row> rows;
  std::map<std::string, std::uint64_t> expected;
  std::uint32_t state = 1;
  const auto next = [&](std::uint32_t below) {
    state = state * 1'664'525 + 1'013'904'223;
    return (state >> 8) % below;
  };
  for (int i = 0; i < 5'000; ++i) {
    Row row;
    const std::int64_t bucket = next(4);
    row.time = kStart + bucket * 15 * kNanosPerMinute + next(1'000);
    row.service = std::to_string(next(5));
    for (std::uint32_t k = 0; k < 6; ++k) {
      if (next(3) > 0) row.attributes.emplace_back("k" + std::to_string(k), std::to_string(next(1 + 40 * k)));
    }
    row.resource = {{"pod", std::to_string(next(3))}};
    const std::string minutes = "|" + std::to_string(bucket * 15) + "|";
    ++expected["NativeColumn|ServiceName" + minutes + row.service];
    ++expected["__sxt_rows|" + minutes];
    for (const auto& [key, value] : row.attributes) ++expected["SpanAttributes|" + key + minutes + value];
    for (const auto& [key, value] : row.resource) ++expected["ResourceAttributes|" + key + minutes + value];
    rows.push_back(std::move(row));
  }
  std::set<std::string> wanted{"__sxt_segment|w|0|7=1"};
  for (const auto& [line, count] : expected) wanted.insert(line + "=" + std::to_string(count));
  const auto lines = Counted(rows);
  EXPECT_EQ(lines.size(), wanted.size());
  EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()), wanted);
}

}  // namespace
}  // namespace sextant::enrich
