#include "otlp/write.h"

#include "otlp/fields.h"

namespace sextant::otlp {
namespace {

void WriteValue(WireWriter& wire, const Value& value);

void WriteAttributes(WireWriter& wire, std::uint32_t tag, Attributes attributes) {
  for (const Attribute& attribute : attributes) {
    const std::size_t pair = wire.Begin(tag);
    wire.Bytes(key_value::kKey, attribute.key);
    const std::size_t value = wire.Begin(key_value::kValue);
    WriteValue(wire, attribute.value);
    wire.End(value);
    wire.End(pair);
  }
}

void WriteValue(WireWriter& wire, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNone: break;
    case Value::Kind::kString: wire.Bytes(any_value::kString, value.text()); break;
    case Value::Kind::kBool: wire.Varint(any_value::kBool, value.number() != 0 ? 1 : 0); break;
    case Value::Kind::kInt: wire.Varint(any_value::kInt, static_cast<std::uint64_t>(value.number())); break;
    case Value::Kind::kDouble: wire.Double(any_value::kDouble, value.real()); break;
    case Value::Kind::kBytes: wire.Bytes(any_value::kBytes, value.text()); break;
    case Value::Kind::kArray: {
      const std::size_t array = wire.Begin(any_value::kArray);
      for (const Value& item : value.items()) {
        const std::size_t element = wire.Begin(list::kValue);
        WriteValue(wire, item);
        wire.End(element);
      }
      wire.End(array);
      break;
    }
    case Value::Kind::kMap: {
      const std::size_t map = wire.Begin(any_value::kMap);
      WriteAttributes(wire, list::kValue, value.entries());
      wire.End(map);
      break;
    }
  }
}

// Fields at their proto3 default are left out, as SDKs do.
void WriteText(WireWriter& wire, std::uint32_t tag, std::string_view text) {
  if (!text.empty()) wire.Bytes(tag, text);
}
void WriteVarint(WireWriter& wire, std::uint32_t tag, std::uint64_t number) {
  if (number != 0) wire.Varint(tag, number);
}
void WriteFixed64(WireWriter& wire, std::uint32_t tag, std::uint64_t number) {
  if (number != 0) wire.Fixed64(tag, number);
}
void WriteTime(WireWriter& wire, std::uint32_t tag, UnixNanos time) {
  WriteFixed64(wire, tag, static_cast<std::uint64_t>(time));
}
void WriteOptional(WireWriter& wire, std::uint32_t tag, const std::optional<double>& number) {
  if (number) wire.Double(tag, *number);
}

void WriteNumber(WireWriter& wire, std::uint32_t double_tag, std::uint32_t int_tag, const Value& value) {
  if (value.kind() == Value::Kind::kDouble) wire.Double(double_tag, value.real());
  if (value.kind() == Value::Kind::kInt) wire.Fixed64(int_tag, static_cast<std::uint64_t>(value.number()));
}

void WriteExemplars(WireWriter& wire, std::uint32_t tag, std::span<const Exemplar> exemplars) {
  for (const Exemplar& exemplar : exemplars) {
    const std::size_t message = wire.Begin(tag);
    WriteAttributes(wire, exemplar::kAttribute, exemplar.attributes);
    WriteTime(wire, exemplar::kTime, exemplar.time);
    WriteNumber(wire, exemplar::kDouble, exemplar::kInt, exemplar.value);
    WriteText(wire, exemplar::kSpanId, exemplar.span_id);
    WriteText(wire, exemplar::kTraceId, exemplar.trace_id);
    wire.End(message);
  }
}

void WritePoint(WireWriter& wire, const NumberPoint& point) {
  WriteAttributes(wire, number_point::kAttribute, point.attributes);
  WriteTime(wire, point::kStartTime, point.start_time);
  WriteTime(wire, point::kTime, point.time);
  WriteNumber(wire, number_point::kDouble, number_point::kInt, point.value);
  WriteExemplars(wire, number_point::kExemplar, point.exemplars);
  WriteVarint(wire, number_point::kFlags, point.flags);
}

void WritePoint(WireWriter& wire, const HistogramPoint& point) {
  WriteAttributes(wire, histogram_point::kAttribute, point.attributes);
  WriteTime(wire, point::kStartTime, point.start_time);
  WriteTime(wire, point::kTime, point.time);
  WriteFixed64(wire, histogram_point::kCount, point.count);
  WriteOptional(wire, histogram_point::kSum, point.sum);
  if (!point.bucket_counts.empty()) {
    const std::size_t list = wire.Begin(histogram_point::kBucketCounts);
    for (const std::uint64_t count : point.bucket_counts) wire.RawFixed64(count);
    wire.End(list);
  }
  if (!point.bounds.empty()) {
    const std::size_t list = wire.Begin(histogram_point::kBounds);
    for (const double bound : point.bounds) wire.RawFixed64(std::bit_cast<std::uint64_t>(bound));
    wire.End(list);
  }
  WriteExemplars(wire, histogram_point::kExemplar, point.exemplars);
  WriteVarint(wire, histogram_point::kFlags, point.flags);
  WriteOptional(wire, histogram_point::kMin, point.min);
  WriteOptional(wire, histogram_point::kMax, point.max);
}

void WriteBuckets(WireWriter& wire, std::uint32_t tag, const Buckets& buckets) {
  if (buckets.offset == 0 && buckets.counts.empty()) return;
  const std::size_t message = wire.Begin(tag);
  wire.Signed(buckets::kOffset, buckets.offset);
  const std::size_t list = wire.Begin(buckets::kCounts);
  for (const std::uint64_t count : buckets.counts) wire.RawVarint(count);
  wire.End(list);
  wire.End(message);
}

void WritePoint(WireWriter& wire, const ExponentialPoint& point) {
  WriteAttributes(wire, exponential_point::kAttribute, point.attributes);
  WriteTime(wire, point::kStartTime, point.start_time);
  WriteTime(wire, point::kTime, point.time);
  WriteFixed64(wire, exponential_point::kCount, point.count);
  WriteOptional(wire, exponential_point::kSum, point.sum);
  wire.Signed(exponential_point::kScale, point.scale);
  WriteFixed64(wire, exponential_point::kZeroCount, point.zero_count);
  WriteBuckets(wire, exponential_point::kPositive, point.positive);
  WriteBuckets(wire, exponential_point::kNegative, point.negative);
  WriteVarint(wire, exponential_point::kFlags, point.flags);
  WriteExemplars(wire, exponential_point::kExemplar, point.exemplars);
  WriteOptional(wire, exponential_point::kMin, point.min);
  WriteOptional(wire, exponential_point::kMax, point.max);
}

void WritePoint(WireWriter& wire, const SummaryPoint& point) {
  WriteAttributes(wire, summary_point::kAttribute, point.attributes);
  WriteTime(wire, point::kStartTime, point.start_time);
  WriteTime(wire, point::kTime, point.time);
  WriteFixed64(wire, summary_point::kCount, point.count);
  wire.Double(summary_point::kSum, point.sum);
  for (const QuantileValue& value : point.quantiles) {
    const std::size_t message = wire.Begin(summary_point::kQuantile);
    wire.Double(quantile::kQuantile, value.quantile);
    wire.Double(quantile::kValue, value.value);
    wire.End(message);
  }
  WriteVarint(wire, summary_point::kFlags, point.flags);
}

// A Metric whose data stands in the field `data_tag`. Gives the mark of the data.
std::size_t BeginMetric(WireWriter& wire, const MetricInfo& metric, std::uint32_t data_tag) {
  WriteText(wire, metric::kName, metric.name);
  WriteText(wire, metric::kDescription, metric.description);
  WriteText(wire, metric::kUnit, metric.unit);
  return wire.Begin(data_tag);
}

template <typename Point>
void WritePoints(WireWriter& wire, std::span<const Point> points) {
  for (const Point& point : points) {
    const std::size_t message = wire.Begin(metric_data::kPoint);
    WritePoint(wire, point);
    wire.End(message);
  }
}

void WriteTemporality(WireWriter& wire, const MetricInfo& metric) {
  WriteVarint(wire, metric_data::kTemporality, static_cast<std::uint64_t>(metric.temporality));
}

}  // namespace

