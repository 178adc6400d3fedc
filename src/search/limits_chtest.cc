// What a search answers when something stops it: time, memory, its reader; and very large searches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/lang/parser.h"
#include "search/log_rows_testlib.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::HasSubstr;
using testing::InsertLogs;
using testing::KeepBuckets;
using testing::KeepRows;
using testing::KeepValues;
using testing::LogRecord;
using ::testing::SizeIs;
using testing::TestDatabase;
using testing::TestEngine;

const UnixNanos kEnd = Clock::System().Now();
const TimeRange kHour{kEnd - kNanosPerHour, kEnd};

class LimitsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    store_ = TestEngine::Shared().Open().release();
    database_ = new TestDatabase(*store_);
    // Few rows in the newest minute, and many half an hour ago.
    const auto rows = [](std::size_t count, UnixNanos newest, const char* service) {
      std::vector<LogRecord> records(count);
      for (std::size_t i = 0; i < count; ++i) {
        records[i].time = newest - static_cast<UnixNanos>(i);
        records[i].service = service;
        records[i].body = "row number " + std::to_string(i) + std::string(200, 'x');
      }
      return records;
    };
    ASSERT_TRUE(InsertLogs(*store_, database_->name(), 1, rows(4, kEnd - kNanosPerSecond, "new")).ok());
    ASSERT_TRUE(
        InsertLogs(*store_, database_->name(), 2, rows(kOld, kEnd - 30 * kNanosPerMinute, "old")).ok());
  }
  static void TearDownTestSuite() {
    delete database_;
    delete store_;
  }

  static SearchOptions Options(Limits limits) {
    SearchOptions options;
    options.databases = {{database_->name(), ""}};
    options.limits = limits;
    return options;
  }

  static Intent Ask(std::string text, Language language) {
    Intent intent;
    intent.source = database_->name() + ".otel_logs";
    intent.text = std::move(text);
    intent.language = language;
    intent.columns = std::vector<std::string>{"ServiceName"};
    intent.range = kHour;
    return intent;
  }

  // True for every row, but takes 10 ms for each: 40 ms for the new ones, 2.5 s for the old.
  static Intent AskSlowly() { return Ask("sleepEachRow(0.01) = 0", Language::kSql); }

  static constexpr std::size_t kOld = 250;
  static Store* store_;
  static TestDatabase* database_;
};

Store* LimitsTest::store_ = nullptr;
TestDatabase* LimitsTest::database_ = nullptr;

