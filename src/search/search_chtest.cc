// The services against a real engine, on a few rows whose answers are plain to see. oracle_chtest.cc compares
// many searches over many rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "search/log_rows_testlib.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InsertLogs;
using ::testing::IsSupersetOf;
using testing::KeepBuckets;
using testing::KeepRows;
using testing::KeepValues;
using testing::LogRecord;
using ::testing::Not;
using testing::TestDatabase;
using testing::TestEngine;

// 40 minutes ago, so that the rows lie in several windows of the hour that ends now.
const UnixNanos kStart = Clock::System().Now() / kNanosPerMinute * kNanosPerMinute - 40 * kNanosPerMinute;
const TimeRange kHour{kStart - 20 * kNanosPerMinute, kStart + 40 * kNanosPerMinute};

LogRecord Log(int second, std::string service, std::string severity, std::string body,
              std::map<std::string, std::string> attributes = {}) {
  LogRecord record;
  record.time = kStart + second * kNanosPerSecond;
  record.service = std::move(service);
  record.severity = std::move(severity);
  record.body = std::move(body);
  record.attributes = std::move(attributes);
  record.resource = {{"k8s.pod.name", record.service + "-pod-1"}};
  return record;
}

class SearchTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    store_ = TestEngine::Shared().Open().release();
    database_ = new TestDatabase(*store_);
    const std::vector<LogRecord> records = {
        Log(0, "payment", "error", "failed to charge card: Visa cache full",
            {{"code", "500"}, {"app.user", "a@b.c"}}),
        Log(1, "payment", "info", "charged card", {{"code", "200"}}),
        Log(2, "checkout", "info", "order placed", {{"code", "200"}, {"note", ""}}),
        Log(600, "checkout", "error", "order refused: card declined"),
        Log(2'300, "frontend-proxy", "warn", "GET /api/cart 200 12ms", {{"code", "9"}}),
        Log(2'390, "frontend", "info", "Ünïcode wörks", {{"code", "abc"}}),
    };
    ASSERT_TRUE(InsertLogs(*store_, database_->name(), 7, records).ok());
  }
  static void TearDownTestSuite() {
    delete database_;
    delete store_;
  }

  static SearchOptions Options() {
    SearchOptions options;
    options.databases = {{database_->name(), ""}};
    options.late_rows = [] { return std::uint64_t{3}; };
    return options;
  }

  static Intent Ask(std::string text) {
    Intent intent;
    intent.source = database_->name() + ".otel_logs";
    intent.text = std::move(text);
    intent.columns = std::vector<std::string>{"Body"};
    intent.range = kHour;
    return intent;
  }

  // The first words of the bodies found, newest first.
  std::vector<std::string> Found(const Intent& intent) {
    RowsRequest request;
    request.intent = intent;
    KeepRows sink;
    const auto done = search_.Rows(request, sink, {});
    if (!done.ok()) return {"error: " + done.failure().status.message()};
    std::vector<std::string> words;
    for (const auto& row : sink.rows) words.push_back(row.cells[0].substr(1, row.cells[0].find(' ') - 1));
    return words;
  }
  std::vector<std::string> Found(std::string text) { return Found(Ask(std::move(text))); }

  static Store* store_;
  static TestDatabase* database_;
  Search search_{*store_, nullptr, Options()};
};

Store* SearchTest::store_ = nullptr;
TestDatabase* SearchTest::database_ = nullptr;

TEST_F(SearchTest, FindsSourcesByTheirTables) {
  const auto sources = search_.Sources();
  ASSERT_TRUE(sources.ok()) << sources.failure().status.message();
  std::vector<std::string> names;
  for (const Source& source : *sources) names.push_back(source.name);
  EXPECT_THAT(names, ElementsAre("Logs", "Traces", "Sessions", "Metrics"));
  EXPECT_TRUE(sources->front().has_row_identity);
}

TEST_F(SearchTest, WordsMatchWholeWordsWithoutRegardToCase) {
  EXPECT_THAT(Found("CARD"), ElementsAre("order", "charged", "failed"));
  EXPECT_THAT(Found("char"), ElementsAre());
  EXPECT_THAT(Found("\"cache full\""), ElementsAre("failed"));
  EXPECT_THAT(Found("*charge*"), ElementsAre("charged", "failed"));
  EXPECT_THAT(Found("wörks"), ElementsAre("Ünïcode"));
  EXPECT_THAT(Found("ÜNÏCODE"), ElementsAre("Ünïcode"));
  EXPECT_THAT(Found("/api/cart"), ElementsAre("GET"));
  EXPECT_THAT(Found("char*"), ElementsAre("charged", "failed"));
}

