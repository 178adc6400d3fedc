// One metric data point of any kind, as read: views and numbers, before it is a row.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "otlp/attributes.h"
#include "otlp/tally.h"

namespace sextant::otlp {

struct ExemplarFields {
  std::uint64_t time = 0;
  double value = 0;
  std::string_view span_id;
  std::string_view trace_id;
  std::size_t attributes_begin = 0;  // in PointFields::exemplar_attributes
  std::size_t attributes_end = 0;
};

struct BucketFields {
  std::int32_t offset = 0;
  std::vector<std::uint64_t> counts;
};

// The union of all kinds; a kind leaves alone what it does not have. Reused from point to point, so that its
// lists keep their room.
struct PointFields {
  std::uint64_t start_time = 0;
  std::uint64_t time = 0;
  std::uint32_t flags = 0;
  KeyValues attributes;
  std::vector<ExemplarFields> exemplars;
  KeyValues exemplar_attributes;
  double value = 0;  // gauges and sums
  std::uint64_t count = 0;
  double sum = 0;
  double min = 0;
  double max = 0;
  std::vector<std::uint64_t> bucket_counts;
  std::vector<double> bounds;
  std::int32_t scale = 0;
  std::uint64_t zero_count = 0;
  BucketFields positive;
  BucketFields negative;
  std::vector<double> quantiles;
  std::vector<double> quantile_values;
};

// Each fills `point` from a message of its kind. Lists stop growing just past their limit. Throw WireFault.
void ReadNumberPoint(std::string_view message, const DecodeLimits& limits, PointFields& point);
void ReadHistogramPoint(std::string_view message, const DecodeLimits& limits, PointFields& point);
void ReadExponentialPoint(std::string_view message, const DecodeLimits& limits, PointFields& point);
void ReadSummaryPoint(std::string_view message, const DecodeLimits& limits, PointFields& point);

// Why the point, whose time is `time`, is refused; nullptr when it is not.
const char* RefusalOf(const PointFields& point, std::uint64_t time, const Tally& tally);

}  // namespace sextant::otlp
