// Live tail over a feed that the test speaks for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "search/hand_feed_testlib.h"
#include "search/log_rows_testlib.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::ElementsAre;
using testing::HandFeed;
using testing::InsertLogs;
using testing::KeptRow;
using testing::LogRecord;
using testing::TestDatabase;
using testing::TestEngine;

// Ends the tail when it has got so many rows.
class KeepTail final : public TailSink {
 public:
  explicit KeepTail(std::size_t until) : until_(until) {}
  bool Columns(const std::vector<ResultColumn>& columns) override {
    names.clear();
    for (const auto& column : columns) names.push_back(column.name);
    return true;
  }
  bool Rows(const RowBatch& batch) override {
    testing::Keep(batch, rows);
    return rows.size() < until_;
  }
  bool Skipped(std::uint64_t hidden) override {
    skipped += hidden;
    return false;
  }
  bool Idle() override { return true; }

  std::vector<std::string> names;
  std::vector<KeptRow> rows;
  std::uint64_t skipped = 0;

 private:
  const std::size_t until_;
};

class TailTest : public ::testing::Test {
 protected:
  TailTest() : store_(TestEngine::Shared().Open()), database_(*store_) {}

  Intent Ask(std::string text) const {
    Intent intent;
    intent.source = database_.name() + ".otel_logs";
    intent.text = std::move(text);
    intent.columns = std::vector<std::string>{"Body"};
    intent.range = {now_ - kNanosPerMinute, now_};
    return intent;
  }

  // Stores rows with these bodies, a nanosecond apart, and tells the feed.
  void StoreRows(std::uint64_t segment, const std::vector<std::string>& bodies) {
    std::vector<LogRecord> records;
    for (const std::string& body : bodies) {
      records.emplace_back();
      records.back().time = now_ + static_cast<UnixNanos>(records.size());
      records.back().body = body;
    }
    ASSERT_TRUE(InsertLogs(*store_, database_.name(), segment, records).ok());
    feed_.Publish({segment, records.size(), {now_ + 1, now_ + static_cast<UnixNanos>(records.size()) + 1}});
  }

  SearchOptions Options() const {
    SearchOptions options;
    options.databases = {{database_.name(), ""}};
    options.max_tails = 1;
    return options;
  }

  const UnixNanos now_ = Clock::System().Now();
  std::unique_ptr<Store> store_;
  TestDatabase database_;
  HandFeed feed_;
};

TEST_F(TailTest, MatchingRowsComeAsTheyAreStoredNewestFirst) {
  Search search(*store_, &feed_, Options());
  KeepTail sink(3);
  std::thread tail([&] { EXPECT_TRUE(search.Tail(Ask("order"), sink, {}).ok()); });
  feed_.WaitForSubscriber();
  StoreRows(1, {"order a", "nothing", "order b"});
  StoreRows(2, {"an order c"});
  tail.join();
  ASSERT_EQ(sink.rows.size(), 3u);
  EXPECT_THAT(sink.names, ElementsAre("Body"));
  std::set<std::string> found;
  for (const KeptRow& row : sink.rows) found.insert(row.cells[0]);
  EXPECT_THAT(found, ElementsAre("\"an order c\"", "\"order a\"", "\"order b\""));
  EXPECT_FALSE(feed_.has_subscriber());
}

TEST_F(TailTest, MoreThanAPageCanShowIsCountedAsSkipped) {
  Search search(*store_, &feed_, Options());
  KeepTail sink(~std::size_t{0});
  std::thread tail([&] { EXPECT_TRUE(search.Tail(Ask(""), sink, {}).ok()); });
  feed_.WaitForSubscriber();
  StoreRows(1, std::vector<std::string>(kMaxTailRows + 7, "row"));
  tail.join();
  EXPECT_EQ(sink.rows.size(), kMaxTailRows);
  EXPECT_EQ(sink.skipped, 7u);
}

TEST_F(TailTest, EndsWhenItsReaderGoes) {
  Search search(*store_, &feed_, Options());
  KeepTail sink(1);
  net::CancelToken cancel;
  std::thread tail([&] { EXPECT_TRUE(search.Tail(Ask(""), sink, cancel).ok()); });
  feed_.WaitForSubscriber();
  cancel.Cancel();
  tail.join();
  EXPECT_FALSE(feed_.has_subscriber());
}

TEST_F(TailTest, OneMoreThanTheLimitIsRefused) {
  Search search(*store_, &feed_, Options());
  KeepTail sink(1), second(1);
  net::CancelToken cancel;
  std::thread tail([&] { EXPECT_TRUE(search.Tail(Ask(""), sink, cancel).ok()); });
  feed_.WaitForSubscriber();
  const auto refused = search.Tail(Ask(""), second, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.failure().status.code(), Code::kResourceExhausted);
  cancel.Cancel();
  tail.join();
}

TEST_F(TailTest, AWrongSearchFailsAtOnce) {
  Search search(*store_, &feed_, Options());
  KeepTail sink(1);
  EXPECT_EQ(search.Tail(Ask("nofield:x"), sink, {}).failure().status.code(), Code::kBadInput);
  EXPECT_FALSE(feed_.has_subscriber());
}

}  // namespace
}  // namespace sextant::search
