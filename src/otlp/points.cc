#include "otlp/points.h"

#include <algorithm>

#include "otlp/fields.h"
#include "otlp/request.h"

namespace sextant::otlp {
namespace {

void Clear(PointFields& point) {
  point.start_time = point.time = 0;
  point.flags = 0;
  point.attributes.clear();
  point.exemplars.clear();
  point.exemplar_attributes.clear();
  point.value = point.sum = point.min = point.max = 0;
  point.count = point.zero_count = 0;
  point.bucket_counts.clear();
  point.bounds.clear();
  point.scale = 0;
  for (BucketFields* buckets : {&point.positive, &point.negative}) {
    buckets->offset = 0;
    buckets->counts.clear();
  }
  point.quantiles.clear();
  point.quantile_values.clear();
}

template <typename T>
void Add(std::vector<T>& list, T value, std::size_t limit) {
  if (list.size() <= limit) list.push_back(value);
}

double IntegerAsDouble(std::uint64_t bits) { return static_cast<double>(static_cast<std::int64_t>(bits)); }

void ReadExemplar(std::string_view message, const DecodeLimits& limits, PointFields& point) {
  if (point.exemplars.size() > limits.max_events) return;
  ExemplarFields fields;
  KeyValues& attributes = point.exemplar_attributes;
  fields.attributes_begin = attributes.size();
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case exemplar::kTime: fields.time = r.Fixed64(); break;
      case exemplar::kDouble: fields.value = r.Double(); break;
      case exemplar::kInt: fields.value = IntegerAsDouble(r.Fixed64()); break;
      case exemplar::kSpanId: fields.span_id = r.Bytes(); break;
      case exemplar::kTraceId: fields.trace_id = r.Bytes(); break;
      case exemplar::kAttribute:
        Collect(attributes, r.Bytes(), fields.attributes_begin + limits.max_attributes);
        break;
      default: r.Skip();
    }
  }
  fields.attributes_end = attributes.size();
  point.exemplars.push_back(fields);
}

void ReadBuckets(std::string_view message, const DecodeLimits& limits, BucketFields& fields) {
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case buckets::kOffset: fields.offset = r.Sint32(); break;
      case buckets::kCount: Add(fields.counts, r.Varint(), limits.max_buckets); break;
      case buckets::kCounts:
        for (WireReader list(r.Bytes()); !list.AtEnd();)
          Add(fields.counts, list.Varint(), limits.max_buckets);
        break;
      default: r.Skip();
    }
  }
}

void ReadQuantile(std::string_view message, const DecodeLimits& limits, PointFields& point) {
  double quantile = 0;
  double value = 0;
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case quantile::kQuantile: quantile = r.Double(); break;
      case quantile::kValue: value = r.Double(); break;
      default: r.Skip();
    }
  }
  Add(point.quantiles, quantile, limits.max_buckets);
  Add(point.quantile_values, value, limits.max_buckets);
}

}  // namespace

void ReadNumberPoint(std::string_view message, const DecodeLimits& limits, PointFields& point) {
  Clear(point);
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case point::kStartTime: point.start_time = r.Fixed64(); break;
      case point::kTime: point.time = r.Fixed64(); break;
      case number_point::kAttribute: Collect(point.attributes, r.Bytes(), limits.max_attributes); break;
      case number_point::kDouble: point.value = r.Double(); break;
      case number_point::kInt: point.value = IntegerAsDouble(r.Fixed64()); break;
      case number_point::kExemplar: ReadExemplar(r.Bytes(), limits, point); break;
      case number_point::kFlags: point.flags = r.Uint32(); break;
      default: r.Skip();
    }
  }
}

