// All rows of a search, in order, each once, whatever their number and size.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "search/log_rows_testlib.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::HasSubstr;
using testing::InsertLogs;
using testing::KeepRows;
using testing::LogRecord;
using testing::TestDatabase;
using testing::TestEngine;

const UnixNanos kEnd = Clock::System().Now();
const TimeRange kThreeDays{kEnd - 3 * kNanosPerDay, kEnd};

class ExportTest : public ::testing::Test {
 protected:
  ExportTest() : store_(TestEngine::Shared().Open()), database_(*store_) {}

  Search NewSearch(Limits limits = {}, std::size_t max_exports = 4) {
    SearchOptions options;
    options.databases = {{database_.name(), ""}};
    options.limits = limits;
    options.max_exports = max_exports;
    return Search(*store_, nullptr, options);
  }

  RowsRequest Ask() const {
    RowsRequest request;
    request.intent.source = database_.name() + ".otel_logs";
    request.intent.columns = std::vector<std::string>{"Body"};
    request.intent.range = kThreeDays;
    return request;
  }

  std::unique_ptr<Store> store_;
  TestDatabase database_;
};

// Keeps only what says whether rows come in order.
class CountRows final : public RowsSink {
 public:
  bool Columns(const std::vector<ResultColumn>& columns) override {
    ++columns_sent;
    return columns.size() == 1;
  }
  bool Rows(const RowBatch& batch) override {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      const plan::RowPlace place = batch.PlaceOf(row);
      const auto key = [](const plan::RowPlace& p) { return std::tuple(p.time, p.segment, p.row); };
      if (rows > 0 && (newest ? key(place) >= key(last) : key(place) <= key(last))) ++out_of_order;
      last = place;
      ++rows;
      bytes += TextAt(batch.block.columns[batch.layout.columns[0]], row).size();
    }
    return rows < stop_after;
  }
  bool Progress(const ProgressReport&) override { return true; }

  bool newest = true;
  std::size_t stop_after = ~std::size_t{0};
  std::size_t rows = 0, bytes = 0, out_of_order = 0;
  int columns_sent = 0;
  plan::RowPlace last;
};

TEST_F(ExportTest, EveryRowComesOnceInOrderAlsoWhenManyHaveOneTime) {
  // More than one statement takes, all at one instant; then some over three days.
  std::vector<LogRecord> burst(150'000), spread(20'000);
  for (std::size_t i = 0; i < burst.size(); ++i) {
    burst[i].time = kEnd - kNanosPerHour;
    burst[i].body = "burst " + std::to_string(i);
  }
  for (std::size_t i = 0; i < spread.size(); ++i) {
    spread[i].time = kEnd - 1 - static_cast<UnixNanos>(i) * 12 * kNanosPerSecond;
    spread[i].body = "spread";
  }
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, burst).ok());
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 2, spread).ok());
  Search search = NewSearch();
  for (const bool newest : {true, false}) {
    RowsRequest request = Ask();
    request.order = newest ? Order::kNewest : Order::kOldest;
    CountRows sink;
    sink.newest = newest;
    const auto done = search.Export(request, sink, {});
    ASSERT_TRUE(done.ok()) << done.failure().status.message();
    EXPECT_EQ(sink.rows, burst.size() + spread.size());
    EXPECT_EQ(done->rows, sink.rows);
    EXPECT_EQ(sink.out_of_order, 0u);
    EXPECT_EQ(sink.columns_sent, 1);
  }
}

