#include "demo/core/tree.h"

namespace sextant::demo {

Frame Trace::Begin(UnixNanos start, OwnTime own) {
  Frame frame;
  frame.id = random_.Bytes(8);
  frame.start = start;
  frame.now = start;
  frame.Spend(own.before_ms);
  return frame;
}

void Trace::Write(const SpanShape& shape, const Frame& frame, const Frame* parent) {
  if (!recorder_.options().traces) return;
  std::vector<otlp::SpanEvent> events;
  events.reserve(frame.events.size());
  for (const Frame::Event& event : frame.events) events.push_back({event.time, event.name, event.attributes});
  std::vector<otlp::SpanLink> links;
  for (const Frame::Link& link : frame.links)
    links.push_back({.trace_id = link.trace_id, .span_id = link.span_id});
  otlp::SpanRecord span;
  span.trace_id = id_;
  span.span_id = frame.id;
  if (parent != nullptr) span.parent_span_id = parent->id;
  span.name = shape.name;
  span.kind = shape.kind;
  span.start = frame.start;
  span.end = frame.now;
  span.attributes = frame.attributes;
  span.events = events;
  span.links = links;
  span.status = frame.status;
  span.status_message = frame.status_message;
  recorder_.Add(shape.service, visit_, shape.scope, span);
}

void Trace::Log(const Frame& frame, Service service, Scope scope, Severity severity, std::string_view body,
                otlp::Attributes attributes) {
  otlp::LogRecord log;
  log.time = frame.now;
  log.observed_time = frame.now;
  log.severity_number = severity.number;
  log.severity_text = severity.text;
  log.body = body;
  log.attributes = attributes;
  log.flags = 1;
  log.trace_id = id_;
  log.span_id = frame.id;
  recorder_.Add(service, scope, log);
}

}  // namespace sextant::demo