TEST_F(LimitsTest, WhenTimeRunsOutTheNewestRowsAreThereAndTheRestCanBeAskedFor) {
  RowsRequest request{AskSlowly(), Order::kNewest, 1'000, ""};
  Search hurried(*store_, nullptr, Options({std::chrono::milliseconds(1'000), 0}));
  KeepRows sink;
  const auto done = hurried.Rows(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_THAT(sink.rows, SizeIs(4));
  EXPECT_EQ(done->completeness.cut_by, CutBy::kTimeLimit);
  EXPECT_THAT(done->completeness.cut_sentence, HasSubstr("longer than 1 s"));
  EXPECT_EQ(done->completeness.cut_at, 1'000u);
  EXPECT_EQ(done->completeness.can_raise_to, 900'000u);
  EXPECT_EQ(done->completeness.read.to, kHour.to);
  EXPECT_GT(done->completeness.read.from, kHour.from);
  ASSERT_NE(done->next, "");

  Search patient(*store_, nullptr, Options({}));
  request.after = done->next;
  KeepRows rest;
  const auto later = patient.Rows(request, rest, {});
  ASSERT_TRUE(later.ok()) << later.failure().status.message();
  ASSERT_THAT(rest.rows, SizeIs(kOld));
  EXPECT_EQ(rest.rows[0].cells[0], "\"old\"");
  EXPECT_FALSE(later->completeness.cut_by);
}

TEST_F(LimitsTest, ARequestRaisesItsTimeLimit) {
  RowsRequest request{AskSlowly(), Order::kNewest, 1'000, ""};
  request.intent.time_limit = kMaxTimeLimit;
  Search hurried(*store_, nullptr, Options({std::chrono::milliseconds(1'000), 0}));
  KeepRows sink;
  const auto done = hurried.Rows(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_THAT(sink.rows, SizeIs(4 + kOld));
  EXPECT_FALSE(done->completeness.cut_by);
}

TEST_F(LimitsTest, WhenTimeRunsOutBeforeAnyRowTheNextPageBeginsBehindWhatWasRead) {
  Intent intent = AskSlowly();
  intent.filters = {{"ServiceName", FilterOp::kInclude, {"old"}, {}, {}}};
  Search hurried(*store_, nullptr, Options({std::chrono::milliseconds(1'000), 0}));
  KeepRows sink;
  const auto done = hurried.Rows({intent, Order::kNewest, 1'000, ""}, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_THAT(sink.rows, SizeIs(0));
  EXPECT_EQ(done->completeness.cut_by, CutBy::kTimeLimit);
  KeepRows rest;
  Search patient(*store_, nullptr, Options({}));
  const auto later = patient.Rows({intent, Order::kNewest, 1'000, done->next}, rest, {});
  ASSERT_TRUE(later.ok());
  EXPECT_THAT(rest.rows, SizeIs(kOld));
  EXPECT_NE(done->next, "");
}

TEST_F(LimitsTest, AHistogramThatRanOutOfTimeSaysHowFarItReaches) {
  Search hurried(*store_, nullptr, Options({std::chrono::milliseconds(1'000), 0}));
  KeepBuckets sink;
  const auto done = hurried.Histogram({AskSlowly(), 60}, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(done->completeness.cut_by, CutBy::kTimeLimit);
  EXPECT_EQ(done->total, 4u);
  EXPECT_GT(done->completeness.read.from, kHour.from);
}

TEST_F(LimitsTest, WhenMemoryRunsOutTheAnswerSaysSo) {
  std::vector<LogRecord> records(20'000);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].time = kEnd - 50 * kNanosPerMinute;
    records[i].body = "value " + std::to_string(i) + std::string(200, 'z');
  }
  ASSERT_TRUE(InsertLogs(*store_, database_->name(), 4, records).ok());
  Limits limits;
  limits.memory_bytes = 4 << 20;
  Search search(*store_, nullptr, Options(limits));
  KeepValues sink;
  const auto done = search.Values({Ask("", Language::kLucene), {"Body"}, 10, ""}, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(done->completeness.cut_by, CutBy::kMemoryLimit);
  EXPECT_EQ(done->completeness.cut_at, limits.memory_bytes);
  EXPECT_EQ(done->completeness.can_raise_to, 0u);
}

TEST_F(LimitsTest, AReaderWhoHasEnoughEndsTheSearch) {
  Search search(*store_, nullptr, Options({}));
  KeepRows sink;
  sink.stop_after = 1;
  const auto done = search.Rows({Ask("", Language::kLucene), Order::kNewest, 100, ""}, sink, {});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure().status.code(), Code::kCancelled);
}

TEST_F(LimitsTest, AsManyTermsAsASearchMayHaveAreAnsweredAndMoreRefused) {
  std::string words, fields;
  for (std::size_t i = 0; i < lang::kMaxTerms; ++i) words += "w" + std::to_string(i) + " ";
  for (std::size_t i = 1; i < lang::kMaxTerms; ++i) fields += "LogAttributes.k:" + std::to_string(i) + " OR ";
  Search search(*store_, nullptr, Options({}));
  for (const std::string& text : {words, fields + "row"}) {
    ASSERT_LE(text.size(), kMaxTextBytes);
    KeepRows sink;
    const auto done = search.Rows({Ask(text, Language::kLucene), Order::kNewest, 10, ""}, sink, {});
    EXPECT_TRUE(done.ok()) << done.failure().status.message().substr(0, 300);
  }
  KeepRows sink;
  const auto more = search.Rows({Ask(words + "one", Language::kLucene), Order::kNewest, 10, ""}, sink, {});
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.failure().status.message(), "A search may have at most 1000 terms.");
  EXPECT_EQ(more.failure().place->offset, words.size());
}

TEST_F(LimitsTest, AHistogramOfTooManySeveritiesIsRefused) {
  std::vector<LogRecord> records(kMaxHistogramCells + 1);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].time = kEnd - 2 * kNanosPerHour;
    records[i].severity = std::to_string(i);
  }
  ASSERT_TRUE(InsertLogs(*store_, database_->name(), 5, records).ok());
  Search search(*store_, nullptr, Options({}));
  Intent intent = Ask("", Language::kLucene);
  intent.range = {kEnd - 3 * kNanosPerHour, kEnd - kNanosPerHour};
  KeepBuckets sink;
  const auto done = search.Histogram({intent, 60}, sink, {});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure().status.code(), Code::kTooLarge);
}

TEST_F(LimitsTest, LongTextIsCutInListsButNotInOneRow) {
  LogRecord record;
  record.time = kEnd - 45 * kNanosPerMinute;
  record.body = std::string(1'500'000, 'y');
  ASSERT_TRUE(InsertLogs(*store_, database_->name(), 3, {record}).ok());
  Search search(*store_, nullptr, Options({}));
  Intent intent = Ask("yyyy*", Language::kLucene);
  intent.columns = std::vector<std::string>{"Body"};
  KeepRows sink;
  ASSERT_TRUE(search.Rows({intent, Order::kNewest, 10, ""}, sink, {}).ok());
  ASSERT_THAT(sink.rows, SizeIs(1));
  EXPECT_EQ(sink.rows[0].cells[0].size(), kMaxCellBytes + std::string("\"…\"").size());
  const auto row = search.Row(intent.source, sink.rows[0].id, {});
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(TextAt(*row->block.Find("Body"), 0).size(), record.body.size());
}

}  // namespace
}  // namespace sextant::search
