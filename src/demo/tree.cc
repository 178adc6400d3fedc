#include "demo/tree.h"

#include <array>

namespace sextant::demo {

void Trace::Write(const SpanKindOf& kind, const Frame& frame, const Frame* parent) {
  otlp::SpanRecord span;
  span.trace_id = id_;
  span.span_id = frame.id;
  if (parent != nullptr) span.parent_span_id = parent->id;
  span.name = kind.name;
  span.kind = kind.kind;
  span.start = frame.start;
  span.end = frame.now;
  span.attributes = frame.attributes;
  span.events = frame.events;
  span.status = frame.status;
  span.status_message = frame.status_message;
  recorder_.Add(kind.service, kind.scope, span);
}

void Trace::Log(const Frame& frame, Service service, Scope scope, std::string_view severity,
                std::string_view body, otlp::Attributes attributes) {
  otlp::LogRecord log;
  log.time = frame.now;
  log.observed_time = frame.now;
  log.severity_text = severity;
  log.body = body;
  log.attributes = attributes;
  log.flags = 1;
  log.trace_id = id_;
  log.span_id = frame.id;
  recorder_.Add(service, Route::kLogs, scope, log);
}

void Trace::Stdout(const Frame& frame, Service service, std::string_view line) {
  const std::array<otlp::Attribute, 2> attributes = {{{"log.iostream", "stdout"}, {"logtag", "F"}}};
  otlp::LogRecord log;
  log.time = frame.now;
  log.observed_time = frame.now;
  log.body = line;
  log.attributes = attributes;
  recorder_.Add(service, Route::kStdout, {""}, log);
}

}  // namespace sextant::demo
