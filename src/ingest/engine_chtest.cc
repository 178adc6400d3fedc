// The pipeline on a real engine: what arrives, and that it arrives once.
#include <gtest/gtest.h>

#include <atomic>

#include "base/bytes.h"
#include "base/temp_dir.h"
#include "ingest/pipeline.h"
#include "otlp/write.h"
#include "store/engine_testlib.h"
#include "store/migrator.h"

namespace sextant::ingest {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSoon{60'000};

// A store whose inserts fail on command, before or after they reach the engine.
class UnreliableStore final : public Store {
 public:
  explicit UnreliableStore(std::unique_ptr<Store> inner) : inner_(std::move(inner)) {}

  // So many inserts are stored and answered as lost; then so many are not even sent.
  std::atomic<int> mute = 0;
  std::atomic<int> lose = 0;

  Result<Progress> Run(const Statement& statement, const RunOptions& options, const Sink& sink) override {
    return inner_->Run(statement, options, sink);
  }
  Result<Progress> RunRaw(const Statement& statement, std::string_view format, const RunOptions& options,
                          const std::function<bool(std::string_view)>& sink) override {
    return inner_->RunRaw(statement, format, options, sink);
  }
  Status Insert(std::string_view database, std::string_view table, const Block& block, std::string_view token,
                Deadline deadline) override {
    if (mute.fetch_sub(1) > 0) {
      SXT_TRY(inner_->Insert(database, table, block, token, deadline));
      return {Code::kUnavailable, "The answer was lost."};
    }
    if (lose.fetch_sub(1) > 0) return {Code::kUnavailable, "The engine is away."};
    return inner_->Insert(database, table, block, token, deadline);
  }
  Status Execute(const Statement& statement, Deadline deadline) override {
    return inner_->Execute(statement, deadline);
  }

 private:
  std::unique_ptr<Store> inner_;
};

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() : store_(sextant::testing::TestEngine::Shared().Open()), database_(store_) {
    options_.log_folder = dir_.Join("wal");
    options_.databases = {database_.name()};
    options_.storer.engine_folder = sextant::testing::TestEngine::Shared().data_dir();
    options_.storer.sync_interval = milliseconds(0);
    options_.backlog.min_retry = milliseconds(1);
  }

  std::unique_ptr<Pipeline> Start() {
    auto pipeline = Pipeline::Start(options_, store_, Clock::System());
    EXPECT_TRUE(pipeline.ok()) << pipeline.status().ToString();
    return std::move(pipeline).value();
  }

  Status Send(Pipeline& pipeline, Signal signal, const std::string& body) {
    ExportRequest request;
    request.signal = signal;
    request.database = database_.name();
    request.body = body;
    return pipeline.Export(request).status();
  }

