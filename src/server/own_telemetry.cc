#include "server/own_telemetry.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "otlp/write.h"

namespace sextant::server {
namespace {

// True on the thread that sends, while it does.
thread_local bool is_sending = false;

// OpenTelemetry's severity numbers.
std::pair<std::int32_t, const char*> OtlpSeverity(Severity severity) {
  switch (severity) {
    case Severity::kDebug: return {5, "DEBUG"};
    case Severity::kInfo: return {9, "INFO"};
    case Severity::kWarn: return {13, "WARN"};
    case Severity::kError: return {17, "ERROR"};
  }
  return {17, "ERROR"};
}

// How ingest names what it stores: a table "sextant.otel_logs", a quarantined file
// "12-0-sextant-otel_logs.frame".
bool IsAboutOwnDatabase(const std::vector<std::pair<std::string, std::string>>& fields) {
  const std::string table_prefix = std::string(kOwnDatabase) + ".";
  const std::string file_part = "-" + std::string(kOwnDatabase) + "-";
  return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
    const auto& [key, value] = field;
    return (key == "table" && value.starts_with(table_prefix)) ||
           (key == "file" && value.find(file_part) != std::string::npos);
  });
}

bool IsAboutOwnDatabase(const Measure::Point& point) {
  return std::any_of(point.labels.begin(), point.labels.end(), [](const auto& label) {
    return label.first == "database" && label.second == kOwnDatabase;
  });
}

std::vector<otlp::Attribute> Borrow(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<otlp::Attribute> attributes;
  attributes.reserve(pairs.size());
  for (const auto& [key, value] : pairs) attributes.push_back({key, value});
  return attributes;
}

void BeginRequest(const OwnTelemetryOptions& options, otlp::ExportWriter& writer) {
  const std::array<otlp::Attribute, 3> resource = {
      {{"service.name", "sextant"}, {"service.version", options.version}, {"host.name", options.host}}};
  otlp::ResourceInfo info;
  info.attributes = resource;
  writer.BeginResource(info);
  otlp::ScopeInfo scope;
  scope.name = "sextant";
  scope.version = options.version;
  writer.BeginScope(scope);
}

}  // namespace

OwnTelemetry::OwnTelemetry(OwnTelemetryOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), started_at_(clock.Now()) {
  SetLogSink([this](Severity severity, std::string_view event, const auto& fields) {
    if (is_sending || IsAboutOwnDatabase(fields)) return;
    Keep({clock_.Now(), severity, std::string(event), fields});
  });
}

OwnTelemetry::~OwnTelemetry() { Stop(); }

void OwnTelemetry::Begin(Measures measures, Send send) {
  measures_ = std::move(measures);
  send_ = std::move(send);
  thread_ = std::thread([this] { Loop(); });
}

void OwnTelemetry::Stop() {
  SetLogSink({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

std::uint64_t OwnTelemetry::dropped_lines() const {
  const std::lock_guard lock(mutex_);
  return dropped_lines_;
}

void OwnTelemetry::Keep(Line line) {
  const std::lock_guard lock(mutex_);
  lines_.push_back(std::move(line));
  if (lines_.size() <= options_.max_waiting_lines) return;
  lines_.pop_front();
  ++dropped_lines_;
}

void OwnTelemetry::Loop() {
  is_sending = true;
  std::unique_lock lock(mutex_);
  bool is_last = false;
  while (!is_last) {
    is_last = wake_.wait_for(lock, options_.interval, [this] { return stopping_; });
    lock.unlock();
    SendLines();
    SendMeasures();
    lock.lock();
  }
}

void OwnTelemetry::SendLines() {
  std::deque<Line> lines;
  {
    const std::lock_guard lock(mutex_);
    lines.swap(lines_);
  }
  if (lines.empty() || send_(Signal::kLogs, LogsRequest(lines)).ok()) return;
  // Kept for the next time, before those that have come since.
  const std::lock_guard lock(mutex_);
  while (!lines.empty() && lines_.size() < options_.max_waiting_lines) {
    lines_.push_front(std::move(lines.back()));
    lines.pop_back();
  }
  dropped_lines_ += lines.size();
}

void OwnTelemetry::SendMeasures() {
  std::vector<Measure> measures = measures_();
  for (Measure& measure : measures) {
    std::erase_if(measure.points, [](const Measure::Point& point) { return IsAboutOwnDatabase(point); });
  }
  std::erase_if(measures, [](const Measure& measure) { return measure.points.empty(); });
  // Lost when it cannot be sent: counters go on counting, and the next interval has them.
  static_cast<void>(send_(Signal::kMetrics, MetricsRequest(measures)));
}

std::string OwnTelemetry::LogsRequest(const std::deque<Line>& lines) const {
  otlp::ExportWriter writer(Signal::kLogs);
  BeginRequest(options_, writer);
  for (const Line& line : lines) {
    const std::vector<otlp::Attribute> attributes = Borrow(line.fields);
    otlp::LogRecord record;
    record.time = record.observed_time = line.time;
    std::tie(record.severity_number, record.severity_text) = OtlpSeverity(line.severity);
    record.body = line.event;
    record.event_name = line.event;
    record.attributes = attributes;
    writer.Add(record);
  }
  return writer.TakeProtobuf();
}

std::string OwnTelemetry::MetricsRequest(const std::vector<Measure>& measures) const {
  const UnixNanos now = clock_.Now();
  otlp::ExportWriter writer(Signal::kMetrics);
  BeginRequest(options_, writer);
  for (const Measure& measure : measures) {
    std::vector<std::vector<otlp::Attribute>> labels;
    std::vector<otlp::NumberPoint> points;
    for (const Measure::Point& point : measure.points) {
      otlp::NumberPoint& number = points.emplace_back();
      number.attributes = labels.emplace_back(Borrow(point.labels));
      number.start_time = started_at_;
      number.time = now;
      number.value = point.value;
    }
    otlp::MetricInfo info;
    info.name = measure.name;
    info.description = measure.description;
    info.unit = measure.unit;
    if (measure.kind == Measure::Kind::kCounter) {
      writer.AddSum(info, points);
    } else {
      writer.AddGauge(info, points);
    }
  }
  return writer.TakeProtobuf();
}

}  // namespace sextant::server