TEST_F(SearchTest, FieldsMatchByTheirTypes) {
  EXPECT_THAT(Found("ServiceName:frontend"), ElementsAre("Ünïcode", "GET"));
  EXPECT_THAT(Found("ServiceName:\"frontend\""), ElementsAre("Ünïcode"));
  EXPECT_THAT(Found("LogAttributes.code:>=200"), ElementsAre("order", "charged", "failed"));
  EXPECT_THAT(Found("LogAttributes.code:<200"), ElementsAre("GET"));
  EXPECT_THAT(Found("LogAttributes.code:[200 TO 500}"), ElementsAre("order", "charged"));
  EXPECT_THAT(Found("-LogAttributes.code:*"), ElementsAre("order"));
  EXPECT_THAT(Found("LogAttributes.app.user:a@b.c"), ElementsAre("failed"));
  EXPECT_THAT(Found("ResourceAttributes['k8s.pod.name']:checkout"), ElementsAre("order", "order"));
  EXPECT_THAT(Found("level:error service:payment"), ElementsAre("failed"));
  EXPECT_THAT(Found("LogAttributes:500"), ElementsAre("failed"));
  EXPECT_THAT(Found("Body:/^order (placed|refused)/"), ElementsAre("order", "order"));
}

TEST_F(SearchTest, SqlModeTakesAnExpression) {
  Intent intent = Ask("ServiceName = 'payment' AND Body LIKE '%card%'");
  intent.language = Language::kSql;
  EXPECT_THAT(Found(intent), ElementsAre("charged", "failed"));
  intent.columns = std::vector<std::string>{"Body", "upper(ServiceName) AS loud"};
  intent.text = "loud = 'CHECKOUT'";
  EXPECT_THAT(Found(intent), ElementsAre("order", "order"));
}

TEST_F(SearchTest, SqlModeStaysBehindTheFence) {
  Intent intent = Ask("Body IN (SELECT name FROM system.users)");
  intent.language = Language::kSql;
  KeepRows sink;
  const auto done = search_.Rows({intent, Order::kNewest, 10, ""}, sink, {});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure().status.engine_code(), 497) << done.failure().status.message();
}

TEST_F(SearchTest, FiltersJoinFieldsByAndValuesByOr) {
  Intent intent = Ask("");
  intent.filters = {{"ServiceName", FilterOp::kInclude, {"payment", "checkout"}, {}, {}},
                    {"SeverityText", FilterOp::kExclude, {"error"}, {}, {}}};
  EXPECT_THAT(Found(intent), ElementsAre("order", "charged"));
  intent.filters = {{"LogAttributes.code", FilterOp::kRange, {}, 10.0, 300.0}};
  EXPECT_THAT(Found(intent), ElementsAre("order", "charged"));
  intent.filters = {{"LogAttributes.code", FilterOp::kInclude, {""}, {}, {}}};
  EXPECT_THAT(Found(intent), ElementsAre("order"));
}

TEST_F(SearchTest, AWrongSearchFailsWithItsPlaceInUtf16) {
  KeepRows sink;
  const auto done = search_.Rows({Ask("ö severitytxt:x"), Order::kNewest, 10, ""}, sink, {});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure().status.message(),
            "There is no field called severitytxt. Did you mean SeverityText?");
  EXPECT_EQ(done.failure().place->offset, 2u);
  EXPECT_EQ(done.failure().place->length, 11u);
  EXPECT_EQ(done.failure().fix->text, "ö SeverityText:x");
  EXPECT_EQ(sink.columns_sent, 0);
}