  static std::string Logs(const std::vector<std::string>& bodies, UnixNanos time = Clock::System().Now()) {
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

  void Execute(const std::string& sql) {
    Statement statement;
    statement.text = sql;
    const Status done = store_.Execute(statement, Deadline::After(kSoon));
    ASSERT_TRUE(done.ok()) << done.ToString();
  }

  std::uint64_t Count(const std::string& table, const std::string& what = "count()") {
    Statement statement;
    statement.text = "SELECT toUInt64(" + what + ") FROM " + database_.name() + "." + table;
    RunOptions options;
    options.deadline = Deadline::After(kSoon);
    const auto answer = store_.Collect(statement, options);
    EXPECT_TRUE(answer.ok()) << answer.status().ToString();
    return static_cast<const NumberColumn<std::uint64_t>&>(*answer->columns.front().column).values.at(0);
  }

  TempDir dir_;
  UnreliableStore store_;
  sextant::testing::TestDatabase database_;
  PipelineOptions options_;
};

std::string Spans(int count) {
  otlp::ExportWriter writer(Signal::kTraces);
  writer.BeginResource({});
  writer.BeginScope({});
  const UnixNanos now = Clock::System().Now();
  for (int i = 0; i < count; ++i) {
    const std::string trace = RandomBytes(16);
    const std::string id = RandomBytes(8);
    const otlp::Attribute attributes[] = {{"http.method", "GET"}, {"http.status_code", 200}};
    otlp::SpanRecord span;
    span.trace_id = trace;
    span.span_id = id;
    span.name = "GET /cart";
    span.start = now - i;
    span.end = now;
    span.attributes = attributes;
    writer.Add(span);
  }
  return writer.TakeProtobuf();
}

TEST_F(EngineTest, LogsAndSpansOfManyRequestsArriveOnceWithTheirIdentity) {
  auto pipeline = Start();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(Send(*pipeline, Signal::kLogs, Logs({"a", "b", "c"})).ok());
    ASSERT_TRUE(Send(*pipeline, Signal::kTraces, Spans(10)).ok());
  }
  ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
  EXPECT_EQ(Count("otel_logs"), 150u);
  EXPECT_EQ(Count("otel_traces"), 500u);
  EXPECT_EQ(Count("otel_traces", "uniqExact(__sxt_segment, __sxt_row)"), 500u);
  EXPECT_EQ(pipeline->status().retries, 0u);
  pipeline->Stop(kSoon);
  EXPECT_EQ(pipeline->status().log_segments, 0u);
}

TEST_F(EngineTest, ARepeatedInsertAddsNothingNeitherAtOnceNorAfterARestart) {
  store_.mute = 2;
  {
    auto pipeline = Start();
    ASSERT_TRUE(Send(*pipeline, Signal::kLogs, Logs({"a", "b"})).ok());
    ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
    EXPECT_EQ(pipeline->status().retries, 2u);
  }
  EXPECT_EQ(Count("otel_logs"), 2u);
  store_.mute = 1;
  store_.lose = 1'000'000;
  {
    auto pipeline = Start();
    ASSERT_TRUE(Send(*pipeline, Signal::kLogs, Logs({"c"})).ok());
    EXPECT_FALSE(pipeline->Flush(Deadline::After(milliseconds(500))));
  }
  EXPECT_EQ(Count("otel_logs"), 3u);
  store_.lose = 0;
  auto pipeline = Start();
  ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
  EXPECT_EQ(Count("otel_logs"), 3u);
}

TEST_F(EngineTest, ARequestThatTheTableRefusesIsQuarantinedAlone) {
  Execute("ALTER TABLE " + database_.name() + ".otel_logs ADD CONSTRAINT healthy CHECK Body != 'poison'");
  options_.seal.min_age = options_.seal.max_age = options_.seal.max_quiet_age = milliseconds(3'600'000);
  auto pipeline = Start();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Send(*pipeline, Signal::kLogs, Logs({"fine", i == 7 ? "poison" : "also fine"})).ok());
  }
  ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
  EXPECT_EQ(Count("otel_logs"), 38u);
  EXPECT_EQ(Count("otel_logs", "countIf(Body = 'poison')"), 0u);
  ASSERT_EQ(pipeline->status().quarantined, 1u);
  EXPECT_EQ(pipeline->status().quarantine.at(0).frame, 7u);
  EXPECT_NE(pipeline->status().quarantine.at(0).reason.find("healthy"), std::string::npos);
}

TEST_F(EngineTest, RowsThatTheTableLostAreMissedAndOnlyTheyAreInsertedAgain) {
  store_.mute = 1;
  store_.lose = 1'000'000;
  {
    auto pipeline = Start();
    ASSERT_TRUE(Send(*pipeline, Signal::kLogs, Logs({"0", "1", "2", "3", "4", "5"})).ok());
    EXPECT_FALSE(pipeline->Flush(Deadline::After(milliseconds(500))));
  }
  ASSERT_EQ(Count("otel_logs"), 6u);
  Execute("ALTER TABLE " + database_.name() +
          ".otel_logs DELETE WHERE __sxt_row IN (1, 4) SETTINGS mutations_sync = 2");
  ASSERT_EQ(Count("otel_logs"), 4u);
  store_.lose = 0;
  // Without its outcomes a log doubts everything, as it does after a power cut.
  ASSERT_TRUE(wal::Env::System().Remove(options_.log_folder + "/outcomes").ok());
  auto pipeline = Start();
  ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
  EXPECT_EQ(Count("otel_logs"), 6u);
  EXPECT_EQ(Count("otel_logs", "uniqExact(Body)"), 6u);
}

TEST_F(EngineTest, ARequestOverHundredsOfDaysIsStoredInPieces) {
  const MigrationTarget target{"days_" + RandomId(), 1'000};
  ASSERT_TRUE(Migrate(store_, target, Deadline::After(kSoon)).ok());
  options_.databases = {target.database};
  options_.retention_ns = 900 * kNanosPerDay;
  auto pipeline = Start();
  otlp::ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  for (int day = 0; day < 250; ++day) {
    otlp::LogRecord record;
    record.time = Clock::System().Now() - day * kNanosPerDay;
    record.body = "a day";
    writer.Add(record);
  }
  const std::string body = writer.TakeProtobuf();
  ExportRequest request;
  request.database = target.database;
  request.body = body;
  ASSERT_TRUE(pipeline->Export(request).ok());
  ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
  Statement statement;
  statement.text = "SELECT toUInt64(count()) FROM " + target.database + ".otel_logs";
  RunOptions options;
  options.deadline = Deadline::After(kSoon);
  const auto answer = store_.Collect(statement, options);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(static_cast<const NumberColumn<std::uint64_t>&>(*answer->columns.front().column).values.at(0),
            250u);
  Execute("DROP DATABASE " + target.database);
}

}  // namespace
}  // namespace sextant::ingest
