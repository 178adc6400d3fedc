#include "demo/core/recorder.h"

#include "demo/core/pods.h"

namespace sextant::demo {

Origin Recorder::OriginOf(Service service, Route route, UnixNanos time) const {
  return {service, route, static_cast<std::uint64_t>(PodStart(options_, service, time))};
}

Recorder::Group& Recorder::GroupOf(Signal signal, const Origin& origin, Scope scope) {
  Request& request = RequestOf(signal);
  auto& candidates =
      request.by_origin[static_cast<std::size_t>(origin.service)][static_cast<std::size_t>(origin.route)];
  for (Group* group : candidates) {
    if (group->scope == scope.name && group->instance == origin.instance) return *group;
  }
  Group& group = *request.groups.emplace_back(std::make_unique<Group>());
  candidates.push_back(&group);
  group.instance = origin.instance;
  group.scope = scope.name;
  const ResourceAttributes resource = ResourceOf(options_, origin);
  std::vector<otlp::Attribute> attributes;
  for (const auto& [name, value] : resource) attributes.push_back({name, value});
  group.writer = std::make_unique<otlp::ExportWriter>(signal);
  group.writer->BeginResource({.attributes = attributes});
  group.writer->BeginScope({.name = scope.name, .version = scope.version});
  if (origin.route == Route::kStdout) {
    const Pod pod = PodAt(options_, origin.service, static_cast<UnixNanos>(origin.instance));
    group.log_path = "/var/log/pods/otel-demo_" + pod.name + "_" + pod.uid + "/" +
                     std::string(NameOf(origin.service)) + "/0.log";
  }
  return group;
}

void Recorder::Add(Service service, std::uint64_t visit, Scope scope, const otlp::SpanRecord& span) {
  if (!options_.traces || span.start < since_) return;
  const Origin origin = service == Service::kBrowser ? Origin{service, Route::kTraces, visit}
                                                     : OriginOf(service, Route::kTraces, span.start);
  GroupOf(Signal::kTraces, origin, scope).writer->Add(span);
  Count(Signal::kTraces);
}

void Recorder::Add(Service service, Scope scope, const otlp::LogRecord& log) {
  Add(OriginOf(service, Route::kLogs, log.time), scope, log);
}

void Recorder::Add(const Origin& origin, Scope scope, const otlp::LogRecord& log) {
  if (!options_.logs || log.time < since_) return;
  GroupOf(Signal::kLogs, origin, scope).writer->Add(log);
  Count(Signal::kLogs);
}

void Recorder::AddRecording(std::uint64_t visit, Scope scope, const otlp::LogRecord& event) {
  if (!options_.sessions || event.time < since_) return;
  GroupOf(Signal::kLogs, {Service::kBrowser, Route::kLogs, visit}, scope).writer->Add(event);
  Count(Signal::kLogs);
}

void Recorder::AddLine(Service service, UnixNanos time, std::string_view line, Stream stream) {
  if (!options_.logs || time < since_) return;
  Group& group = GroupOf(Signal::kLogs, OriginOf(service, Route::kStdout, time), {""});
  const std::array<otlp::Attribute, 3> attributes = {
      {{"log.iostream", stream == Stream::kStdout ? "stdout" : "stderr"},
       {"logtag", "F"},
       {"log.file.path", group.log_path}}};
  otlp::LogRecord log;
  log.time = time;
  log.observed_time = time;
  log.body = line;
  log.attributes = attributes;
  group.writer->Add(log);
  Count(Signal::kLogs);
}

void Recorder::AddGauge(const Origin& origin, Scope scope, const otlp::MetricInfo& metric,
                        const otlp::NumberPoint& point) {
  if (point.time < since_) return;
  GroupOf(Signal::kMetrics, origin, scope).writer->AddGauge(metric, {&point, 1});
  Count(Signal::kMetrics);
}

void Recorder::AddSum(const Origin& origin, Scope scope, const otlp::MetricInfo& metric,
                      const otlp::NumberPoint& point) {
  if (point.time < since_) return;
  GroupOf(Signal::kMetrics, origin, scope).writer->AddSum(metric, {&point, 1});
  Count(Signal::kMetrics);
}

void Recorder::AddHistogram(const Origin& origin, Scope scope, const otlp::MetricInfo& metric,
                            const otlp::HistogramPoint& point) {
  if (point.time < since_) return;
  GroupOf(Signal::kMetrics, origin, scope).writer->AddHistogram(metric, {&point, 1});
  Count(Signal::kMetrics);
}

void Recorder::Count(Signal signal) {
  if (++RequestOf(signal).records >= kRequestRecords) FlushSignal(signal);
}

void Recorder::FlushSignal(Signal signal) {
  // Serialized protobuf messages that follow each other are one message with all their repeated fields.
  Request& request = RequestOf(signal);
  std::string bytes;
  for (const auto& group : request.groups) bytes += group->writer->TakeProtobuf();
  request = {};
  if (!bytes.empty() && wanted_) wanted_ = emit_(signal, std::move(bytes));
}

void Recorder::Flush() {
  for (const Signal signal : {Signal::kTraces, Signal::kLogs, Signal::kMetrics}) FlushSignal(signal);
}

}  // namespace sextant::demo
