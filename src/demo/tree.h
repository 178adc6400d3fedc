// Builds the spans of one trace, depth first: a span's body says how long its children take, and the span is
// written when they are done.
//   trace.Span(parent, {.service = kCheckout, .scope = …, .name = …}, start, {0.2, 0.1}, [&](Frame& f) { …
//   });
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "demo/random.h"
#include "demo/recorder.h"
#include "otlp/write.h"

namespace sextant::demo {

// Attributes of one record, with a home for the texts that are made for it.
class AttributeList {
 public:
  AttributeList() = default;
  AttributeList(std::initializer_list<otlp::Attribute> fixed) : list_(fixed) {}
  // Literals, numbers and booleans; texts that outlive the record.
  AttributeList& Set(std::string_view key, otlp::Value value) {
    list_.push_back({key, value});
    return *this;
  }
  // Texts made for this record.
  AttributeList& Text(std::string_view key, std::string value) {
    return Set(key, otlp::Value(std::string_view(texts_.emplace_back(std::move(value)))));
  }
  operator otlp::Attributes() const { return list_; }  // NOLINT: implicit

 private:
  std::vector<otlp::Attribute> list_;
  std::deque<std::string> texts_;
};

struct SpanKindOf {
  Service service;
  Scope scope;
  std::string_view name;
  otlp::SpanKind kind = otlp::SpanKind::kInternal;
};

// Time a span spends before and behind its children, in milliseconds.
struct OwnTime {
  double before_ms = 0;
  double behind_ms = 0;
};

// One span while its body runs.
struct Frame {
  std::string id;
  UnixNanos start = 0;
  UnixNanos now = 0;  // the body moves it on
  AttributeList attributes;
  std::vector<otlp::SpanEvent> events;
  otlp::SpanStatus status = otlp::SpanStatus::kUnset;
  std::string status_message;

  void Spend(double ms) { now += static_cast<UnixNanos>(ms * static_cast<double>(kNanosPerMilli)); }
  void Event(std::string_view name) { events.push_back({now, name, {}}); }
};

class Trace {
 public:
  Trace(Recorder& recorder, Random random) : recorder_(recorder), random_(random), id_(random_.Bytes(16)) {}

  const std::string& id() const { return id_; }
  Random& random() { return random_; }
  Recorder& recorder() { return recorder_; }

  // Runs `body`, writes the span, and moves `parent` (null for a root begun at `start`) on to its end.
  template <typename Body>
  void Span(Frame* parent, UnixNanos start, const SpanKindOf& kind, OwnTime own, Body&& body) {
    Frame frame;
    frame.id = random_.Bytes(8);
    frame.start = parent == nullptr ? start : parent->now;
    frame.now = frame.start;
    frame.Spend(own.before_ms);
    body(frame);
    frame.Spend(own.behind_ms);
    Write(kind, frame, parent);
    if (parent != nullptr) parent->now = frame.now;
  }
  template <typename Body>
  void Span(Frame& parent, const SpanKindOf& kind, OwnTime own, Body&& body) {
    Span(&parent, 0, kind, own, std::forward<Body>(body));
  }

  // A log record of this trace by the SDK of `service`.
  void Log(const Frame& frame, Service service, Scope scope, std::string_view severity, std::string_view body,
           otlp::Attributes attributes = {});
  // A line on the container's output: no trace.
  void Stdout(const Frame& frame, Service service, std::string_view line);

 private:
  void Write(const SpanKindOf& kind, const Frame& frame, const Frame* parent);

  Recorder& recorder_;
  Random random_;
  const std::string id_;
};

}  // namespace sextant::demo
