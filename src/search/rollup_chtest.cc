// Counts from the rollup against counts from the rows, on a real engine, with telemetry that came in as
// everybody's does. A condition that is always true makes a question that only the rows can answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/temp_dir.h"
#include "ingest/pipeline.h"
#include "model/rollup.h"
#include "otlp/write.h"
#include "search/log_rows_testlib.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::KeepBuckets;
using testing::KeepValues;
using testing::TestDatabase;
using testing::TestEngine;

constexpr milliseconds kSoon{60'000};
constexpr std::int64_t kQuarter = rollup::kBucketWidth;

// The last whole quarter of an hour; five hours of rows lie before it.
const UnixNanos kEnd = Clock::System().Now() / kQuarter * kQuarter;
const UnixNanos kStart = kEnd - 5 * kNanosPerHour;

class RollupTest : public ::testing::Test {
 protected:
  RollupTest() : store_(TestEngine::Shared().Open()), database_(*store_) {
    ingest::PipelineOptions options;
    options.log_folder = dir_.Join("wal");
    options.databases = {database_.name()};
    options.storer.engine_folder = TestEngine::Shared().data_dir();
    pipeline_ = std::move(ingest::Pipeline::Start(options, *store_, Clock::System())).value();
    SearchOptions search;
    search.databases = {{database_.name(), ""}};
    search_ = std::make_unique<Search>(*store_, nullptr, search);
  }

  // Requests of rows at random times; every request has a resource of its own kind.
  void Send(Signal signal, int requests, int rows) {
    for (int request = 0; request < requests; ++request) {
      otlp::ExportWriter writer(signal);
      const std::string pod = "pod-" + std::to_string(random_() % 7);
      std::vector<otlp::Attribute> resource = {{"service.name", "service-" + std::to_string(random_() % 3)}};
      const std::string service = "service-" + std::to_string(random_() % 3);
      resource[0].value = service;
      if (random_() % 4 > 0) resource.push_back({"k8s.pod.name", pod});
      otlp::ResourceInfo info;
      info.attributes = resource;
      writer.BeginResource(info);
      writer.BeginScope({});
      for (int row = 0; row < rows; ++row) AddRow(writer, signal);
      Export(signal, writer.TakeProtobuf());
    }
    ASSERT_TRUE(pipeline_->Flush(Deadline::After(kSoon)));
  }

  void AddRow(otlp::ExportWriter& writer, Signal signal) {
    const UnixNanos time = kStart + static_cast<std::int64_t>(random_() % (kEnd - kStart));
    const std::string route = "/" + std::to_string(random_() % 30), id = std::to_string(random_());
    std::vector<otlp::Attribute> attributes = {{"id", id}};
    if (random_() % 2 == 0) attributes.push_back({"route", random_() % 9 == 0 ? "" : route});
    if (signal == Signal::kLogs) {
      otlp::LogRecord record;
      record.time = time;
      record.severity_text = random_() % 5 == 0 ? "error" : "info";
      record.severity_number = 9;
      record.body = "a line";
      record.attributes = attributes;
      writer.Add(record);
      return;
    }
    const std::uint64_t ids[3] = {random_(), random_(), random_()};
    const std::string_view bytes(reinterpret_cast<const char*>(ids), sizeof ids);
    const std::string name = "operation " + std::to_string(random_() % 20);
    otlp::SpanRecord span;
    span.trace_id = bytes.substr(0, 16);
    span.span_id = bytes.substr(16, 8);
    span.name = name;
    span.start = time;
    span.end = time + 5;
    span.attributes = attributes;
    writer.Add(span);
  }

  void Export(Signal signal, const std::string& body) {
    ingest::ExportRequest request;
    request.signal = signal;
    request.database = database_.name();
    request.body = body;
    ASSERT_TRUE(pipeline_->Export(request).ok());
  }

  void Execute(const std::string& sql) {
    Statement statement;
    statement.text = sql;
    const Status done = store_->Execute(statement, Deadline::After(kSoon));
    ASSERT_TRUE(done.ok()) << done.ToString();
  }

  Intent Ask(const std::string& table, TimeRange range, bool of_rows) const {
    Intent intent;
    intent.source = database_.name() + "." + table;
    intent.range = range;
    if (of_rows) {
      intent.text = "1 = 1";
      intent.language = Language::kSql;
    }
    return intent;
  }

  struct Counts {
    std::vector<std::string> lines;
    std::vector<std::string> sql;
    bool operator==(const Counts& other) const { return lines == other.lines; }
  };

  Counts Values(const std::string& table, TimeRange range, bool of_rows,
                const std::vector<std::string>& fields, const std::string& contains = "") {
    const ValuesRequest request{Ask(table, range, of_rows), fields, 1'000, contains};
    KeepValues sink;
    const auto done = search_->Values(request, sink, {});
    if (!done.ok()) return {{"error: " + done.failure().status.message()}, {}};
    EXPECT_FALSE(done->completeness.cut_by);
    Counts counts{{}, done->run.sql};
    for (const std::string& field : fields) {
      const FieldValues of = sink.Last(field);
      EXPECT_TRUE(of.final) << field;
      counts.lines.push_back(field + ": " + std::to_string(of.distinct) + " distinct, " +
                             std::to_string(of.absent) + " absent");
      for (const auto& [value, rows] : of.values)
        counts.lines.push_back(field + " " + value + " " + std::to_string(rows));
    }
    return counts;
  }

  Counts Histogram(const std::string& table, TimeRange range, bool of_rows, std::size_t max_buckets) {
    KeepBuckets sink;
    const auto done = search_->Histogram({Ask(table, range, of_rows), max_buckets}, sink, {});
    if (!done.ok()) return {{"error: " + done.failure().status.message()}, {}};
    Counts counts{{"total " + std::to_string(done->total)}, done->run.sql};
    for (const Bucket& bucket : sink.buckets) {
      for (const auto& [group, rows] : bucket.counts)
        counts.lines.push_back(std::to_string(bucket.start) + " " + group + " " + std::to_string(rows));
    }
    std::sort(counts.lines.begin(), counts.lines.end());
    return counts;
  }

  void ExpectTheSame(const std::string& table, TimeRange range) {
    const bool logs = table == "otel_logs";
    const std::vector<std::string> fields = {"ServiceName",
                                             logs ? "SeverityText" : "SpanName",
                                             "ResourceAttributes.k8s.pod.name",
                                             logs ? "LogAttributes.route" : "SpanAttributes.route",
                                             logs ? "LogAttributes.nowhere" : "SpanAttributes.nowhere",
                                             "TraceId",
                                             logs ? "LogAttributes.id" : "SpanAttributes.id"};
    EXPECT_EQ(Values(table, range, false, fields).lines, Values(table, range, true, fields).lines);
    const std::vector<std::string> service = {"ServiceName", "ResourceAttributes.k8s.pod.name"};
    EXPECT_EQ(Values(table, range, false, service, "-2").lines,
              Values(table, range, true, service, "-2").lines);
    for (const std::size_t buckets : {4u, 12u, 100u})
      EXPECT_EQ(Histogram(table, range, false, buckets).lines, Histogram(table, range, true, buckets).lines);
  }

  static bool UsesRollup(const std::vector<std::string>& sql) {
    return std::any_of(sql.begin(), sql.end(), [](const std::string& text) {
      return text.find("GROUPING SETS") == std::string::npos &&
             text.find("indexOf(array(") != std::string::npos;
    });
  }

  TempDir dir_;
  std::unique_ptr<Store> store_;
  TestDatabase database_;
  std::unique_ptr<ingest::Pipeline> pipeline_;
  std::unique_ptr<Search> search_;
  std::mt19937_64 random_{7};
};

TEST_F(RollupTest, CountsAreThoseOfTheRowsForAnyRange) {
  for (const auto& [signal, table] :
       {std::pair(Signal::kLogs, "otel_logs"), {Signal::kTraces, "otel_traces"}}) {
    Send(signal, 20, 200);
    ExpectTheSame(table, {kStart, kEnd});
    for (int i = 0; i < 8; ++i) {
      const UnixNanos from = kStart + static_cast<std::int64_t>(random_() % (5 * kNanosPerHour));
      SCOPED_TRACE(std::string(table) + " from " + std::to_string(from));
      ExpectTheSame(table, {from, from + 1 + static_cast<std::int64_t>(random_() % (3 * kNanosPerHour))});
    }
  }
}

TEST_F(RollupTest, WholeBucketsAreAnsweredWithoutReadingARow) {
  Send(Signal::kLogs, 5, 200);
  const std::vector<std::string> fields = {"ServiceName", "SeverityText", "LogAttributes.route"};
  EXPECT_TRUE(UsesRollup(Values("otel_logs", {kStart, kEnd}, false, fields).sql));
  EXPECT_FALSE(UsesRollup(Values("otel_logs", {kStart, kEnd}, true, fields).sql));
  const auto histogram = Histogram("otel_logs", {kStart, kEnd}, false, 12).sql;
  EXPECT_THAT(histogram.back(), HasSubstr(rollup::kTableSuffix));
}

TEST_F(RollupTest, RowsThatWereStoredBeforeThereWasARollupAreCounted) {
  Send(Signal::kLogs, 5, 200);
  std::vector<testing::LogRecord> old(50);
  for (std::size_t i = 0; i < old.size(); ++i) {
    old[i].time = kStart + static_cast<std::int64_t>(i % 3) * kNanosPerHour;
    old[i].service = "old";
    old[i].severity = "warn";
    old[i].attributes = {{"route", "/old"}};
  }
  ASSERT_TRUE(testing::InsertLogs(*store_, database_.name(), 1, old).ok());
  ExpectTheSame("otel_logs", {kStart, kEnd});
  EXPECT_THAT(Values("otel_logs", {kStart, kEnd}, false, {"ServiceName"}).lines,
              Contains("ServiceName old 50"));
}

TEST_F(RollupTest, RowsThatWereDeletedAreNotCounted) {
  Send(Signal::kLogs, 5, 200);
  Execute("ALTER TABLE " + database_.name() +
          ".otel_logs DELETE WHERE SeverityText = 'error' SETTINGS mutations_sync = 2");
  ExpectTheSame("otel_logs", {kStart, kEnd});
  EXPECT_EQ(Values("otel_logs", {kStart, kEnd}, false, {"SeverityText"}).lines.size(), 2u);
}

TEST_F(RollupTest, WithoutItsRollupATableIsScanned) {
  Send(Signal::kLogs, 2, 200);
  ASSERT_TRUE(search_->Sources().ok());
  Execute("DROP TABLE " + database_.name() + ".otel_logs_kv_rollup_15m SYNC");
  ExpectTheSame("otel_logs", {kStart, kEnd});
}

TEST_F(RollupTest, AnIdIsScannedAndItsNeighboursAreNot) {
  Send(Signal::kLogs, 1, 5'000);
  const auto counts = Values("otel_logs", {kStart, kEnd}, false, {"LogAttributes.id", "ServiceName"});
  EXPECT_TRUE(UsesRollup(counts.sql));
  EXPECT_THAT(counts.sql.back(), HasSubstr("GROUPING SETS ((__v0))"));
  EXPECT_EQ(counts.lines[0], "LogAttributes.id: 5000 distinct, 0 absent");
}

TEST_F(RollupTest, KeysComeWithTheNumberOfTheirRows) {
  Send(Signal::kLogs, 5, 200);
  for (const TimeRange range : {TimeRange{kStart, kEnd}, TimeRange{kStart + 1, kEnd - kNanosPerMinute}}) {
    const auto fields = search_->Fields(database_.name() + ".otel_logs", range, {});
    ASSERT_TRUE(fields.ok()) << fields.failure().status.message();
    std::vector<std::string> keys;
    for (const FieldInfo& field : *fields) {
      if (!field.is_key) continue;
      keys.push_back(field.name);
      Intent intent = Ask("otel_logs", range, true);
      intent.text = "mapContains(" + field.column + ", '" + field.name.substr(field.column.size() + 1) + "')";
      KeepBuckets sink;
      const auto rows = search_->Histogram({intent, 10}, sink, {});
      ASSERT_TRUE(rows.ok()) << rows.failure().status.message();
      EXPECT_EQ(field.rows, rows->total) << field.name;
    }
    EXPECT_THAT(keys, ::testing::UnorderedElementsAre("LogAttributes.id", "LogAttributes.route",
                                                      "ResourceAttributes.service.name",
                                                      "ResourceAttributes.k8s.pod.name"));
  }
}

}  // namespace
}  // namespace sextant::search