TEST_F(ExportTest, RowsTooLongForMemoryTogetherComeInSmallerPieces) {
  std::vector<LogRecord> records(2'000);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].time = kEnd - kNanosPerHour - static_cast<UnixNanos>(i);
    records[i].body = std::to_string(i) + std::string(50'000, 'b');
  }
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  Limits limits;
  limits.memory_bytes = 100 << 20;
  Search search = NewSearch(limits);
  CountRows sink;
  const auto done = search.Export(Ask(), sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(sink.rows, records.size());
  EXPECT_EQ(sink.out_of_order, 0u);
  EXPECT_GT(sink.bytes, records.size() * 50'000) << "texts are whole, beyond what lists show";
}

TEST_F(ExportTest, ASortedExportHasEveryRowToo) {
  std::vector<LogRecord> records(50'000);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].time = kEnd - 1 - static_cast<UnixNanos>(i) * kNanosPerSecond;
    records[i].body = "b" + std::to_string(i * 7919 % 1000);
  }
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  Search search = NewSearch();
  RowsRequest request = Ask();
  request.sort = Sort{"Body", true};
  KeepRows sink;
  const auto done = search.Export(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  ASSERT_EQ(sink.rows.size(), records.size());
  for (std::size_t i = 1; i < sink.rows.size(); ++i)
    ASSERT_GE(sink.rows[i - 1].cells[0], sink.rows[i].cells[0]) << i;
}

TEST_F(ExportTest, WhatCannotBeSortedAtOnceIsSortedInPages) {
  std::vector<LogRecord> records(25'000);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].time = kEnd - 1 - static_cast<UnixNanos>(i) * kNanosPerSecond;
    records[i].severity_number = static_cast<std::uint8_t>(i * 7 % 24);
    records[i].body = std::to_string(i * 7919 % 100'000) + std::string(3'000, 'b');
  }
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  Limits limits;
  limits.memory_bytes = 60 << 20;
  Search search = NewSearch(limits);
  RowsRequest request = Ask();
  request.intent.columns->push_back("SeverityNumber");
  request.sort = Sort{"SeverityNumber", true};
  KeepRows sink;
  const auto done = search.Export(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_GT(done->run.sql.size(), 2u) << "more than one statement was needed";
  ASSERT_EQ(sink.rows.size(), records.size());
  std::set<std::string> ids;
  for (std::size_t i = 0; i < sink.rows.size(); ++i) {
    ids.insert(sink.rows[i].id);
    if (i == 0) continue;
    ASSERT_GE(std::stoi(sink.rows[i - 1].cells[1]), std::stoi(sink.rows[i].cells[1])) << i;
  }
  EXPECT_EQ(ids.size(), records.size());
}

TEST_F(ExportTest, NothingFoundIsAnAnswerWithColumns) {
  Search search = NewSearch();
  CountRows sink;
  const auto done = search.Export(Ask(), sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(sink.columns_sent, 1);
  EXPECT_EQ(done->rows, 0u);
}

TEST_F(ExportTest, AReaderWhoLeavesAndATimeLimitEndIt) {
  std::vector<LogRecord> records(300);
  for (std::size_t i = 0; i < records.size(); ++i) records[i].time = kEnd - 1 - static_cast<UnixNanos>(i);
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  Search search = NewSearch();
  CountRows sink;
  sink.stop_after = 1;
  EXPECT_EQ(search.Export(Ask(), sink, {}).failure().status.code(), Code::kCancelled);
  RowsRequest slow = Ask();
  slow.intent.language = Language::kSql;
  slow.intent.text = "sleepEachRow(0.01) = 0";
  slow.intent.time_limit = std::chrono::milliseconds(300);
  CountRows late;
  EXPECT_EQ(search.Export(slow, late, {}).failure().status.code(), Code::kTimeout);
}

TEST_F(ExportTest, AsManyRunAtOnceAsThereAreSeats) {
  LogRecord one;
  one.time = kEnd - 1;
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, {one}).ok());
  Search search = NewSearch({}, 1);
  class Nested final : public RowsSink {
   public:
    Nested(Search& search, const RowsRequest& request) : search_(search), request_(request) {}
    bool Columns(const std::vector<ResultColumn>&) override { return true; }
    bool Rows(const RowBatch&) override {
      CountRows sink;
      const auto second = search_.Export(request_, sink, {});
      refusal = second.ok() ? Status() : second.failure().status;
      return true;
    }
    bool Progress(const ProgressReport&) override { return true; }
    Status refusal;

   private:
    Search& search_;
    const RowsRequest& request_;
  };
  const RowsRequest request = Ask();
  Nested sink(search, request);
  ASSERT_TRUE(search.Export(request, sink, {}).ok());
  EXPECT_EQ(sink.refusal.code(), Code::kResourceExhausted);
  EXPECT_THAT(sink.refusal.message(), HasSubstr("already 1 exports"));
  CountRows again;
  EXPECT_TRUE(search.Export(request, again, {}).ok()) << "a seat is given back";
}

}  // namespace
}  // namespace sextant::search
