// Tables that another system made: ClickStack's columns and order, without our row identity.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using testing::KeepBuckets;
using testing::KeepRows;
using testing::TestEngine;

constexpr std::size_t kRows = 500;
const UnixNanos kStart = Clock::System().Now() / kNanosPerSecond * kNanosPerSecond - kNanosPerHour;

class ForeignTest : public ::testing::Test {
 protected:
  ForeignTest() : store_(TestEngine::Shared().Open()) {
    Execute("CREATE DATABASE foreign_db");
    Execute(
        "CREATE TABLE foreign_db.otel_logs (Timestamp DateTime64(9), TraceId String, SpanId String, "
        "SeverityText LowCardinality(String), ServiceName LowCardinality(String), Body String, "
        "ResourceAttributes Map(LowCardinality(String), String), LogAttributes Map(LowCardinality(String), "
        "String), "
        "INDEX body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha')) ENGINE = MergeTree "
        "PARTITION BY toDate(Timestamp) ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)");
    // Five rows at each second, equal but for their bodies.
    Execute(
        "INSERT INTO foreign_db.otel_logs (Timestamp, SeverityText, ServiceName, Body) SELECT "
        "fromUnixTimestamp64Nano(" +
        std::to_string(kStart) +
        " + intDiv(number, 5) * 1000000000), 'info', "
        "'svc', concat('row ', toString(number)) FROM numbers(" +
        std::to_string(kRows) + ")");
  }
  ~ForeignTest() override { Execute("DROP DATABASE foreign_db SYNC"); }

  void Execute(const std::string& sql) {
    Statement statement;
    statement.text = sql;
    const Status status = store_->Execute(statement, Deadline::After(std::chrono::seconds(30)));
    ASSERT_TRUE(status.ok()) << status.message();
  }

  Intent Ask(std::string text) const {
    Intent intent;
    intent.source = "foreign_db.otel_logs";
    intent.text = std::move(text);
    intent.columns = std::vector<std::string>{"Body"};
    intent.range = {kStart, kStart + kNanosPerHour};
    return intent;
  }

  std::unique_ptr<Store> store_;
};

TEST_F(ForeignTest, IsSearchedPagedAndCounted) {
  SearchOptions options;
  options.databases = {{"foreign_db", "Old"}};
  Search search(*store_, nullptr, options);
  const auto sources = search.Sources();
  ASSERT_TRUE(sources.ok() && sources->size() == 1);
  EXPECT_EQ(sources->front().name, "Old Logs");
  EXPECT_FALSE(sources->front().has_row_identity);

  std::set<std::string> bodies, ids;
  RowsRequest request{Ask("row"), Order::kNewest, 33, ""};
  do {
    KeepRows sink;
    const auto done = search.Rows(request, sink, {});
    ASSERT_TRUE(done.ok()) << done.failure().status.message();
    for (const auto& row : sink.rows) {
      bodies.insert(row.cells[0]);
      ids.insert(row.id);
    }
    request.after = done->next;
  } while (!request.after.empty());
  EXPECT_EQ(bodies.size(), kRows);
  EXPECT_EQ(ids.size(), kRows);

  const auto row = search.Row(request.intent.source, *ids.begin(), {});
  ASSERT_TRUE(row.ok()) << row.failure().status.message();
  EXPECT_EQ(row->block.columns.size(), 8u);

  KeepBuckets sink;
  const auto histogram = search.Histogram({Ask("row"), 100}, sink, {});
  ASSERT_TRUE(histogram.ok());
  EXPECT_EQ(histogram->total, kRows);
}

TEST_F(ForeignTest, LiveTailSaysWhyItCannot) {
  SearchOptions options;
  options.databases = {{"foreign_db", ""}};
  Search search(*store_, nullptr, options);
  class Nobody final : public TailSink {
    bool Columns(const std::vector<ResultColumn>&) override { return true; }
    bool Rows(const RowBatch&) override { return true; }
    bool Skipped(std::uint64_t) override { return true; }
    bool Idle() override { return true; }
  } sink;
  EXPECT_EQ(search.Tail(Ask(""), sink, {}).failure().status.code(), Code::kUnavailable);
}

}  // namespace
}  // namespace sextant::search
