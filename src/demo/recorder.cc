#include "demo/recorder.h"

#include <vector>

#include "demo/timeline.h"

namespace sextant::demo {
namespace {

std::size_t IndexOf(Signal signal) { return static_cast<std::size_t>(signal); }

}  // namespace

otlp::ExportWriter& Recorder::WriterOf(Signal signal, const std::string& key, Scope scope,
                                       const ResourceAttributes& resource) {
  auto& writer = writers_[IndexOf(signal)][Key(key, scope.name)];
  if (writer == nullptr) {
    std::vector<otlp::Attribute> attributes;
    for (const auto& [name, value] : resource) attributes.push_back({name, value});
    writer = std::make_unique<otlp::ExportWriter>(signal);
    writer->BeginResource({.attributes = attributes});
    writer->BeginScope({.name = scope.name, .version = scope.version});
  }
  return *writer;
}

otlp::ExportWriter& Recorder::WriterOf(Signal signal, Service service, Route route, Scope scope,
                                       UnixNanos time) {
  // A resource lasts as long as its pod; only payment's changes.
  std::string key{static_cast<char>(service), static_cast<char>(route)};
  if (service == Service::kPayment) key += std::to_string(PaymentPodAt(options_, time).started);
  const auto found = writers_[IndexOf(signal)].find(Key(key, scope.name));
  if (found != writers_[IndexOf(signal)].end()) return *found->second;
  return WriterOf(signal, key, scope, ResourceOf(options_, service, route, time));
}

void Recorder::Add(Service service, Scope scope, const otlp::SpanRecord& span) {
  if (!options_.traces) return;
  WriterOf(Signal::kTraces, service, Route::kTraces, scope, span.start).Add(span);
  Count(Signal::kTraces);
}

void Recorder::Add(Service service, Route route, Scope scope, const otlp::LogRecord& log) {
  if (!options_.logs) return;
  WriterOf(Signal::kLogs, service, route, scope, log.time).Add(log);
  Count(Signal::kLogs);
}

void Recorder::AddGauge(Service service, Route route, Scope scope, const otlp::MetricInfo& metric,
                        const otlp::NumberPoint& point) {
  if (!options_.metrics) return;
  WriterOf(Signal::kMetrics, service, route, scope, point.time).AddGauge(metric, {&point, 1});
  Count(Signal::kMetrics);
}

void Recorder::AddSum(Service service, Route route, Scope scope, const otlp::MetricInfo& metric,
                      const otlp::NumberPoint& point) {
  if (!options_.metrics) return;
  WriterOf(Signal::kMetrics, service, route, scope, point.time).AddSum(metric, {&point, 1});
  Count(Signal::kMetrics);
}

void Recorder::AddNodeGauge(const std::string& node, Scope scope, const otlp::MetricInfo& metric,
                            const otlp::NumberPoint& point) {
  if (!options_.metrics) return;
  WriterOf(Signal::kMetrics, node, scope, {{"k8s.node.name", node}}).AddGauge(metric, {&point, 1});
  Count(Signal::kMetrics);
}

void Recorder::Count(Signal signal) {
  if (++counts_[IndexOf(signal)] >= kRequestRecords) FlushSignal(signal);
}

void Recorder::FlushSignal(Signal signal) {
  // Serialized protobuf messages that follow each other are one message with all their repeated fields.
  std::string request;
  for (const auto& [key, writer] : writers_[IndexOf(signal)]) request += writer->TakeProtobuf();
  writers_[IndexOf(signal)].clear();
  counts_[IndexOf(signal)] = 0;
  if (!request.empty() && wanted_) wanted_ = emit_(signal, std::move(request));
}

void Recorder::Flush() {
  for (const Signal signal : {Signal::kTraces, Signal::kLogs, Signal::kMetrics}) FlushSignal(signal);
}

}  // namespace sextant::demo
