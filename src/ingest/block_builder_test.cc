#include "ingest/block_builder.h"

#include <gtest/gtest.h>

#include <set>

#include "model/block_testlib.h"
#include "otlp/decode.h"

namespace sextant::ingest {
namespace {

// Rows of a table with times, and a text column that says which row it was.
struct Row {
  UnixNanos time;
  std::string name;
  std::string service = "s";
};

template <typename C>
C& As(Block& block, std::string_view name) {
  return static_cast<C&>(*block.Find(name)->column);
}

Block LogRows(const std::vector<Row>& rows) {
  Block block;
  auto& times = block.Add<NumberColumn<std::int64_t>>("Timestamp", "DateTime64(9)");
  auto& services = block.Add<LowCardinalityColumn>("ServiceName", "LowCardinality(String)");
  auto& bodies = block.Add<StringColumn>("Body", "String");
  auto& resources = block.Add<MapColumn>("ResourceAttributes", "Map(LowCardinality(String), String)");
  for (const auto& row : rows) {
    times.Append(row.time);
    services.Append(row.service);
    bodies.Append(row.name);
    static_cast<LowCardinalityColumn&>(*resources.keys).Append("rum.sessionId");
    static_cast<StringColumn&>(*resources.values).Append(row.service);
    resources.EndRow();
  }
  return block;
}

Block MetricRows(const std::vector<Row>& rows) {
  Block block;
  auto& times = block.Add<NumberColumn<std::int64_t>>("TimeUnix", "DateTime64(9)");
  auto& services = block.Add<LowCardinalityColumn>("ServiceName", "LowCardinality(String)");
  auto& names = block.Add<LowCardinalityColumn>("MetricName", "LowCardinality(String)");
  for (const auto& row : rows) {
    times.Append(row.time);
    services.Append(row.service);
    names.Append(row.name);
  }
  return block;
}

TableGroup GroupOf(std::vector<FrameRows> frames) {
  TableGroup group;
  for (const auto& frame : frames) {
    group.rows += frame.block.rows();
    group.bytes += frame.block.bytes();
  }
  group.frames = std::move(frames);
  return group;
}

TableGroup LogGroup(const std::vector<std::vector<Row>>& frames) {
  std::vector<FrameRows> rows;
  for (std::uint32_t i = 0; i < frames.size(); ++i) rows.push_back({i * 10, LogRows(frames[i])});
  return GroupOf(std::move(rows));
}

std::vector<std::string> Texts(const Block& block, std::string_view column) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < block.rows(); ++row) {
    const Column& values = *block.Find(column)->column;
    const auto* text = dynamic_cast<const StringColumn*>(&values);
    texts.push_back(text != nullptr ? std::string(text->at(row)) : ValueText(values, row));
  }
  return texts;
}

TEST(BlockBuilder, SortsLogsByTimeAndKeepsTheOrderOfArrivalAmongEquals) {
  TableBlock built =
      BuildBlock(77, Table::kLogs, LogGroup({{{30, "c"}, {10, "a1"}}, {{10, "a2"}, {20, "b"}}}));
  EXPECT_EQ(Texts(built.block, "Body"), (std::vector<std::string>{"a1", "a2", "b", "c"}));
  EXPECT_EQ(Texts(built.block, "__sxt_segment"), (std::vector<std::string>(4, "77")));
  EXPECT_EQ(Texts(built.block, "__sxt_row"), (std::vector<std::string>{"0", "1", "2", "3"}));
  EXPECT_EQ(built.frame_of_row, (std::vector<std::uint32_t>{0, 10, 10, 0}));
}

TEST(BlockBuilder, SortsSessionsBySessionThenTime) {
  TableBlock built =
      BuildBlock(1, Table::kSessions,
                 LogGroup({{{30, "z30", "z"}, {20, "a20", "a"}}, {{10, "z10", "z"}, {40, "a40", "a"}}}));
  EXPECT_EQ(Texts(built.block, "Body"), (std::vector<std::string>{"a20", "a40", "z10", "z30"}));
}

TEST(BlockBuilder, SortsMetricsByNameServiceAndTime) {
  std::vector<FrameRows> frames;
  frames.push_back({0, MetricRows({{9, "mem", "b"}, {8, "cpu", "b"}, {7, "cpu", "a"}, {6, "cpu", "b"}})});
  TableBlock built = BuildBlock(1, Table::kGauge, GroupOf(std::move(frames)));
  EXPECT_EQ(Texts(built.block, "TimeUnix"), (std::vector<std::string>{"7", "6", "8", "9"}));
}

TEST(BlockBuilder, TheSameFramesGiveTheSameBlock) {
  std::vector<std::vector<Row>> frames;
  for (int f = 0; f < 20; ++f) {
    auto& rows = frames.emplace_back();
    for (int i = 0; i < 50; ++i) {
      rows.push_back({(f * 7919 + i * 104729) % 500, std::to_string(f) + "/" + std::to_string(i),
                      "service" + std::to_string((f + i) % 7)});
    }
  }
  const TableBlock one = BuildBlock(5, Table::kLogs, LogGroup(frames));
  const TableBlock two = BuildBlock(5, Table::kLogs, LogGroup(frames));
  EXPECT_EQ(Difference(one.block, two.block), "");
  EXPECT_EQ(one.frame_of_row, two.frame_of_row);
}

TEST(BlockBuilder, ABlockOfFiftyDaysIsOnePieceAndALongerOneIsSplit) {
  const UnixNanos start = 20'000 * kNanosPerDay;
  std::vector<Row> rows;
  for (int day = 0; day < 50; ++day) rows.push_back({start + day * kNanosPerDay, "r"});
  const std::vector<Piece> whole = SplitByDay(Table::kLogs, LogRows(rows));
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_TRUE(whole[0].rows.empty());
  EXPECT_EQ(whole[0].suffix, "");

  for (int day = 50; day < 120; ++day) rows.push_back({start + day * kNanosPerDay, "r"});
  const std::vector<Piece> pieces = SplitByDay(Table::kLogs, LogRows(rows));
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0].suffix, "/d20000");
  EXPECT_EQ(pieces[1].suffix, "/d20050");
  EXPECT_EQ(pieces[2].suffix, "/d20100");
  std::set<std::uint32_t> seen;
  for (const auto& piece : pieces) {
    std::set<std::int64_t> days;
    for (const auto row : piece.rows) {
      EXPECT_TRUE(seen.insert(row).second);
      days.insert(rows[row].time / kNanosPerDay);
    }
    EXPECT_LE(days.size(), 50u);
  }
  EXPECT_EQ(seen.size(), rows.size());
}

}  // namespace
}  // namespace sextant::ingest