Value Value::Bytes(std::string_view bytes) {
  Value value(bytes);
  value.kind_ = Kind::kBytes;
  return value;
}

Value Value::Array(std::span<const Value> items) {
  Value value;
  value.kind_ = Kind::kArray;
  value.size_ = items.size();
  value.items_ = items.data();
  return value;
}

Value Value::Map(std::span<const Attribute> entries) {
  Value value;
  value.kind_ = Kind::kMap;
  value.size_ = entries.size();
  value.entries_ = entries.data();
  return value;
}

std::span<const Attribute> Value::entries() const { return {entries_, size_}; }

void ExportWriter::BeginResource(const ResourceInfo& resource) {
  EndResource();
  resource_ = wire_.Begin(request::kResourceGroup);
  const std::size_t message = wire_.Begin(resource_group::kResource);
  WriteAttributes(wire_, resource::kAttribute, resource.attributes);
  WriteVarint(wire_, resource::kDroppedAttributes, resource.dropped_attributes);
  wire_.End(message);
  WriteText(wire_, resource_group::kSchemaUrl, resource.schema_url);
}

void ExportWriter::BeginScope(const ScopeInfo& scope) {
  SXT_CHECK(resource_ != 0, "a scope needs a resource");
  EndScope();
  scope_ = wire_.Begin(resource_group::kScopeGroup);
  const std::size_t message = wire_.Begin(scope_group::kScope);
  WriteText(wire_, scope::kName, scope.name);
  WriteText(wire_, scope::kVersion, scope.version);
  WriteAttributes(wire_, scope::kAttribute, scope.attributes);
  WriteVarint(wire_, scope::kDroppedAttributes, scope.dropped_attributes);
  wire_.End(message);
  WriteText(wire_, scope_group::kSchemaUrl, scope.schema_url);
}

