// The columns of the five metric tables, in the order of their schemas, and typed access to them.
#pragma once

#include "otlp/tables.h"

namespace sextant::otlp {

// What every metric table starts with.
struct PointColumns {
  explicit PointColumns(Block& block);
  AttributeColumn resource_attributes;
  LowCardinalityColumn& resource_schema_url;
  LowCardinalityColumn& scope_name;
  LowCardinalityColumn& scope_version;
  AttributeColumn scope_attributes;
  NumberColumn<std::uint32_t>& scope_dropped_attributes;
  LowCardinalityColumn& scope_schema_url;
  LowCardinalityColumn& service_name;
  LowCardinalityColumn& metric_name;
  LowCardinalityColumn& metric_description;
  LowCardinalityColumn& metric_unit;
  AttributeColumn attributes;
  NumberColumn<std::int64_t>& start_time;
  NumberColumn<std::int64_t>& time;
};

struct ExemplarColumns {
  explicit ExemplarColumns(Block& block);
  AttributeArray attributes;
  ArrayOf<NumberColumn<std::int64_t>> times;
  ArrayOf<NumberColumn<double>> values;
  ArrayOf<StringColumn> span_ids;
  ArrayOf<StringColumn> trace_ids;
};

// otel_metrics_gauge.
struct GaugeColumns {
  explicit GaugeColumns(Block& block);
  PointColumns point;
  NumberColumn<double>& value;
  NumberColumn<std::uint32_t>& flags;
  ExemplarColumns exemplars;
};

// otel_metrics_sum.
struct SumColumns {
  explicit SumColumns(Block& block);
  PointColumns point;
  NumberColumn<double>& value;
  NumberColumn<std::uint32_t>& flags;
  ExemplarColumns exemplars;
  NumberColumn<std::int32_t>& temporality;
  NumberColumn<std::uint8_t>& is_monotonic;
};

// otel_metrics_histogram.
struct HistogramColumns {
  explicit HistogramColumns(Block& block);
  PointColumns point;
  NumberColumn<std::uint64_t>& count;
  NumberColumn<double>& sum;
  ArrayOf<NumberColumn<std::uint64_t>> bucket_counts;
  ArrayOf<NumberColumn<double>> bounds;
  ExemplarColumns exemplars;
  NumberColumn<std::uint32_t>& flags;
  NumberColumn<double>& min;
  NumberColumn<double>& max;
  NumberColumn<std::int32_t>& temporality;
};

// otel_metrics_exponential_histogram.
struct ExponentialColumns {
  explicit ExponentialColumns(Block& block);
  PointColumns point;
  NumberColumn<std::uint64_t>& count;
  NumberColumn<double>& sum;
  NumberColumn<std::int32_t>& scale;
  NumberColumn<std::uint64_t>& zero_count;
  NumberColumn<std::int32_t>& positive_offset;
  ArrayOf<NumberColumn<std::uint64_t>> positive_counts;
  NumberColumn<std::int32_t>& negative_offset;
  ArrayOf<NumberColumn<std::uint64_t>> negative_counts;
  ExemplarColumns exemplars;
  NumberColumn<std::uint32_t>& flags;
  NumberColumn<double>& min;
  NumberColumn<double>& max;
  NumberColumn<std::int32_t>& temporality;
};

// otel_metrics_summary.
struct SummaryColumns {
  explicit SummaryColumns(Block& block);
  PointColumns point;
  NumberColumn<std::uint64_t>& count;
  NumberColumn<double>& sum;
  ArrayOf<NumberColumn<double>> quantiles;
  ArrayOf<NumberColumn<double>> values;
  NumberColumn<std::uint32_t>& flags;
};

}  // namespace sextant::otlp
