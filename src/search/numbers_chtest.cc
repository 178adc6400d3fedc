// How the numbers of fields spread.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "search/log_rows_testlib.h"
#include "search/newest.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InsertLogs;
using testing::LogRecord;
using testing::TestDatabase;
using testing::TestEngine;

const UnixNanos kEnd = Clock::System().Now();

class KeepNumbers final : public NumbersSink {
 public:
  bool Numbers(const FieldNumbers& numbers) override {
    sent.push_back(numbers);
    return true;
  }
  bool Progress(const ProgressReport&) override { return true; }
  std::vector<FieldNumbers> sent;
};

class NumbersTest : public ::testing::Test {
 protected:
  NumbersTest()
      : store_(TestEngine::Shared().Open()), database_(*store_), search_(*store_, nullptr, Options()) {}

  SearchOptions Options() const {
    SearchOptions options;
    options.databases = {{database_.name(), ""}};
    return options;
  }

  // One row for each value of LogAttributes.n; nothing: the key is not there.
  void Insert(const std::vector<const char*>& values) {
    std::vector<LogRecord> records(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      records[i].time = kEnd - static_cast<UnixNanos>(i + 1) * kNanosPerMinute;
      records[i].severity_number = 9;
      records[i].body = "row";
      if (values[i] != nullptr) records[i].attributes["n"] = values[i];
    }
    ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  }

  NumbersRequest Ask(std::vector<std::string> fields, std::size_t buckets) const {
    NumbersRequest request;
    request.intent.source = database_.name() + ".otel_logs";
    request.intent.range = {kEnd - kNanosPerDay, kEnd};
    request.fields = std::move(fields);
    request.buckets = buckets;
    return request;
  }

  std::unique_ptr<Store> store_;
  TestDatabase database_;
  Search search_;
};

TEST_F(NumbersTest, CountsNumbersInBucketsOfEqualWidthAndTellsTheRestApart) {
  Insert({"0", "1", "2.5", "4e0", "10", "abc", "nan", "inf", nullptr, nullptr});
  KeepNumbers sink;
  const auto done = search_.Numbers(Ask({"LogAttributes.n", "SeverityNumber", "Body"}, 5), sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_FALSE(done->completeness.cut_by);
  ASSERT_EQ(sink.sent.size(), 3u);
  const FieldNumbers& n = sink.sent[0];
  EXPECT_EQ(n.field, "LogAttributes.n");
  EXPECT_EQ(n.numbers, 5u);
  EXPECT_EQ(n.others, 3u);
  EXPECT_EQ(n.absent, 2u);
  EXPECT_EQ(n.min, 0);
  EXPECT_EQ(n.max, 10);
  EXPECT_THAT(n.buckets, ElementsAre(2, 1, 1, 0, 1));
  EXPECT_EQ(sink.sent[1].numbers, 10u);
  EXPECT_THAT(sink.sent[1].buckets, ElementsAre(10)) << "one bucket when all numbers are equal";
  EXPECT_EQ(sink.sent[2].numbers, 0u);
  EXPECT_EQ(sink.sent[2].others, 10u);
  EXPECT_TRUE(sink.sent[2].buckets.empty());
}

TEST_F(NumbersTest, TheWidestNumbersHaveTheirBuckets) {
  Insert({"-1.7e308", "0", "1.7e308", "-5e-324"});
  KeepNumbers sink;
  ASSERT_TRUE(search_.Numbers(Ask({"LogAttributes.n"}, 4), sink, {}).ok());
  const auto& buckets = sink.sent[0].buckets;
  ASSERT_EQ(buckets.size(), 4u);
  EXPECT_EQ(std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0}), 4u);
  EXPECT_EQ(buckets.front(), 1u);
  EXPECT_EQ(buckets.back(), 1u);
}

TEST_F(NumbersTest, OnlyTheRowsOfTheSearchCount) {
  Insert({"1", "2", "30"});
  NumbersRequest request = Ask({"LogAttributes.n"}, 2);
  request.intent.text = "LogAttributes.n:<10";
  KeepNumbers sink;
  ASSERT_TRUE(search_.Numbers(request, sink, {}).ok());
  EXPECT_EQ(sink.sent[0].max, 2);
}

TEST_F(NumbersTest, FieldsWithoutNumbersAreRefusedByName) {
  KeepNumbers sink;
  for (const char* field : {"Timestamp", "LogAttributes"}) {
    const auto done = search_.Numbers(Ask({field}, 5), sink, {});
    ASSERT_FALSE(done.ok());
    EXPECT_THAT(done.failure().status.message(), HasSubstr(field));
  }
  const auto empty = search_.Numbers(Ask({"LogAttributes.n"}, 5), sink, {});
  ASSERT_TRUE(empty.ok()) << empty.failure().status.message();
  EXPECT_EQ(sink.sent.back().numbers, 0u);
}

TEST_F(NumbersTest, ALimitLeavesTheAnswerMarked) {
  Insert({"1", "2", "3"});
  NumbersRequest request = Ask({"LogAttributes.n"}, 5);
  request.intent.language = Language::kSql;
  request.intent.text = "sleepEachRow(0.5) = 0";
  request.intent.time_limit = std::chrono::milliseconds(200);
  KeepNumbers sink;
  const auto done = search_.Numbers(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(done->completeness.cut_by, CutBy::kTimeLimit);
  EXPECT_TRUE(sink.sent.empty());
}

TEST_F(NumbersTest, TheNewestRowOfADatabaseIsKnownWithoutReadingRows) {
  const std::vector<CatalogDatabase> databases = {{database_.name(), ""}};
  EXPECT_TRUE(NewestRows(*store_, databases)->empty());
  Insert({"1", "2"});
  const auto newest = NewestRows(*store_, databases);
  ASSERT_TRUE(newest.ok());
  EXPECT_EQ(newest->at(database_.name()), kEnd - kNanosPerMinute);
}

}  // namespace
}  // namespace sextant::search
