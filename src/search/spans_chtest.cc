// The search language on spans: nested attributes, arrays and durations, against the engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::ElementsAre;
using testing::KeepRows;
using testing::TestDatabase;
using testing::TestEngine;

const UnixNanos kEnd = Clock::System().Now();

class SpansTest : public ::testing::Test {
 protected:
  SpansTest()
      : store_(TestEngine::Shared().Open()), database_(*store_), search_(*store_, nullptr, Options()) {
    // Newest first: plain (no events), retried (two events), failed (one event, a link).
    Insert("plain", 1, 5'000'000, "[]", "[]", "[]", "map('http.status_code', '200')");
    Insert("retried", 2, 300'000'000, "['retry', 'retry']", "[map('attempt', '1'), map('attempt', '12')]",
           "[]", "map()");
    Insert("failed", 3, 2'000'000'000, "['exception']",
           "[map('exception.type', 'TimeoutError', 'exception.message', 'Took \"too\" long: 5s')]",
           "[map('kind', 'follows')]", "map('http.status_code', '503', 'empty', '')");
  }

  SearchOptions Options() const {
    SearchOptions options;
    options.databases = {{database_.name(), ""}};
    return options;
  }

  void Insert(const std::string& name, int age_seconds, std::int64_t duration, const std::string& events,
              const std::string& attributes, const std::string& links, const std::string& span_attributes) {
    const auto times = [](const std::string& list) {
      return "arrayMap(x -> fromUnixTimestamp64Nano(toInt64(0)), " + list + ")";
    };
    Statement statement;
    statement.text = "INSERT INTO " + database_.name() +
                     ".otel_traces (Timestamp, SpanName, Duration, `Events.Timestamp`, `Events.Name`, "
                     "`Events.Attributes`, `Links.TraceId`, `Links.SpanId`, `Links.TraceState`, "
                     "`Links.Attributes`, SpanAttributes, __sxt_segment, __sxt_row) SELECT "
                     "fromUnixTimestamp64Nano(toInt64(" +
                     std::to_string(kEnd - age_seconds * kNanosPerSecond) + ")), '" + name + "', " +
                     std::to_string(duration) + ", " + times(events) + ", " + events + ", " + attributes +
                     ", arrayMap(x -> '', " + links + "), arrayMap(x -> '', " + links +
                     "), arrayMap(x -> '', " + links + "), " + links + ", " + span_attributes + ", " +
                     std::to_string(age_seconds) + ", 0";
    const Status status = store_->Execute(statement, Deadline::After(std::chrono::seconds(30)));
    ASSERT_TRUE(status.ok()) << status.message();
  }

  std::vector<std::string> Found(const std::string& text, const std::vector<Filter>& filters = {}) {
    RowsRequest request;
    request.intent.source = database_.name() + ".otel_traces";
    request.intent.text = text;
    request.intent.filters = filters;
    request.intent.columns = std::vector<std::string>{"SpanName"};
    request.intent.range = {kEnd - kNanosPerHour, kEnd};
    KeepRows sink;
    const auto done = search_.Rows(request, sink, {});
    if (!done.ok()) return {"error: " + done.failure().status.message()};
    std::vector<std::string> names;
    for (const auto& row : sink.rows) names.push_back(row.cells[0].substr(1, row.cells[0].size() - 2));
    return names;
  }

  std::unique_ptr<Store> store_;
  TestDatabase database_;
  Search search_;
};

TEST_F(SpansTest, NestedAttributesMatchInAnyElement) {
  EXPECT_THAT(Found("Events.Attributes.exception.type:TimeoutError"), ElementsAre("failed"));
  EXPECT_THAT(Found("Events.Attributes.exception.type:\"TimeoutError\""), ElementsAre("failed"));
  EXPECT_THAT(Found("Events.Attributes.exception.type:timeout*"), ElementsAre("failed"));
  EXPECT_THAT(Found("Events.Attributes.exception.type:/^Time.*Error$/"), ElementsAre("failed"));
  EXPECT_THAT(Found(R"(Events.Attributes.exception.message:"Took \"too\" long: 5s")"), ElementsAre("failed"));
  EXPECT_THAT(Found("Events.Attributes['exception.type']:TimeoutError"), ElementsAre("failed"));
  EXPECT_THAT(Found("Links.Attributes.kind:follows"), ElementsAre("failed"));
}

TEST_F(SpansTest, NestedNumbersCompareAsNumbers) {
  EXPECT_THAT(Found("Events.Attributes.attempt:>2"), ElementsAre("retried"));
  EXPECT_THAT(Found("Events.Attributes.attempt:>12"), ElementsAre());
  EXPECT_THAT(Found("Events.Attributes.attempt:[2 TO 20]"), ElementsAre("retried"));
}

TEST_F(SpansTest, ExistenceAndNegationSpeakOfTheWholeSpan) {
  EXPECT_THAT(Found("Events.Attributes.attempt:*"), ElementsAre("retried"));
  EXPECT_THAT(Found("-Events.Attributes.attempt:*"), ElementsAre("plain", "failed"));
  EXPECT_THAT(Found("-Events.Attributes.exception.type:TimeoutError"), ElementsAre("plain", "retried"));
  EXPECT_THAT(Found("Events.Name:*"), ElementsAre("retried", "failed"));
  EXPECT_THAT(Found("Events.Name:(retry OR exception) -failed"), ElementsAre("retried"));
}

TEST_F(SpansTest, ArraysMatchByElement) {
  EXPECT_THAT(Found("Events.Name:exception"), ElementsAre("failed"));
  EXPECT_THAT(Found("Events.Name:\"retry\""), ElementsAre("retried"));
  EXPECT_THAT(Found("Events.Name:\"retr\""), ElementsAre());
  EXPECT_THAT(Found("Events.Name:re*"), ElementsAre("retried"));
}

TEST_F(SpansTest, DurationsMayHaveAUnit) {
  EXPECT_THAT(Found("Duration:>250ms"), ElementsAre("retried", "failed"));
  EXPECT_THAT(Found("Duration:[1ms TO 1s]"), ElementsAre("plain", "retried"));
}

TEST_F(SpansTest, FiltersWorkOnNestedAttributesToo) {
  EXPECT_THAT(Found("", {{"Events.Attributes.attempt", FilterOp::kInclude, {"12", "7"}, {}, {}}}),
              ElementsAre("retried"));
  EXPECT_THAT(Found("", {{"Events.Name", FilterOp::kExclude, {"exception"}, {}, {}}}),
              ElementsAre("plain", "retried"));
  EXPECT_THAT(Found("", {{"SpanAttributes.http.status_code", FilterOp::kRange, {}, 500.0, {}}}),
              ElementsAre("failed"));
}

}  // namespace
}  // namespace sextant::search
