// Builds the spans of one trace, depth first: a span's body says how long its children take, and the span is
// written when they are done.
//   trace.Span(parent, {Service::kCheckout, kScope, "name"}, {0.2, 0.1}, [&](Frame& frame) { … });
#pragma once

#include <algorithm>
#include <forward_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "demo/core/function_ref.h"
#include "demo/core/random.h"
#include "demo/core/recorder.h"
#include "otlp/write.h"

namespace sextant::demo {

// Attributes of one record, with a home for the texts that are made for it.
class AttributeList {
 public:
  AttributeList() = default;
  AttributeList(std::initializer_list<otlp::Attribute> fixed) : list_(fixed) {}
  AttributeList(AttributeList&&) = default;
  AttributeList& operator=(AttributeList&&) = default;

  // Literals, numbers and booleans; texts that outlive the record.
  AttributeList& Set(std::string_view key, otlp::Value value) {
    list_.push_back({key, value});
    return *this;
  }
  AttributeList& Add(std::initializer_list<otlp::Attribute> attributes) {
    list_.insert(list_.end(), attributes);
    return *this;
  }
  // Those of `other`, which outlives this list.
  AttributeList& Append(const AttributeList& other) {
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
    return *this;
  }
  // Texts made for this record.
  AttributeList& Text(std::string_view key, std::string value) {
    return Set(key, otlp::Value(std::string_view(texts_.emplace_front(std::move(value)))));
  }
  operator otlp::Attributes() const { return list_; }  // NOLINT: implicit

 private:
  std::vector<otlp::Attribute> list_;
  std::forward_list<std::string> texts_;
};

struct SpanShape {
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

inline std::int64_t Nanos(double ms) {
  return static_cast<std::int64_t>(ms * static_cast<double>(kNanosPerMilli));
}

// One span while its body runs.
struct Frame {
  struct Event {
    UnixNanos time = 0;
    std::string_view name;
    AttributeList attributes;
  };
  struct Link {
    std::string trace_id;
    std::string span_id;
  };

  std::string id;
  UnixNanos start = 0;
  UnixNanos now = 0;  // the body moves it on
  AttributeList attributes;
  std::vector<Event> events;
  std::vector<Link> links;
  otlp::SpanStatus status = otlp::SpanStatus::kUnset;
  std::string_view status_message;  // a literal

  void Spend(double ms) { now += Nanos(ms); }
  // An event of this moment. The list is good until the next one.
  AttributeList& AddEvent(std::string_view name) { return AddEvent(now, name); }
  AttributeList& AddEvent(UnixNanos time, std::string_view name) {
    return events.emplace_back(Event{time, name, {}}).attributes;
  }
  double spent_ms() const { return static_cast<double>(now - start) / static_cast<double>(kNanosPerMilli); }
};

// As SDKs write it; the number is 0 where they leave it out.
struct Severity {
  std::string_view text;
  std::int32_t number = 0;
};

class Trace {
 public:
  // `visit` is that of the browser whose spans are in it, or 0.
  Trace(Recorder& recorder, Random random, std::uint64_t visit = 0)
      : recorder_(recorder), random_(random), visit_(visit), id_(random_.Bytes(16)) {}
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  const std::string& id() const { return id_; }
  Random& random() { return random_; }
  Recorder& recorder() { return recorder_; }

  // Runs `body`, writes the span, and moves `parent` on to its end.
  template <typename Body>
  void Span(Frame& parent, const SpanShape& shape, OwnTime own, Body&& body) {
    Frame frame = Begin(parent.now, own);
    body(frame);
    frame.Spend(own.behind_ms);
    Write(shape, frame, &parent);
    parent.now = frame.now;
  }
  // A span without a parent. Gives its end.
  template <typename Body>
  UnixNanos Root(UnixNanos start, const SpanShape& shape, OwnTime own, Body&& body) {
    Frame frame = Begin(start, own);
    body(frame);
    frame.Spend(own.behind_ms);
    Write(shape, frame, nullptr);
    return frame.now;
  }

  // A log record of this trace by the SDK of `service`.
  void Log(const Frame& frame, Service service, Scope scope, Severity severity, std::string_view body,
           otlp::Attributes attributes = {});
  // A line on the container's output: no trace.
  void Line(const Frame& frame, Service service, std::string_view line) {
    recorder_.AddLine(service, frame.now, line);
  }

 private:
  Frame Begin(UnixNanos start, OwnTime own);
  void Write(const SpanShape& shape, const Frame& frame, const Frame* parent);

  Recorder& recorder_;
  Random random_;
  const std::uint64_t visit_;
  const std::string id_;
};

// Children that begin together; their parent goes on when the last of them is done.
class Fork {
 public:
  explicit Fork(Frame& parent) : parent_(parent), begin_(parent.now), end_(parent.now) {}
  ~Fork() { parent_.now = end_; }
  Fork(const Fork&) = delete;
  Fork& operator=(const Fork&) = delete;

  // `child` spends the parent's time as if it were alone.
  void Run(FunctionRef<void()> child) {
    parent_.now = begin_;
    child();
    end_ = std::max(end_, parent_.now);
  }

 private:
  Frame& parent_;
  const UnixNanos begin_;
  UnixNanos end_;
};

}  // namespace sextant::demo
