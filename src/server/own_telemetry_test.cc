#include "server/own_telemetry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "otlp/write.h"

namespace sextant::server {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

constexpr UnixNanos kNow = 1'760'000'000 * kNanosPerSecond;

// Takes requests as ingest would, and shows them as OTLP/JSON.
class Inbox {
 public:
  Status Take(Signal signal, std::string_view body) {
    const std::lock_guard lock(mutex_);
    if (refuses_) return {Code::kUnavailable, "Full."};
    if (logs_on_arrival_) Log(Severity::kWarn, "inbox.arrived");
    requests_.emplace_back(signal, std::string(body));
    arrived_.notify_all();
    return {};
  }
  void Refuse(bool refuses) {
    const std::lock_guard lock(mutex_);
    refuses_ = refuses;
  }
  void LogOnArrival() { logs_on_arrival_ = true; }
  void WaitFor(std::size_t requests) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(
        arrived_.wait_for(lock, std::chrono::seconds(10), [&] { return requests_.size() >= requests; }));
  }
  // Bodies of all log records that arrived.
  std::vector<std::string> Events() {
    std::vector<std::string> events;
    for (const JsonValue& request : Json(Signal::kLogs)) {
      const JsonValue records = request["resourceLogs"].at(0)["scopeLogs"].at(0)["logRecords"];
      for (std::size_t i = 0; i < records.size(); ++i) {
        events.push_back(records.at(i)["body"]["stringValue"].AsString().value_or("?"));
      }
    }
    return events;
  }
  std::vector<JsonValue> Json(Signal signal) {
    const std::lock_guard lock(mutex_);
    std::vector<JsonValue> found;
    for (const auto& [kind, body] : requests_) {
      if (kind != signal) continue;
      found.push_back(JsonValue::Parse(*otlp::ProtobufToJson(kind, body)).value());
    }
    return found;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::pair<Signal, std::string>> requests_;
  bool refuses_ = false;
  bool logs_on_arrival_ = false;
};

class OwnTelemetryTest : public testing::Test {
 protected:
  OwnTelemetryTest() {
    options_.interval = std::chrono::hours(1);  // what a test sends it sends by Stop
    options_.version = "9.9";
    options_.host = "here";
  }

  void Make() { telemetry_ = std::make_unique<OwnTelemetry>(options_, clock_); }
  void Begin() {
    telemetry_->Begin([this] { return measures_; },
                      [this](Signal signal, std::string_view body) { return inbox_.Take(signal, body); });
  }

