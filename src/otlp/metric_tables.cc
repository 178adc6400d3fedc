#include "otlp/metric_tables.h"

#include "otlp/add_column.h"

namespace sextant::otlp {

PointColumns::PointColumns(Block& block)
    : resource_attributes(AddAttributes(block, "ResourceAttributes")),
      resource_schema_url(AddName(block, "ResourceSchemaUrl")),
      scope_name(AddName(block, "ScopeName")),
      scope_version(AddName(block, "ScopeVersion")),
      scope_attributes(AddAttributes(block, "ScopeAttributes")),
      scope_dropped_attributes(AddUint32(block, "ScopeDroppedAttrCount")),
      scope_schema_url(AddName(block, "ScopeSchemaUrl")),
      service_name(AddName(block, "ServiceName")),
      metric_name(AddName(block, "MetricName")),
      metric_description(AddName(block, "MetricDescription")),
      metric_unit(AddName(block, "MetricUnit")),
      attributes(AddAttributes(block, "Attributes")),
      start_time(AddTime(block, "StartTimeUnix")),
      time(AddTime(block, "TimeUnix")) {}

ExemplarColumns::ExemplarColumns(Block& block)
    : attributes(AddArray(block, "Exemplars.FilteredAttributes", Types().attribute_sets)),
      times(AddArray(block, "Exemplars.TimeUnix", Types().times)),
      values(AddArray(block, "Exemplars.Value", Types().float64s)),
      span_ids(AddArray(block, "Exemplars.SpanId", Types().texts)),
      trace_ids(AddArray(block, "Exemplars.TraceId", Types().texts)) {}

GaugeColumns::GaugeColumns(Block& block)
    : point(block), value(AddFloat64(block, "Value")), flags(AddUint32(block, "Flags")), exemplars(block) {}

SumColumns::SumColumns(Block& block)
    : point(block),
      value(AddFloat64(block, "Value")),
      flags(AddUint32(block, "Flags")),
      exemplars(block),
      temporality(AddInt32(block, "AggregationTemporality")),
      is_monotonic(AddFlag(block, "IsMonotonic")) {}

HistogramColumns::HistogramColumns(Block& block)
    : point(block),
      count(AddUint64(block, "Count")),
      sum(AddFloat64(block, "Sum")),
      bucket_counts(AddArray(block, "BucketCounts", Types().uint64s)),
      bounds(AddArray(block, "ExplicitBounds", Types().float64s)),
      exemplars(block),
      flags(AddUint32(block, "Flags")),
      min(AddFloat64(block, "Min")),
      max(AddFloat64(block, "Max")),
      temporality(AddInt32(block, "AggregationTemporality")) {}

ExponentialColumns::ExponentialColumns(Block& block)
    : point(block),
      count(AddUint64(block, "Count")),
      sum(AddFloat64(block, "Sum")),
      scale(AddInt32(block, "Scale")),
      zero_count(AddUint64(block, "ZeroCount")),
      positive_offset(AddInt32(block, "PositiveOffset")),
      positive_counts(AddArray(block, "PositiveBucketCounts", Types().uint64s)),
      negative_offset(AddInt32(block, "NegativeOffset")),
      negative_counts(AddArray(block, "NegativeBucketCounts", Types().uint64s)),
      exemplars(block),
      flags(AddUint32(block, "Flags")),
      min(AddFloat64(block, "Min")),
      max(AddFloat64(block, "Max")),
      temporality(AddInt32(block, "AggregationTemporality")) {}

SummaryColumns::SummaryColumns(Block& block)
    : point(block),
      count(AddUint64(block, "Count")),
      sum(AddFloat64(block, "Sum")),
      quantiles(AddArray(block, "ValueAtQuantiles.Quantile", Types().float64s)),
      values(AddArray(block, "ValueAtQuantiles.Value", Types().float64s)),
      flags(AddUint32(block, "Flags")) {}

}  // namespace sextant::otlp
