// The counts beside the rows, through the pipeline: stored once, after their rows, and of those rows alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/temp_dir.h"
#include "ingest/fake_store_testlib.h"
#include "ingest/pipeline.h"
#include "model/rollup.h"
#include "otlp/write.h"

namespace sextant::ingest {
namespace {

using std::chrono::milliseconds;
using Fate = FakeStore::Fate;

constexpr UnixNanos kNow = 1'760'000'000 * kNanosPerSecond;
const std::string kLogs = "default.otel_logs";
const std::string kCounts = "default.otel_logs_kv_rollup_15m";

std::string Logs(const std::vector<std::string>& bodies, UnixNanos time = kNow) {
  otlp::ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  for (const auto& body : bodies) {
    otlp::LogRecord record;
    record.time = time;
    record.body = body;
    writer.Add(record);
  }
  return writer.TakeProtobuf();
}

class RollupTest : public ::testing::Test {
 protected:
  RollupTest() {
    options_.log_folder = dir_.Join("wal");
    options_.seal.min_age = options_.seal.max_age = options_.seal.max_quiet_age = std::chrono::hours(1);
    options_.backlog.min_retry = milliseconds(1);
    options_.backlog.max_retry = milliseconds(20);
    options_.storer.sync_interval = milliseconds(0);
  }

  std::unique_ptr<Pipeline> Start() {
    auto pipeline = Pipeline::Start(options_, store_, clock_);
    EXPECT_TRUE(pipeline.ok()) << pipeline.status().ToString();
    return std::move(pipeline).value();
  }

  static void Send(Pipeline& pipeline, const std::string& body, Signal signal = Signal::kLogs) {
    ExportRequest request;
    request.signal = signal;
    request.body = body;
    ASSERT_TRUE(pipeline.Export(request).ok());
  }

  static bool StoreAll(Pipeline& pipeline) { return pipeline.Flush(Deadline::After(milliseconds(20'000))); }

  // The rows that the rollup has counted. In these tests its quarters of an hour have one row each, or two.
  std::multiset<std::string> Rows() const {
    const auto identifiers = store_.Values(kCounts, "ColumnIdentifier");
    const std::string rows = "'" + ToHex(std::string(rollup::kRows)) + "'";
    return identifiers.contains(rows) ? store_.Values(kCounts, "count") : std::multiset<std::string>();
  }

  TempDir dir_;
  ManualClock clock_{kNow};
  FakeStore store_;
  PipelineOptions options_;
};

TEST_F(RollupTest, ASegmentHasOneBlockOfCountsUnderItsOwnToken) {
  auto pipeline = Start();
  Send(*pipeline, Logs({"a"}));
  Send(*pipeline, Logs({"b"}));
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto counts = store_.rollup_inserts();
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].table, kCounts);
  EXPECT_EQ(counts[0].token, store_.inserts()[0].token + std::string(rollup::kTableSuffix));
  EXPECT_THAT(counts[0].content, ::testing::HasSubstr("count=2\n"));
  EXPECT_EQ(store_.asks(), 0u);
}

TEST_F(RollupTest, CountsThatFailAreRepeatedAndTheirRowsAreNot) {
  store_.SetRollupFate(Fate::kStoreMute);
  auto pipeline = Start();
  Send(*pipeline, Logs({"a"}));
  pipeline->Flush(Deadline::After(milliseconds(1)));
  store_.WaitForRollupInserts(3);
  EXPECT_EQ(pipeline->status().waiting_rows, 1u);
  store_.SetRollupFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(store_.inserts().size(), 1u);
  EXPECT_EQ(store_.rows(kCounts), store_.rollup_inserts()[0].rows);
}

TEST_F(RollupTest, CountsWhoseTokenOutlivedThemAreMissedByTheirMarkAndInsertedAgain) {
  store_.SetRollupFate(Fate::kForget);
  auto pipeline = Start();
  Send(*pipeline, Logs({"a"}));
  pipeline->Flush(Deadline::After(milliseconds(1)));
  store_.WaitForRollupInserts(1);
  store_.SetRollupFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto tries = store_.rollup_inserts();
  EXPECT_EQ(tries.back().token, tries.front().token + "/1");
  EXPECT_EQ(store_.rows(kCounts), tries.front().rows);
}

TEST_F(RollupTest, AReplayGivesTheSameCountsUnderTheSameToken) {
  store_.SetRollupFate(Fate::kStoreMute);
  {
    auto pipeline = Start();
    for (int i = 0; i < 20; ++i) Send(*pipeline, Logs({std::to_string(i)}, kNow - i * kNanosPerMinute));
    EXPECT_FALSE(pipeline->Flush(Deadline::After(milliseconds(50))));
    store_.WaitForRollupInserts(1);
  }
  store_.SetRollupFate(Fate::kStore);
  auto pipeline = Start();
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto tries = store_.rollup_inserts();
  EXPECT_GE(tries.size(), 2u);
  for (const SeenInsert& each : tries) {
    EXPECT_EQ(each.token, tries[0].token);
    EXPECT_EQ(each.content, tries[0].content);
  }
  EXPECT_EQ(store_.rows(kCounts), tries[0].rows);
  EXPECT_EQ(store_.rows(kLogs), 20u);
}

TEST_F(RollupTest, ADayThatIsInIsNotInsertedAgainAndTheOthersAre) {
  options_.retention_ns = 300 * kNanosPerDay;
  auto pipeline = Start();
  for (int day = 0; day < 120; ++day) Send(*pipeline, Logs({"a"}, kNow - day * kNanosPerDay));
  ASSERT_TRUE(StoreAll(*pipeline));
  // In pieces that the engine takes: none spans more than kMaxDaysPerBlock days, together they are all.
  const auto pieces = store_.rollup_inserts();
  EXPECT_EQ(pieces.size(), 4u);
  const std::string mark = "'" + ToHex(std::string(rollup::kSegment)) + "'";
  EXPECT_EQ(store_.Values(kCounts, "ColumnIdentifier").count(mark), 120u);
}

TEST_F(RollupTest, RowsInTheQuarantineAreNotCounted) {
  store_.SetJudge([](const SeenInsert&, const Block& block) {
    return FakeStore::HasBody(block, "poison") ? Fate::kRefuse : Fate::kStore;
  });
  auto pipeline = Start();
  for (const char* body : {"a", "poison", "b"}) Send(*pipeline, Logs({body}));
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(pipeline->status().quarantined, 1u);
  const auto rows = Rows();
  EXPECT_TRUE(rows.contains("2"));
  EXPECT_FALSE(rows.contains("3"));
}

TEST_F(RollupTest, ARollupThatRefusesItsCountsHoldsNobodyUp) {
  store_.SetRollupFate(Fate::kRefuse);
  store_.set_refusal_code(60);
  auto pipeline = Start();
  Send(*pipeline, Logs({"a"}));
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(store_.rows(kLogs), 1u);
  EXPECT_EQ(store_.rows(kCounts), 0u);
}

TEST_F(RollupTest, CountsComeAfterTheirRows) {
  store_.SetFate(Fate::kLose);
  auto pipeline = Start();
  Send(*pipeline, Logs({"a"}));
  pipeline->Flush(Deadline::After(milliseconds(1)));
  store_.WaitForInserts(3);
  EXPECT_TRUE(store_.rollup_inserts().empty());
  store_.SetFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(store_.rollup_inserts().size(), 1u);
}

}  // namespace
}  // namespace sextant::ingest