std::size_t ExportWriter::BeginRecord(Signal signal) {
  SXT_CHECK(signal == signal_, "a record of another signal");
  SXT_CHECK(scope_ != 0, "a record needs a scope");
  return wire_.Begin(scope_group::kRecord);
}

void ExportWriter::Add(const LogRecord& log) {
  const std::size_t message = BeginRecord(Signal::kLogs);
  WriteTime(wire_, log_record::kTime, log.time);
  WriteVarint(wire_, log_record::kSeverityNumber, static_cast<std::uint64_t>(log.severity_number));
  WriteText(wire_, log_record::kSeverityText, log.severity_text);
  if (log.body.kind() != Value::Kind::kNone) {
    const std::size_t body = wire_.Begin(log_record::kBody);
    WriteValue(wire_, log.body);
    wire_.End(body);
  }
  WriteAttributes(wire_, log_record::kAttribute, log.attributes);
  if (log.flags != 0) wire_.Fixed32(log_record::kFlags, log.flags);
  WriteText(wire_, log_record::kTraceId, log.trace_id);
  WriteText(wire_, log_record::kSpanId, log.span_id);
  WriteTime(wire_, log_record::kObservedTime, log.observed_time);
  WriteText(wire_, log_record::kEventName, log.event_name);
  wire_.End(message);
}