  OwnTelemetryOptions options_;
  ManualClock clock_{kNow};
  std::vector<Measure> measures_;
  Inbox inbox_;
  std::unique_ptr<OwnTelemetry> telemetry_;
};

TEST_F(OwnTelemetryTest, SendsLogLinesFromBeforeItsBeginOnwards) {
  Make();
  Log(Severity::kWarn, "engine.exited", {{"signal", "9"}});
  Begin();
  Log(Severity::kInfo, "engine.started");
  telemetry_->Stop();
  EXPECT_THAT(inbox_.Events(), ElementsAre("engine.exited", "engine.started"));
  const JsonValue resource = inbox_.Json(Signal::kLogs)[0]["resourceLogs"].at(0);
  const JsonValue record = resource["scopeLogs"].at(0)["logRecords"].at(0);
  EXPECT_EQ(record["timeUnixNano"].AsInt(), kNow);
  EXPECT_EQ(record["severityText"].AsString(), "WARN");
  EXPECT_EQ(record["severityNumber"].AsInt(), 13);
  EXPECT_EQ(record["attributes"].ToJson(), R"([{"key":"signal","value":{"stringValue":"9"}}])");
  EXPECT_EQ(resource["resource"]["attributes"].ToJson(),
            R"([{"key":"service.name","value":{"stringValue":"sextant"}},)"
            R"({"key":"service.version","value":{"stringValue":"9.9"}},)"
            R"({"key":"host.name","value":{"stringValue":"here"}}])");
}

TEST_F(OwnTelemetryTest, SendsCountersAndGaugesEveryInterval) {
  options_.interval = milliseconds(1);
  measures_ = {{"sextant.ingest.rows",
                "{row}",
                "Records accepted.",
                Measure::Kind::kCounter,
                {{{{"database", "default"}}, 7}}},
               {"sextant.log.size", "By", "Of the log.", Measure::Kind::kGauge, {{{}, 5}}}};
  Make();
  Begin();
  inbox_.WaitFor(3);
  telemetry_->Stop();
  const JsonValue metrics =
      inbox_.Json(Signal::kMetrics)[0]["resourceMetrics"].at(0)["scopeMetrics"].at(0)["metrics"];
  ASSERT_EQ(metrics.size(), 2U);
  EXPECT_EQ(metrics.at(0)["name"].AsString(), "sextant.ingest.rows");
  EXPECT_EQ(metrics.at(0)["sum"]["isMonotonic"].AsBool(), true);
  EXPECT_EQ(metrics.at(0)["sum"]["dataPoints"].at(0)["asDouble"].AsDouble(), 7);
  EXPECT_EQ(metrics.at(0)["sum"]["dataPoints"].at(0)["startTimeUnixNano"].AsInt(), kNow);
  EXPECT_EQ(metrics.at(1)["gauge"]["dataPoints"].at(0)["asDouble"].AsDouble(), 5);
}

TEST_F(OwnTelemetryTest, SaysNothingAboutWhatCarriesIt) {
  measures_ = {{"sextant.ingest.rows",
                "{row}",
                "Records accepted.",
                Measure::Kind::kCounter,
                {{{{"database", "sextant"}}, 7}}}};
  inbox_.LogOnArrival();
  Make();
  Log(Severity::kWarn, "ingest.insert_waits", {{"table", "sextant.otel_logs"}});
  Log(Severity::kError, "ingest.quarantined", {{"file", "12-0-sextant-otel_logs.frame"}});
  Log(Severity::kWarn, "ingest.insert_waits", {{"table", "default.otel_logs"}});
  Begin();
  telemetry_->Stop();
  EXPECT_THAT(inbox_.Events(), ElementsAre("ingest.insert_waits"));
  for (const JsonValue& request : inbox_.Json(Signal::kMetrics)) {
    EXPECT_EQ(request["resourceMetrics"].at(0)["scopeMetrics"].at(0)["metrics"].size(), 0U);
  }
}

TEST_F(OwnTelemetryTest, KeepsTheNewestLinesWhileItCannotSend) {
  options_.max_waiting_lines = 3;
  options_.interval = milliseconds(1);
  inbox_.Refuse(true);
  Make();
  Begin();
  for (const char* event : {"a", "b", "c", "d", "e"}) Log(Severity::kInfo, event);
  inbox_.Refuse(false);
  telemetry_->Stop();
  const std::vector<std::string> events = inbox_.Events();
  EXPECT_GE(events.size(), 3U);
  EXPECT_EQ(events.back(), "e");
  EXPECT_EQ(events.size() + telemetry_->dropped_lines(), 5U);
}

TEST(Measures, ReadAsPrometheusText) {
  Moment moment;
  moment.ingest.databases["default"].rows = 12;
  moment.ingest.databases["default"].rejected = {{"too_old", 2}, {"request:bad_input", 3}};
  moment.ingest.log_bytes = 4096;
  moment.ingest.oldest_waiting_ns = kNanosPerSecond / 2;
  moment.engine.state = EngineState::kReady;
  moment.answers[{"page", 200}] = 4;
  const std::string text = PrometheusText(MeasuresOf(moment));
  for (const char* line : {
           "# TYPE sextant_ingest_rows_total counter\nsextant_ingest_rows_total{database=\"default\"} 12\n",
           "sextant_ingest_rejected_rows_total{database=\"default\",reason=\"too_old\"} 2\n",
           "sextant_ingest_rejected_requests_total{database=\"default\",reason=\"bad_input\"} 3\n",
           "# TYPE sextant_log_size_bytes gauge\nsextant_log_size_bytes 4096\n",
           "sextant_ingest_oldest_waiting_seconds 0.5\n",
           "sextant_engine_state{state=\"ready\"} 1\n",
           "sextant_engine_state{state=\"restarting\"} 0\n",
           "sextant_http_answers_total{door=\"page\",status=\"200\"} 4\n",
       }) {
    EXPECT_THAT(text, testing::HasSubstr(line));
  }
  EXPECT_EQ(text.find("stored_rows"), std::string::npos);
}

TEST(Measures, LabelsAreEscaped) {
  const Measure measure{"a.b", "1", "Text.", Measure::Kind::kGauge, {{{{"k", "a\"b\\c\nd"}}, 1}}};
  EXPECT_EQ(PrometheusText({measure}), "# HELP a_b Text.\n# TYPE a_b gauge\na_b{k=\"a\\\"b\\\\c\\nd\"} 1\n");
}

}  // namespace
}  // namespace sextant::server
