// The tags of OTLP messages: opentelemetry-proto 1.x,
// `opentelemetry/proto/{common,resource,trace,logs,metrics}/v1`. Shared by the reader, the JSON reader and
// the writer.
#pragma once

#include "otlp/wire.h"

namespace sextant::otlp {

namespace tag {
constexpr std::uint32_t Varint(std::uint32_t number) { return MakeTag(number, WireType::kVarint); }
constexpr std::uint32_t Fixed64(std::uint32_t number) { return MakeTag(number, WireType::kFixed64); }
constexpr std::uint32_t Fixed32(std::uint32_t number) { return MakeTag(number, WireType::kFixed32); }
constexpr std::uint32_t Bytes(std::uint32_t number) { return MakeTag(number, WireType::kBytes); }
}  // namespace tag

// ExportLogsServiceRequest, ExportTraceServiceRequest and ExportMetricsServiceRequest share this shape:
// request → resource group → scope group → records.
namespace request {
inline constexpr std::uint32_t kResourceGroup = tag::Bytes(1);
}
namespace resource_group {
inline constexpr std::uint32_t kResource = tag::Bytes(1), kScopeGroup = tag::Bytes(2),
                               kSchemaUrl = tag::Bytes(3);
}
namespace scope_group {
inline constexpr std::uint32_t kScope = tag::Bytes(1), kRecord = tag::Bytes(2), kSchemaUrl = tag::Bytes(3);
}
namespace resource {
inline constexpr std::uint32_t kAttribute = tag::Bytes(1), kDroppedAttributes = tag::Varint(2);
}
namespace scope {
inline constexpr std::uint32_t kName = tag::Bytes(1), kVersion = tag::Bytes(2), kAttribute = tag::Bytes(3),
                               kDroppedAttributes = tag::Varint(4);
}
namespace any_value {
inline constexpr std::uint32_t kString = tag::Bytes(1), kBool = tag::Varint(2), kInt = tag::Varint(3),
                               kDouble = tag::Fixed64(4), kArray = tag::Bytes(5), kMap = tag::Bytes(6),
                               kBytes = tag::Bytes(7);
}
// ArrayValue and KeyValueList.
namespace list {
inline constexpr std::uint32_t kValue = tag::Bytes(1);
}
namespace key_value {
inline constexpr std::uint32_t kKey = tag::Bytes(1), kValue = tag::Bytes(2);
}
namespace log_record {
inline constexpr std::uint32_t kTime = tag::Fixed64(1), kSeverityNumber = tag::Varint(2),
                               kSeverityText = tag::Bytes(3), kBody = tag::Bytes(5),
                               kAttribute = tag::Bytes(6), kDroppedAttributes = tag::Varint(7),
                               kFlags = tag::Fixed32(8), kTraceId = tag::Bytes(9), kSpanId = tag::Bytes(10),
                               kObservedTime = tag::Fixed64(11), kEventName = tag::Bytes(12);
}
namespace span {
inline constexpr std::uint32_t kTraceId = tag::Bytes(1), kSpanId = tag::Bytes(2), kTraceState = tag::Bytes(3),
                               kParentSpanId = tag::Bytes(4), kName = tag::Bytes(5), kKind = tag::Varint(6),
                               kStart = tag::Fixed64(7), kEnd = tag::Fixed64(8), kAttribute = tag::Bytes(9),
                               kDroppedAttributes = tag::Varint(10), kEvent = tag::Bytes(11),
                               kDroppedEvents = tag::Varint(12), kLink = tag::Bytes(13),
                               kDroppedLinks = tag::Varint(14), kStatus = tag::Bytes(15),
                               kFlags = tag::Fixed32(16);
}
namespace event {
inline constexpr std::uint32_t kTime = tag::Fixed64(1), kName = tag::Bytes(2), kAttribute = tag::Bytes(3),
                               kDroppedAttributes = tag::Varint(4);
}
namespace link {
inline constexpr std::uint32_t kTraceId = tag::Bytes(1), kSpanId = tag::Bytes(2), kTraceState = tag::Bytes(3),
                               kAttribute = tag::Bytes(4), kDroppedAttributes = tag::Varint(5),
                               kFlags = tag::Fixed32(6);
}
namespace status {
inline constexpr std::uint32_t kMessage = tag::Bytes(2), kCode = tag::Varint(3);
}
namespace metric {
inline constexpr std::uint32_t kName = tag::Bytes(1), kDescription = tag::Bytes(2), kUnit = tag::Bytes(3),
                               kGauge = tag::Bytes(5), kSum = tag::Bytes(7), kHistogram = tag::Bytes(9),
                               kExponentialHistogram = tag::Bytes(10), kSummary = tag::Bytes(11),
                               kMetadata = tag::Bytes(12);
}
// Gauge, Sum, Histogram, ExponentialHistogram, Summary.
namespace metric_data {
inline constexpr std::uint32_t kPoint = tag::Bytes(1), kTemporality = tag::Varint(2),
                               kIsMonotonic = tag::Varint(3);
}
// What all kinds of points have under the same number. Attributes are 7, but 9 in histograms and 1 in
// exponential ones; exemplars and flags differ too.
namespace point {
inline constexpr std::uint32_t kStartTime = tag::Fixed64(2), kTime = tag::Fixed64(3);
}
namespace number_point {
inline constexpr std::uint32_t kDouble = tag::Fixed64(4), kExemplar = tag::Bytes(5), kInt = tag::Fixed64(6),
                               kAttribute = tag::Bytes(7), kFlags = tag::Varint(8);
}
namespace histogram_point {
inline constexpr std::uint32_t kCount = tag::Fixed64(4), kSum = tag::Fixed64(5),
                               kBucketCounts = tag::Bytes(6), kBucketCount = tag::Fixed64(6),
                               kBounds = tag::Bytes(7), kBound = tag::Fixed64(7), kExemplar = tag::Bytes(8),
                               kAttribute = tag::Bytes(9), kFlags = tag::Varint(10), kMin = tag::Fixed64(11),
                               kMax = tag::Fixed64(12);
}
namespace exponential_point {
inline constexpr std::uint32_t kAttribute = tag::Bytes(1), kCount = tag::Fixed64(4), kSum = tag::Fixed64(5),
                               kScale = tag::Varint(6), kZeroCount = tag::Fixed64(7),
                               kPositive = tag::Bytes(8), kNegative = tag::Bytes(9), kFlags = tag::Varint(10),
                               kExemplar = tag::Bytes(11), kMin = tag::Fixed64(12), kMax = tag::Fixed64(13),
                               kZeroThreshold = tag::Fixed64(14);
}
namespace buckets {
inline constexpr std::uint32_t kOffset = tag::Varint(1), kCounts = tag::Bytes(2), kCount = tag::Varint(2);
}
namespace summary_point {
inline constexpr std::uint32_t kCount = tag::Fixed64(4), kSum = tag::Fixed64(5), kQuantile = tag::Bytes(6),
                               kAttribute = tag::Bytes(7), kFlags = tag::Varint(8);
}
namespace quantile {
inline constexpr std::uint32_t kQuantile = tag::Fixed64(1), kValue = tag::Fixed64(2);
}
namespace exemplar {
inline constexpr std::uint32_t kTime = tag::Fixed64(2), kDouble = tag::Fixed64(3), kSpanId = tag::Bytes(4),
                               kTraceId = tag::Bytes(5), kInt = tag::Fixed64(6), kAttribute = tag::Bytes(7);
}

}  // namespace sextant::otlp