void ExportWriter::Add(const SpanRecord& span) {
  const std::size_t message = BeginRecord(Signal::kTraces);
  WriteText(wire_, span::kTraceId, span.trace_id);
  WriteText(wire_, span::kSpanId, span.span_id);
  WriteText(wire_, span::kTraceState, span.trace_state);
  WriteText(wire_, span::kParentSpanId, span.parent_span_id);
  WriteText(wire_, span::kName, span.name);
  WriteVarint(wire_, span::kKind, static_cast<std::uint64_t>(span.kind));
  WriteTime(wire_, span::kStart, span.start);
  WriteTime(wire_, span::kEnd, span.end);
  WriteAttributes(wire_, span::kAttribute, span.attributes);
  for (const SpanEvent& event : span.events) {
    const std::size_t mark = wire_.Begin(span::kEvent);
    WriteTime(wire_, event::kTime, event.time);
    WriteText(wire_, event::kName, event.name);
    WriteAttributes(wire_, event::kAttribute, event.attributes);
    wire_.End(mark);
  }
  for (const SpanLink& link : span.links) {
    const std::size_t mark = wire_.Begin(span::kLink);
    WriteText(wire_, link::kTraceId, link.trace_id);
    WriteText(wire_, link::kSpanId, link.span_id);
    WriteText(wire_, link::kTraceState, link.trace_state);
    WriteAttributes(wire_, link::kAttribute, link.attributes);
    wire_.End(mark);
  }
  if (span.status != SpanStatus::kUnset || !span.status_message.empty()) {
    const std::size_t mark = wire_.Begin(span::kStatus);
    WriteText(wire_, status::kMessage, span.status_message);
    WriteVarint(wire_, status::kCode, static_cast<std::uint64_t>(span.status));
    wire_.End(mark);
  }
  wire_.End(message);
}

void ExportWriter::AddGauge(const MetricInfo& metric, std::span<const NumberPoint> points) {
  const std::size_t message = BeginRecord(Signal::kMetrics);
  const std::size_t data = BeginMetric(wire_, metric, metric::kGauge);
  WritePoints(wire_, points);
  wire_.End(data);
  wire_.End(message);
}

void ExportWriter::AddSum(const MetricInfo& metric, std::span<const NumberPoint> points) {
  const std::size_t message = BeginRecord(Signal::kMetrics);
  const std::size_t data = BeginMetric(wire_, metric, metric::kSum);
  WritePoints(wire_, points);
  WriteTemporality(wire_, metric);
  WriteVarint(wire_, metric_data::kIsMonotonic, metric.is_monotonic ? 1 : 0);
  wire_.End(data);
  wire_.End(message);
}

void ExportWriter::AddHistogram(const MetricInfo& metric, std::span<const HistogramPoint> points) {
  const std::size_t message = BeginRecord(Signal::kMetrics);
  const std::size_t data = BeginMetric(wire_, metric, metric::kHistogram);
  WritePoints(wire_, points);
  WriteTemporality(wire_, metric);
  wire_.End(data);
  wire_.End(message);
}

void ExportWriter::AddExponentialHistogram(const MetricInfo& metric,
                                           std::span<const ExponentialPoint> points) {
  const std::size_t message = BeginRecord(Signal::kMetrics);
  const std::size_t data = BeginMetric(wire_, metric, metric::kExponentialHistogram);
  WritePoints(wire_, points);
  WriteTemporality(wire_, metric);
  wire_.End(data);
  wire_.End(message);
}

void ExportWriter::AddSummary(const MetricInfo& metric, std::span<const SummaryPoint> points) {
  const std::size_t message = BeginRecord(Signal::kMetrics);
  const std::size_t data = BeginMetric(wire_, metric, metric::kSummary);
  WritePoints(wire_, points);
  wire_.End(data);
  wire_.End(message);
}

void ExportWriter::EndScope() {
  if (scope_ != 0) wire_.End(scope_);
  scope_ = 0;
}

void ExportWriter::EndResource() {
  EndScope();
  if (resource_ != 0) wire_.End(resource_);
  resource_ = 0;
}

std::string ExportWriter::TakeProtobuf() {
  EndResource();
  return std::exchange(out_, {});
}

std::string ExportWriter::TakeJson() {
  auto json = ProtobufToJson(signal_, TakeProtobuf());
  return std::move(json).value();
}

}  // namespace sextant::otlp
