// Export requests from plain values: for tests, for the demo and for Sextant's own telemetry.
//   ExportWriter w(Signal::kTraces);
//   w.BeginResource({.attributes = resource});
//   w.BeginScope({.name = "checkout"});
//   w.Add(SpanRecord{.trace_id = id, .span_id = span_id, .name = "PlaceOrder", .attributes = attributes});
//   const std::string body = w.TakeProtobuf();
// All text and lists in records are borrowed for the length of the call.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"
#include "model/signal.h"
#include "otlp/wire_writer.h"

namespace sextant::otlp {

struct Attribute;

// An AnyValue, borrowed.
class Value {
 public:
  enum class Kind : std::uint8_t { kNone, kString, kBool, kInt, kDouble, kBytes, kArray, kMap };

  Value() = default;
  Value(std::string_view text)
      : kind_(Kind::kString), size_(text.size()), text_(text.data()) {}    // NOLINT: implicit
  Value(const std::string& text) : Value(std::string_view(text)) {}        // NOLINT: implicit
  Value(const char* text) : Value(std::string_view(text)) {}               // NOLINT: implicit
  Value(std::same_as<bool> auto flag) : kind_(Kind::kBool), int_(flag) {}  // NOLINT: implicit
  Value(double number) : kind_(Kind::kDouble), double_(number) {}          // NOLINT: implicit
  template <std::integral T>
  requires(!std::same_as<T, bool>) Value(T number)
      : kind_(Kind::kInt), int_(static_cast<std::int64_t>(number)) {}  // NOLINT: implicit

  static Value Bytes(std::string_view bytes);
  static Value Array(std::span<const Value> items);
  static Value Map(std::span<const Attribute> entries);

  Kind kind() const { return kind_; }
  // Each for its kind only.
  std::string_view text() const { return {text_, size_}; }
  std::int64_t number() const { return int_; }
  double real() const { return double_; }
  std::span<const Value> items() const { return {items_, size_}; }
  std::span<const Attribute> entries() const;

