// The columns of each table, in the order in which rows travel, and typed access to them. Names and meaning
// are those of the OpenTelemetry ClickHouse exporter as ClickStack ships it.
#pragma once

#include "model/block.h"
#include "otlp/attributes.h"

namespace sextant::otlp {

// Array(T) with typed access to its elements.
template <typename C>
struct ArrayOf {
  explicit ArrayOf(ArrayColumn& column) : array(column), values(static_cast<C&>(*column.values)) {}
  ArrayColumn& array;
  C& values;
};

// Array(Map(LowCardinality(String), String)).
struct AttributeArray {
  explicit AttributeArray(ArrayColumn& column)
      : array(column), values(static_cast<MapColumn&>(*column.values)) {}
  ArrayColumn& array;
  AttributeColumn values;
};

// Each set of columns adds its columns to an empty block, which must outlive it, and keeps references.

// otel_logs and hyperdx_sessions.
struct LogColumns {
  explicit LogColumns(Block& block);
  NumberColumn<std::int64_t>& timestamp;
  StringColumn& trace_id;
  StringColumn& span_id;
  NumberColumn<std::uint8_t>& trace_flags;
  LowCardinalityColumn& severity_text;
  NumberColumn<std::uint8_t>& severity_number;
  LowCardinalityColumn& service_name;
  StringColumn& body;
  LowCardinalityColumn& resource_schema_url;
  AttributeColumn resource_attributes;
  LowCardinalityColumn& scope_schema_url;
  LowCardinalityColumn& scope_name;
  LowCardinalityColumn& scope_version;
  AttributeColumn scope_attributes;
  AttributeColumn log_attributes;
  LowCardinalityColumn& event_name;
};

// otel_traces.
struct SpanColumns {
  explicit SpanColumns(Block& block);
  NumberColumn<std::int64_t>& timestamp;
  StringColumn& trace_id;
  StringColumn& span_id;
  StringColumn& parent_span_id;
  StringColumn& trace_state;
  LowCardinalityColumn& span_name;
  LowCardinalityColumn& span_kind;
  LowCardinalityColumn& service_name;
  AttributeColumn resource_attributes;
  LowCardinalityColumn& scope_name;
  LowCardinalityColumn& scope_version;
  AttributeColumn span_attributes;
  NumberColumn<std::uint64_t>& duration;
  LowCardinalityColumn& status_code;
  StringColumn& status_message;
  ArrayOf<NumberColumn<std::int64_t>> event_timestamps;
  ArrayOf<LowCardinalityColumn> event_names;
  AttributeArray event_attributes;
  ArrayOf<StringColumn> link_trace_ids;
  ArrayOf<StringColumn> link_span_ids;
  ArrayOf<StringColumn> link_trace_states;
  AttributeArray link_attributes;
};

}  // namespace sextant::otlp