TEST_F(SearchTest, RowsComeWithTheirColumnsIdsAndAnAccount) {
  RowsRequest request{Ask("Visa"), Order::kNewest, 200, ""};
  request.intent.columns =
      std::vector<std::string>{"Timestamp", "LogAttributes.code", "length(Body) AS n", "LogAttributes"};
  KeepRows sink;
  const auto done = search_.Rows(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  ASSERT_EQ(sink.rows.size(), 1u);
  EXPECT_EQ(sink.columns_sent, 1);
  EXPECT_EQ(sink.columns[1].type, "String");
  EXPECT_EQ(sink.columns[2].name, "n");
  EXPECT_EQ(sink.columns[2].type, "UInt64");
  EXPECT_THAT(sink.rows[0].cells, ElementsAre('"' + std::to_string(kStart) + '"', "\"500\"", "\"38\"",
                                              R"({"app.user":"a@b.c","code":"500"})"));
  EXPECT_EQ(sink.rows[0].severity, "error");
  EXPECT_FALSE(done->completeness.cut_by);
  EXPECT_EQ(done->completeness.read.from, kHour.from);
  EXPECT_EQ(done->completeness.late_rows, 3u);
  EXPECT_EQ(done->next, "");
  EXPECT_GT(done->run.rows_read, 0u);
  EXPECT_THAT(done->run.sql.front(), HasSubstr("hasToken(lower(Body), 'visa')"));

  const auto row = search_.Row(request.intent.source, sink.rows[0].id, {});
  ASSERT_TRUE(row.ok()) << row.failure().status.message();
  EXPECT_EQ(row->time, kStart);
  EXPECT_EQ(row->block.columns.front().name, "Timestamp");
  EXPECT_EQ(row->block.columns.back().name, "__sxt_row");
  EXPECT_EQ(row->block.Find("TimestampTime"), nullptr);
  EXPECT_EQ(search_.Row(request.intent.source, "1-2-3", {}).failure().status.code(), Code::kNotFound);
  EXPECT_EQ(search_.Row(request.intent.source, "x", {}).failure().status.code(), Code::kBadInput);
}

TEST_F(SearchTest, AnUnknownSourceIsNotFound) {
  Intent intent = Ask("");
  intent.source = "nowhere.otel_logs";
  EXPECT_EQ(search_.Explain(intent).failure().status.code(), Code::kNotFound);
}

TEST_F(SearchTest, TheHistogramCountsEveryRowBySeverity) {
  HistogramRequest request{Ask(""), 60};
  KeepBuckets sink;
  const auto done = search_.Histogram(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(done->total, 6u);
  std::map<std::string, std::uint64_t> by_severity;
  for (const Bucket& bucket : sink.buckets) {
    EXPECT_EQ(bucket.start % done->bucket_width, 0);
    for (const auto& [group, rows] : bucket.counts) by_severity[group] += rows;
  }
  EXPECT_EQ(by_severity, (std::map<std::string, std::uint64_t>{{"error", 2}, {"info", 3}, {"warn", 1}}));
}

TEST_F(SearchTest, ValuesOfSeveralFieldsAreCountedTogether) {
  ValuesRequest request{Ask(""), {"ServiceName", "LogAttributes.code", "SeverityNumber"}, 2, ""};
  KeepValues sink;
  const auto done = search_.Values(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  const FieldValues services = sink.Last("ServiceName");
  EXPECT_TRUE(services.final);
  EXPECT_EQ(services.distinct, 4u);
  EXPECT_EQ(services.absent, 0u);
  EXPECT_THAT(services.values, ElementsAre(std::pair("checkout", 2u), std::pair("payment", 2u)));
  const FieldValues codes = sink.Last("LogAttributes.code");
  EXPECT_EQ(codes.absent, 1u);
  EXPECT_EQ(codes.distinct, 4u);
  EXPECT_EQ(codes.values.front(), (std::pair<std::string, std::uint64_t>("200", 2)));
  EXPECT_THAT(sink.Last("SeverityNumber").values, ElementsAre(std::pair("0", 6u)));

  request.contains = "FRONT";
  request.fields = {"ServiceName"};
  ASSERT_TRUE(search_.Values(request, sink, {}).ok());
  EXPECT_THAT(sink.Last("ServiceName").values,
              ElementsAre(std::pair("frontend", 1u), std::pair("frontend-proxy", 1u)));
}

TEST_F(SearchTest, TheWidestRangeIsAnswered) {
  Intent intent = Ask("");
  intent.range = {0, std::numeric_limits<UnixNanos>::max()};
  EXPECT_EQ(Found(intent).size(), 6u);
  KeepBuckets buckets;
  const auto histogram = search_.Histogram({intent, 100}, buckets, {});
  ASSERT_TRUE(histogram.ok()) << histogram.failure().status.message();
  EXPECT_EQ(histogram->total, 6u);
  KeepValues values;
  const auto done = search_.Values({intent, {"ServiceName"}, 10, ""}, values, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_EQ(values.Last("ServiceName").distinct, 4u);
  EXPECT_TRUE(search_.Fields(intent.source, intent.range, {}).ok());
}

TEST_F(SearchTest, FieldsAreColumnsThenKeys) {
  const auto fields = search_.Fields(database_->name() + ".otel_logs", kHour, {});
  ASSERT_TRUE(fields.ok()) << fields.failure().status.message();
  EXPECT_EQ(fields->front().name, "Timestamp");
  std::vector<std::string> keys;
  std::vector<std::string> shown;
  for (const FieldInfo& field : *fields) {
    if (field.is_key) keys.push_back(field.name);
    if (field.facet) shown.push_back(field.name);
  }
  EXPECT_THAT(keys, ElementsAre("ResourceAttributes.k8s.pod.name", "LogAttributes.code",
                                "LogAttributes.app.user", "LogAttributes.note"));
  EXPECT_THAT(shown, IsSupersetOf({"SeverityText", "ServiceName", "ResourceAttributes.k8s.pod.name"}));
  EXPECT_THAT(shown, Not(Contains("LogAttributes.note")));

  const auto wrong = search_.Explain(Ask("app.user:x"));
  EXPECT_EQ(wrong.failure().status.message(),
            "There is no field called app.user. Did you mean LogAttributes.app.user?");
}

}  // namespace
}  // namespace sextant::search