 private:
  Kind kind_ = Kind::kNone;
  std::size_t size_ = 0;
  union {
    const char* text_ = nullptr;
    std::int64_t int_;
    double double_;
    const Value* items_;
    const Attribute* entries_;
  };
};

struct Attribute {
  std::string_view key;
  Value value;
};

using Attributes = std::span<const Attribute>;

struct ResourceInfo {
  Attributes attributes = {};
  std::string_view schema_url = {};
  std::uint32_t dropped_attributes = 0;
};

struct ScopeInfo {
  std::string_view name = {};
  std::string_view version = {};
  Attributes attributes = {};
  std::uint32_t dropped_attributes = 0;
  std::string_view schema_url = {};
};

// Ids are bytes, not hex: 16 of a trace, 8 of a span, or empty. Times are 0 when unknown.

struct LogRecord {
  UnixNanos time = 0;
  UnixNanos observed_time = 0;
  std::int32_t severity_number = 0;
  std::string_view severity_text = {};
  Value body = {};
  Attributes attributes = {};
  std::uint32_t flags = 0;
  std::string_view trace_id = {};
  std::string_view span_id = {};
  std::string_view event_name = {};
};

enum class SpanKind : std::int32_t { kUnspecified, kInternal, kServer, kClient, kProducer, kConsumer };
enum class SpanStatus : std::int32_t { kUnset, kOk, kError };

struct SpanEvent {
  UnixNanos time = 0;
  std::string_view name = {};
  Attributes attributes = {};
};

struct SpanLink {
  std::string_view trace_id = {};
  std::string_view span_id = {};
  std::string_view trace_state = {};
  Attributes attributes = {};
};

struct SpanRecord {
  std::string_view trace_id = {};
  std::string_view span_id = {};
  std::string_view parent_span_id = {};
  std::string_view trace_state = {};
  std::string_view name = {};
  SpanKind kind = SpanKind::kInternal;
  UnixNanos start = 0;
  UnixNanos end = 0;
  Attributes attributes = {};
  std::span<const SpanEvent> events = {};
  std::span<const SpanLink> links = {};
  SpanStatus status = SpanStatus::kUnset;
  std::string_view status_message = {};
};

enum class Temporality : std::int32_t { kUnspecified, kDelta, kCumulative };

struct MetricInfo {
  std::string_view name = {};
  std::string_view description = {};
  std::string_view unit = {};
  Temporality temporality = Temporality::kCumulative;  // sums and histograms
  bool is_monotonic = true;                            // sums
};

struct Exemplar {
  UnixNanos time = 0;
  Value value = {};  // an integer or a double
  std::string_view trace_id = {};
  std::string_view span_id = {};
  Attributes attributes = {};
};

struct NumberPoint {
  Attributes attributes = {};
  UnixNanos start_time = 0;
  UnixNanos time = 0;
  Value value = {};  // an integer or a double
  std::uint32_t flags = 0;
  std::span<const Exemplar> exemplars = {};
};

struct HistogramPoint {
  Attributes attributes = {};
  UnixNanos start_time = 0;
  UnixNanos time = 0;
  std::uint64_t count = 0;
  std::optional<double> sum = {};
  std::optional<double> min = {};
  std::optional<double> max = {};
  std::span<const std::uint64_t> bucket_counts = {};
  std::span<const double> bounds = {};
  std::uint32_t flags = 0;
  std::span<const Exemplar> exemplars = {};
};

struct Buckets {
  std::int32_t offset = 0;
  std::span<const std::uint64_t> counts = {};
};

struct ExponentialPoint {
  Attributes attributes = {};
  UnixNanos start_time = 0;
  UnixNanos time = 0;
  std::uint64_t count = 0;
  std::optional<double> sum = {};
  std::optional<double> min = {};
  std::optional<double> max = {};
  std::int32_t scale = 0;
  std::uint64_t zero_count = 0;
  Buckets positive = {};
  Buckets negative = {};
  std::uint32_t flags = 0;
  std::span<const Exemplar> exemplars = {};
};

struct QuantileValue {
  double quantile = 0;
  double value = 0;
};

struct SummaryPoint {
  Attributes attributes = {};
  UnixNanos start_time = 0;
  UnixNanos time = 0;
  std::uint64_t count = 0;
  double sum = 0;
  std::span<const QuantileValue> quantiles = {};
  std::uint32_t flags = 0;
};

// Builds one request. Not thread-safe. Calls that do not fit the signal, or a record outside a scope, abort.
class ExportWriter {
 public:
  explicit ExportWriter(Signal signal) : signal_(signal), wire_(out_) {}
  ExportWriter(const ExportWriter&) = delete;
  ExportWriter& operator=(const ExportWriter&) = delete;

  // Each ends what was open on its level and below.
  void BeginResource(const ResourceInfo& resource);
  void BeginScope(const ScopeInfo& scope);

  void Add(const LogRecord& log);
  void Add(const SpanRecord& span);
  void AddGauge(const MetricInfo& metric, std::span<const NumberPoint> points);
  void AddSum(const MetricInfo& metric, std::span<const NumberPoint> points);
  void AddHistogram(const MetricInfo& metric, std::span<const HistogramPoint> points);
  void AddExponentialHistogram(const MetricInfo& metric, std::span<const ExponentialPoint> points);
  void AddSummary(const MetricInfo& metric, std::span<const SummaryPoint> points);

  // Bytes so far: when to stop and send.
  std::size_t size() const { return out_.size(); }
  // The finished request; the writer is empty afterwards.
  std::string TakeProtobuf();
  std::string TakeJson();

 private:
  void EndScope();
  void EndResource();
  std::size_t BeginRecord(Signal signal);

  Signal signal_;
  std::string out_;
  WireWriter wire_;
  // Marks of WireWriter::Begin; 0 when nothing is open.
  std::size_t resource_ = 0;
  std::size_t scope_ = 0;
};

// The same export request as OTLP/JSON: lowerCamelCase, ids in hex, 64-bit integers as strings. Unknown
// fields are left out. Fails with kBadInput on broken bytes.
Result<std::string> ProtobufToJson(Signal signal, std::string_view request);

}  // namespace sextant::otlp