void ReadHistogramPoint(std::string_view message, const DecodeLimits& limits, PointFields& point) {
  Clear(point);
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case point::kStartTime: point.start_time = r.Fixed64(); break;
      case point::kTime: point.time = r.Fixed64(); break;
      case histogram_point::kAttribute: Collect(point.attributes, r.Bytes(), limits.max_attributes); break;
      case histogram_point::kCount: point.count = r.Fixed64(); break;
      case histogram_point::kSum: point.sum = r.Double(); break;
      case histogram_point::kMin: point.min = r.Double(); break;
      case histogram_point::kMax: point.max = r.Double(); break;
      case histogram_point::kBucketCount: Add(point.bucket_counts, r.Fixed64(), limits.max_buckets); break;
      case histogram_point::kBucketCounts:
        for (WireReader list(r.Bytes()); !list.AtEnd();) {
          Add(point.bucket_counts, list.Fixed64(), limits.max_buckets);
        }
        break;
      case histogram_point::kBound: Add(point.bounds, r.Double(), limits.max_buckets); break;
      case histogram_point::kBounds:
        for (WireReader list(r.Bytes()); !list.AtEnd();) Add(point.bounds, list.Double(), limits.max_buckets);
        break;
      case histogram_point::kExemplar: ReadExemplar(r.Bytes(), limits, point); break;
      case histogram_point::kFlags: point.flags = r.Uint32(); break;
      default: r.Skip();
    }
  }
}

void ReadExponentialPoint(std::string_view message, const DecodeLimits& limits, PointFields& point) {
  Clear(point);
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case point::kStartTime: point.start_time = r.Fixed64(); break;
      case point::kTime: point.time = r.Fixed64(); break;
      case exponential_point::kAttribute: Collect(point.attributes, r.Bytes(), limits.max_attributes); break;
      case exponential_point::kCount: point.count = r.Fixed64(); break;
      case exponential_point::kSum: point.sum = r.Double(); break;
      case exponential_point::kMin: point.min = r.Double(); break;
      case exponential_point::kMax: point.max = r.Double(); break;
      case exponential_point::kScale: point.scale = r.Sint32(); break;
      case exponential_point::kZeroCount: point.zero_count = r.Fixed64(); break;
      case exponential_point::kPositive: ReadBuckets(r.Bytes(), limits, point.positive); break;
      case exponential_point::kNegative: ReadBuckets(r.Bytes(), limits, point.negative); break;
      case exponential_point::kExemplar: ReadExemplar(r.Bytes(), limits, point); break;
      case exponential_point::kFlags: point.flags = r.Uint32(); break;
      default: r.Skip();
    }
  }
}

void ReadSummaryPoint(std::string_view message, const DecodeLimits& limits, PointFields& point) {
  Clear(point);
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case point::kStartTime: point.start_time = r.Fixed64(); break;
      case point::kTime: point.time = r.Fixed64(); break;
      case summary_point::kAttribute: Collect(point.attributes, r.Bytes(), limits.max_attributes); break;
      case summary_point::kCount: point.count = r.Fixed64(); break;
      case summary_point::kSum: point.sum = r.Double(); break;
      case summary_point::kQuantile: ReadQuantile(r.Bytes(), limits, point); break;
      case summary_point::kFlags: point.flags = r.Uint32(); break;
      default: r.Skip();
    }
  }
}

const char* RefusalOf(const PointFields& point, std::uint64_t time, const Tally& tally) {
  const DecodeLimits& limits = tally.limits();
  if (const char* reason = tally.RefusalOf(time)) return reason;
  if (const char* reason = RefusalOf(point.attributes, limits)) return reason;
  if (point.exemplars.size() > limits.max_events) return reason::kTooManyEvents;
  for (const ExemplarFields& exemplar : point.exemplars) {
    const std::string_view* attributes = point.exemplar_attributes.data();
    const char* reason =
        RefusalOf(attributes + exemplar.attributes_begin, attributes + exemplar.attributes_end, limits);
    if (reason != nullptr) return reason;
  }
  const std::size_t buckets =
      std::max({point.bucket_counts.size(), point.bounds.size(), point.quantiles.size(),
                point.positive.counts.size(), point.negative.counts.size()});
  return buckets > limits.max_buckets ? reason::kTooManyBuckets : nullptr;
}

}  // namespace sextant::otlp
