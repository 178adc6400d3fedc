#include "otlp/schema.h"

#include "otlp/fields.h"

namespace sextant::otlp {
namespace {

using enum FieldKind;

constexpr FieldSchema One(std::string_view name, FieldKind kind, std::uint32_t tag) {
  return {name, kind, tag};
}
constexpr FieldSchema Sub(std::string_view name, std::uint32_t tag, const MessageSchema& message) {
  return {name, kMessage, tag, false, &message};
}
constexpr FieldSchema Many(std::string_view name, std::uint32_t tag, const MessageSchema& message) {
  return {name, kMessage, tag, true, &message};
}
constexpr FieldSchema Packed(std::string_view name, FieldKind kind, std::uint32_t tag) {
  return {name, kind, tag, true};
}
constexpr FieldSchema Signed64(std::string_view name, std::uint32_t tag) {
  return {name, kFixed64, tag, false, nullptr, {}, true};
}
constexpr FieldSchema Named(std::string_view name, std::uint32_t tag, std::span<const EnumName> names) {
  return {name, kEnum, tag, false, nullptr, names};
}

constexpr EnumName kSpanKinds[] = {{"SPAN_KIND_UNSPECIFIED", 0}, {"SPAN_KIND_INTERNAL", 1},
                                   {"SPAN_KIND_SERVER", 2},      {"SPAN_KIND_CLIENT", 3},
                                   {"SPAN_KIND_PRODUCER", 4},    {"SPAN_KIND_CONSUMER", 5}};
constexpr EnumName kStatusCodes[] = {
    {"STATUS_CODE_UNSET", 0}, {"STATUS_CODE_OK", 1}, {"STATUS_CODE_ERROR", 2}};
constexpr EnumName kTemporalities[] = {{"AGGREGATION_TEMPORALITY_UNSPECIFIED", 0},
                                       {"AGGREGATION_TEMPORALITY_DELTA", 1},
                                       {"AGGREGATION_TEMPORALITY_CUMULATIVE", 2}};
constexpr EnumName kSeverities[] = {
    {"SEVERITY_NUMBER_UNSPECIFIED", 0}, {"SEVERITY_NUMBER_TRACE", 1},   {"SEVERITY_NUMBER_TRACE2", 2},
    {"SEVERITY_NUMBER_TRACE3", 3},      {"SEVERITY_NUMBER_TRACE4", 4},  {"SEVERITY_NUMBER_DEBUG", 5},
    {"SEVERITY_NUMBER_DEBUG2", 6},      {"SEVERITY_NUMBER_DEBUG3", 7},  {"SEVERITY_NUMBER_DEBUG4", 8},
    {"SEVERITY_NUMBER_INFO", 9},        {"SEVERITY_NUMBER_INFO2", 10},  {"SEVERITY_NUMBER_INFO3", 11},
    {"SEVERITY_NUMBER_INFO4", 12},      {"SEVERITY_NUMBER_WARN", 13},   {"SEVERITY_NUMBER_WARN2", 14},
    {"SEVERITY_NUMBER_WARN3", 15},      {"SEVERITY_NUMBER_WARN4", 16},  {"SEVERITY_NUMBER_ERROR", 17},
    {"SEVERITY_NUMBER_ERROR2", 18},     {"SEVERITY_NUMBER_ERROR3", 19}, {"SEVERITY_NUMBER_ERROR4", 20},
    {"SEVERITY_NUMBER_FATAL", 21},      {"SEVERITY_NUMBER_FATAL2", 22}, {"SEVERITY_NUMBER_FATAL3", 23},
    {"SEVERITY_NUMBER_FATAL4", 24}};

extern const MessageSchema kAnyValue;

constexpr FieldSchema kKeyValueFields[] = {One("key", kString, key_value::kKey),
                                           Sub("value", key_value::kValue, kAnyValue)};
constexpr MessageSchema kKeyValue{kKeyValueFields};
constexpr FieldSchema kArrayFields[] = {Many("values", list::kValue, kAnyValue)};
constexpr MessageSchema kArrayValue{kArrayFields, true};
constexpr FieldSchema kMapFields[] = {Many("values", list::kValue, kKeyValue)};
constexpr MessageSchema kKeyValueList{kMapFields, true};
constexpr FieldSchema kAnyValueFields[] = {
    One("stringValue", kString, any_value::kString),   One("intValue", kAnyInt, any_value::kInt),
    One("boolValue", kBool, any_value::kBool),         One("doubleValue", kDouble, any_value::kDouble),
    Sub("arrayValue", any_value::kArray, kArrayValue), Sub("kvlistValue", any_value::kMap, kKeyValueList),
    One("bytesValue", kBytes, any_value::kBytes)};
constexpr MessageSchema kAnyValue{kAnyValueFields};

constexpr FieldSchema kResourceFields[] = {
    Many("attributes", resource::kAttribute, kKeyValue),
    One("droppedAttributesCount", kVarint, resource::kDroppedAttributes)};
constexpr MessageSchema kResource{kResourceFields};
constexpr FieldSchema kScopeFields[] = {One("name", kString, scope::kName),
                                        One("version", kString, scope::kVersion),
                                        Many("attributes", scope::kAttribute, kKeyValue),
                                        One("droppedAttributesCount", kVarint, scope::kDroppedAttributes)};
constexpr MessageSchema kScope{kScopeFields};

constexpr FieldSchema kLogRecordFields[] = {
    One("timeUnixNano", kFixed64, log_record::kTime),
    One("observedTimeUnixNano", kFixed64, log_record::kObservedTime),
    Named("severityNumber", log_record::kSeverityNumber, kSeverities),
    One("severityText", kString, log_record::kSeverityText),
    Sub("body", log_record::kBody, kAnyValue),
    Many("attributes", log_record::kAttribute, kKeyValue),
    One("droppedAttributesCount", kVarint, log_record::kDroppedAttributes),
    One("flags", kFixed32, log_record::kFlags),
    One("traceId", kId, log_record::kTraceId),
    One("spanId", kId, log_record::kSpanId),
    One("eventName", kString, log_record::kEventName)};
constexpr MessageSchema kLogRecord{kLogRecordFields};

constexpr FieldSchema kEventFields[] = {One("timeUnixNano", kFixed64, event::kTime),
                                        One("name", kString, event::kName),
                                        Many("attributes", event::kAttribute, kKeyValue),
                                        One("droppedAttributesCount", kVarint, event::kDroppedAttributes)};
constexpr MessageSchema kEvent{kEventFields};
constexpr FieldSchema kLinkFields[] = {One("traceId", kId, link::kTraceId),
                                       One("spanId", kId, link::kSpanId),
                                       One("traceState", kString, link::kTraceState),
                                       Many("attributes", link::kAttribute, kKeyValue),
                                       One("droppedAttributesCount", kVarint, link::kDroppedAttributes),
                                       One("flags", kFixed32, link::kFlags)};
constexpr MessageSchema kLink{kLinkFields};
constexpr FieldSchema kStatusFields[] = {One("message", kString, status::kMessage),
                                         Named("code", status::kCode, kStatusCodes)};
constexpr MessageSchema kStatus{kStatusFields};
constexpr FieldSchema kSpanFields[] = {One("traceId", kId, span::kTraceId),
                                       One("spanId", kId, span::kSpanId),
                                       One("traceState", kString, span::kTraceState),
                                       One("parentSpanId", kId, span::kParentSpanId),
                                       One("flags", kFixed32, span::kFlags),
                                       One("name", kString, span::kName),
                                       Named("kind", span::kKind, kSpanKinds),
                                       One("startTimeUnixNano", kFixed64, span::kStart),
                                       One("endTimeUnixNano", kFixed64, span::kEnd),
                                       Many("attributes", span::kAttribute, kKeyValue),
                                       One("droppedAttributesCount", kVarint, span::kDroppedAttributes),
                                       Many("events", span::kEvent, kEvent),
                                       One("droppedEventsCount", kVarint, span::kDroppedEvents),
                                       Many("links", span::kLink, kLink),
                                       One("droppedLinksCount", kVarint, span::kDroppedLinks),
                                       Sub("status", span::kStatus, kStatus)};
constexpr MessageSchema kSpan{kSpanFields};

constexpr FieldSchema kExemplarFields[] = {One("timeUnixNano", kFixed64, exemplar::kTime),
                                           One("asDouble", kDouble, exemplar::kDouble),
                                           Signed64("asInt", exemplar::kInt),
                                           One("spanId", kId, exemplar::kSpanId),
                                           One("traceId", kId, exemplar::kTraceId),
                                           Many("filteredAttributes", exemplar::kAttribute, kKeyValue)};
constexpr MessageSchema kExemplar{kExemplarFields};
constexpr FieldSchema kNumberPointFields[] = {Many("attributes", number_point::kAttribute, kKeyValue),
                                              One("startTimeUnixNano", kFixed64, point::kStartTime),
                                              One("timeUnixNano", kFixed64, point::kTime),
                                              One("asDouble", kDouble, number_point::kDouble),
                                              Signed64("asInt", number_point::kInt),
                                              Many("exemplars", number_point::kExemplar, kExemplar),
                                              One("flags", kVarint, number_point::kFlags)};
constexpr MessageSchema kNumberPoint{kNumberPointFields};
constexpr FieldSchema kHistogramPointFields[] = {
    Many("attributes", histogram_point::kAttribute, kKeyValue),
    One("startTimeUnixNano", kFixed64, point::kStartTime),
    One("timeUnixNano", kFixed64, point::kTime),
    One("count", kFixed64, histogram_point::kCount),
    One("sum", kDouble, histogram_point::kSum),
    Packed("bucketCounts", kFixed64, histogram_point::kBucketCounts),
    Packed("explicitBounds", kDouble, histogram_point::kBounds),
    Many("exemplars", histogram_point::kExemplar, kExemplar),
    One("flags", kVarint, histogram_point::kFlags),
    One("min", kDouble, histogram_point::kMin),
    One("max", kDouble, histogram_point::kMax)};
constexpr MessageSchema kHistogramPoint{kHistogramPointFields};
constexpr FieldSchema kBucketsFields[] = {One("offset", kSigned, buckets::kOffset),
                                          Packed("bucketCounts", kVarint, buckets::kCounts)};
constexpr MessageSchema kBuckets{kBucketsFields};
constexpr FieldSchema kExponentialPointFields[] = {
    Many("attributes", exponential_point::kAttribute, kKeyValue),
    One("startTimeUnixNano", kFixed64, point::kStartTime),
    One("timeUnixNano", kFixed64, point::kTime),
    One("count", kFixed64, exponential_point::kCount),
    One("sum", kDouble, exponential_point::kSum),
    One("scale", kSigned, exponential_point::kScale),
    One("zeroCount", kFixed64, exponential_point::kZeroCount),
    Sub("positive", exponential_point::kPositive, kBuckets),
    Sub("negative", exponential_point::kNegative, kBuckets),
    One("flags", kVarint, exponential_point::kFlags),
    Many("exemplars", exponential_point::kExemplar, kExemplar),
    One("min", kDouble, exponential_point::kMin),
    One("max", kDouble, exponential_point::kMax),
    One("zeroThreshold", kDouble, exponential_point::kZeroThreshold)};
constexpr MessageSchema kExponentialPoint{kExponentialPointFields};
constexpr FieldSchema kQuantileFields[] = {One("quantile", kDouble, quantile::kQuantile),
                                           One("value", kDouble, quantile::kValue)};
constexpr MessageSchema kQuantile{kQuantileFields};
constexpr FieldSchema kSummaryPointFields[] = {Many("attributes", summary_point::kAttribute, kKeyValue),
                                               One("startTimeUnixNano", kFixed64, point::kStartTime),
                                               One("timeUnixNano", kFixed64, point::kTime),
                                               One("count", kFixed64, summary_point::kCount),
                                               One("sum", kDouble, summary_point::kSum),
                                               Many("quantileValues", summary_point::kQuantile, kQuantile),
                                               One("flags", kVarint, summary_point::kFlags)};
constexpr MessageSchema kSummaryPoint{kSummaryPointFields};

constexpr FieldSchema kGaugeFields[] = {Many("dataPoints", metric_data::kPoint, kNumberPoint)};
constexpr MessageSchema kGauge{kGaugeFields};
constexpr FieldSchema kSumFields[] = {
    Many("dataPoints", metric_data::kPoint, kNumberPoint),
    Named("aggregationTemporality", metric_data::kTemporality, kTemporalities),
    One("isMonotonic", kBool, metric_data::kIsMonotonic)};
constexpr MessageSchema kSum{kSumFields};
constexpr FieldSchema kHistogramFields[] = {
    Many("dataPoints", metric_data::kPoint, kHistogramPoint),
    Named("aggregationTemporality", metric_data::kTemporality, kTemporalities)};
constexpr MessageSchema kHistogram{kHistogramFields};
constexpr FieldSchema kExponentialHistogramFields[] = {
    Many("dataPoints", metric_data::kPoint, kExponentialPoint),
    Named("aggregationTemporality", metric_data::kTemporality, kTemporalities)};
constexpr MessageSchema kExponentialHistogram{kExponentialHistogramFields};
constexpr FieldSchema kSummaryFields[] = {Many("dataPoints", metric_data::kPoint, kSummaryPoint)};
constexpr MessageSchema kSummary{kSummaryFields};
constexpr FieldSchema kMetricFields[] = {
    One("name", kString, metric::kName),
    One("description", kString, metric::kDescription),
    One("unit", kString, metric::kUnit),
    Sub("gauge", metric::kGauge, kGauge),
    Sub("sum", metric::kSum, kSum),
    Sub("histogram", metric::kHistogram, kHistogram),
    Sub("exponentialHistogram", metric::kExponentialHistogram, kExponentialHistogram),
    Sub("summary", metric::kSummary, kSummary),
    Many("metadata", metric::kMetadata, kKeyValue)};
constexpr MessageSchema kMetric{kMetricFields};

constexpr FieldSchema kScopeLogsFields[] = {Sub("scope", scope_group::kScope, kScope),
                                            Many("logRecords", scope_group::kRecord, kLogRecord),
                                            One("schemaUrl", kString, scope_group::kSchemaUrl)};
constexpr MessageSchema kScopeLogs{kScopeLogsFields};
constexpr FieldSchema kScopeSpansFields[] = {Sub("scope", scope_group::kScope, kScope),
                                             Many("spans", scope_group::kRecord, kSpan),
                                             One("schemaUrl", kString, scope_group::kSchemaUrl)};
constexpr MessageSchema kScopeSpans{kScopeSpansFields};
constexpr FieldSchema kScopeMetricsFields[] = {Sub("scope", scope_group::kScope, kScope),
                                               Many("metrics", scope_group::kRecord, kMetric),
                                               One("schemaUrl", kString, scope_group::kSchemaUrl)};
constexpr MessageSchema kScopeMetrics{kScopeMetricsFields};

constexpr FieldSchema kResourceLogsFields[] = {Sub("resource", resource_group::kResource, kResource),
                                               Many("scopeLogs", resource_group::kScopeGroup, kScopeLogs),
                                               One("schemaUrl", kString, resource_group::kSchemaUrl)};
constexpr MessageSchema kResourceLogs{kResourceLogsFields};
constexpr FieldSchema kResourceSpansFields[] = {Sub("resource", resource_group::kResource, kResource),
                                                Many("scopeSpans", resource_group::kScopeGroup, kScopeSpans),
                                                One("schemaUrl", kString, resource_group::kSchemaUrl)};
constexpr MessageSchema kResourceSpans{kResourceSpansFields};
constexpr FieldSchema kResourceMetricsFields[] = {
    Sub("resource", resource_group::kResource, kResource),
    Many("scopeMetrics", resource_group::kScopeGroup, kScopeMetrics),
    One("schemaUrl", kString, resource_group::kSchemaUrl)};
constexpr MessageSchema kResourceMetrics{kResourceMetricsFields};

constexpr FieldSchema kLogsRequestFields[] = {Many("resourceLogs", request::kResourceGroup, kResourceLogs)};
constexpr MessageSchema kLogsRequest{kLogsRequestFields};
constexpr FieldSchema kTraceRequestFields[] = {
    Many("resourceSpans", request::kResourceGroup, kResourceSpans)};
constexpr MessageSchema kTraceRequest{kTraceRequestFields};
constexpr FieldSchema kMetricsRequestFields[] = {
    Many("resourceMetrics", request::kResourceGroup, kResourceMetrics)};
constexpr MessageSchema kMetricsRequest{kMetricsRequestFields};

// True when `name` is `camel` in snake_case.
bool IsSnakeOf(std::string_view name, std::string_view camel) {
  std::size_t at = 0;
  for (const char c : camel) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && (at >= name.size() || name[at++] != '_')) return false;
    if (at >= name.size() || name[at++] != (upper ? static_cast<char>(c - 'A' + 'a') : c)) return false;
  }
  return at == name.size();
}

}  // namespace

bool FieldSchema::IsPacked() const { return repeated && kind != FieldKind::kMessage; }

const FieldSchema* MessageSchema::Find(std::string_view name, std::size_t& hint) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t at = hint + i < fields.size() ? hint + i : hint + i - fields.size();
    if (fields[at].name != name) continue;
    hint = at + 1 < fields.size() ? at + 1 : 0;
    return &fields[at];
  }
  for (const FieldSchema& field : fields) {
    if (IsSnakeOf(name, field.name)) return &field;
  }
  return nullptr;
}

const MessageSchema& RequestSchema(Signal signal) {
  switch (signal) {
    case Signal::kLogs: return kLogsRequest;
    case Signal::kTraces: return kTraceRequest;
    case Signal::kMetrics: break;
  }
  return kMetricsRequest;
}

}  // namespace sextant::otlp
