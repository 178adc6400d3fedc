#include "ingest/backlog.h"

#include <gtest/gtest.h>

namespace sextant::ingest {
namespace {

constexpr std::uint8_t kLogs = static_cast<std::uint8_t>(Table::kLogs);

SegmentRows Rows(std::uint64_t number, const std::vector<Table>& tables, std::size_t rows = 1) {
  SegmentRows segment(number);
  otlp::Decoded decoded;
  for (const Table table : tables) {
    Block block;
    auto& column = block.Add<NumberColumn<std::int64_t>>("Timestamp", "DateTime64(9)");
    column.values.assign(rows, 5);
    decoded.tables.push_back({table, std::move(block)});
  }
  segment.Add(0, "default", 1'000 + static_cast<UnixNanos>(number), std::move(decoded));
  return segment;
}

Backlog::Job TakeJob(Backlog& backlog) {
  Backlog::Work work = backlog.Take();
  const auto* job = std::get_if<Backlog::Job>(&work);
  return job != nullptr ? *job : nullptr;
}

TEST(Backlog, GivesTheOldestSegmentFirstAndReportsItStoredWhenAllItsTablesAre) {
  Backlog backlog{{}};
  backlog.Add(Rows(1, {Table::kLogs, Table::kTraces}));
  backlog.Add(Rows(2, {Table::kSum}));
  const auto a = TakeJob(backlog);
  const auto b = TakeJob(backlog);
  const auto c = TakeJob(backlog);
  EXPECT_EQ(a->segment, 1u);
  EXPECT_EQ(b->segment, 1u);
  EXPECT_EQ(c->segment, 2u);
  backlog.Stored(c);
  backlog.Stored(a);
  EXPECT_EQ(backlog.TakeStored({}), (std::vector<std::uint64_t>{2}));
  backlog.Stored(b);
  EXPECT_EQ(backlog.TakeStored({}), (std::vector<std::uint64_t>{1}));
  EXPECT_EQ(backlog.usage().rows, 0u);
  EXPECT_EQ(backlog.usage().loaded_bytes, 0u);
}

TEST(Backlog, ATableThatFailsHoldsUpOnlyItself) {
  Backlog backlog{{.min_retry = std::chrono::hours(1), .max_retry = std::chrono::hours(1)}};
  backlog.Add(Rows(1, {Table::kLogs}));
  backlog.Add(Rows(2, {Table::kLogs}));
  const auto failing = TakeJob(backlog);
  backlog.TryLater(failing, {Code::kUnavailable, "away"});
  backlog.Add(Rows(3, {Table::kTraces}));
  EXPECT_EQ(TakeJob(backlog)->segment, 3u);
  EXPECT_EQ(backlog.usage().tables.at({"default", kLogs}).last_error, "away");
  backlog.RetryNow();
  EXPECT_EQ(TakeJob(backlog)->segment, 1u);
  EXPECT_EQ(TakeJob(backlog)->segment, 2u);
}

TEST(Backlog, RunsAtMostTwoInsertsIntoOneTableAtOnce) {
  Backlog backlog{{}};
  for (std::uint64_t number = 1; number <= 3; ++number) backlog.Add(Rows(number, {Table::kLogs}));
  const auto first = TakeJob(backlog);
  ASSERT_TRUE(TakeJob(backlog));
  backlog.Add(Rows(4, {Table::kTraces}));
  EXPECT_EQ(TakeJob(backlog)->segment, 4u);
  backlog.Stored(first);
  EXPECT_EQ(TakeJob(backlog)->segment, 3u);
}

TEST(Backlog, HasAtMost64InsertsOfUnknownOutcome) {
  Backlog backlog{{.min_retry = std::chrono::hours(1), .max_retry = std::chrono::hours(1)}};
  for (int i = 0; i < 70; ++i) {
    SegmentRows rows(static_cast<std::uint64_t>(i) + 1);
    otlp::Decoded decoded;
    Block block;
    block.Add<NumberColumn<std::int64_t>>("Timestamp", "DateTime64(9)").Append(1);
    decoded.tables.push_back({Table::kLogs, std::move(block)});
    rows.Add(0, "database" + std::to_string(i), 1, std::move(decoded));
    backlog.Add(std::move(rows));
  }
  for (std::size_t i = 0; i < Backlog::kMaxUnknown; ++i) {
    backlog.TryLater(TakeJob(backlog), {Code::kTimeout, "unknown"});
  }
  EXPECT_EQ(backlog.usage().unknown, Backlog::kMaxUnknown);
  backlog.RetryNow();
  for (std::size_t i = 0; i < Backlog::kMaxUnknown; ++i) {
    const auto again = TakeJob(backlog);
    EXPECT_EQ(again->attempts, 2);
    backlog.TryLater(again, {Code::kTimeout, "unknown"});
  }
}

TEST(Backlog, RowsAboveTheBudgetWaitInTheLogAndAreLoadedInOrderWhenThereIsRoom) {
  Backlog backlog{{.max_loaded_bytes = 1'000}};
  backlog.Add(Rows(1, {Table::kLogs}, 100));  // 800 bytes
  backlog.Add(Rows(2, {Table::kLogs}, 100));
  backlog.Add(Rows(3, {Table::kLogs}, 1));  // would fit, but it is not its turn
  EXPECT_EQ(backlog.usage().loaded_bytes, 800u);
  EXPECT_EQ(backlog.usage().rows, 201u);
  EXPECT_TRUE(backlog.IsBusy(Rows(4, {Table::kSum})));
  const auto first = TakeJob(backlog);
  const auto load = backlog.Take();
  EXPECT_EQ(std::get<Backlog::Load>(load).segment, 2u);
  backlog.FinishLoad(2, Rows(2, {Table::kLogs}, 100));
  EXPECT_EQ(backlog.usage().loaded_bytes, 1'600u);
  const auto second = TakeJob(backlog);
  EXPECT_EQ(second->segment, 2u);
  backlog.Stored(first);
  EXPECT_EQ(std::get<Backlog::Load>(backlog.Take()).segment, 3u);
  backlog.FinishLoad(3, Rows(3, {Table::kLogs}, 1));
  EXPECT_FALSE(backlog.IsBusy(Rows(4, {Table::kSum})));
  EXPECT_TRUE(backlog.IsBusy(Rows(4, {Table::kLogs})));
}

TEST(Backlog, ASegmentThatCannotBeReadIsTriedAgain) {
  Backlog backlog{{.min_retry = std::chrono::milliseconds(1)}};
  backlog.AddInLog(1, 10, 5);
  EXPECT_EQ(std::get<Backlog::Load>(backlog.Take()).segment, 1u);
  backlog.FinishLoad(1, Status(Code::kUnavailable, "cannot read"));
  EXPECT_EQ(std::get<Backlog::Load>(backlog.Take()).segment, 1u);
  backlog.FinishLoad(1, SegmentRows(1));
  EXPECT_EQ(backlog.TakeStored({}), (std::vector<std::uint64_t>{1}));
}

TEST(Backlog, EndsEverybodyWhoWaitsWhenClosed) {
  Backlog backlog{{}};
  backlog.Close();
  EXPECT_TRUE(std::holds_alternative<std::monostate>(backlog.Take()));
  EXPECT_FALSE(backlog.TakeStored(std::chrono::steady_clock::time_point::max()).has_value());
}

}  // namespace
}  // namespace sextant::ingest
