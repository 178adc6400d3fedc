#include "otlp/tables.h"

#include "otlp/add_column.h"

namespace sextant::otlp {

const ColumnTypes& Types() {
  static const ColumnTypes types;
  return types;
}

LogColumns::LogColumns(Block& block)
    : timestamp(AddTime(block, "Timestamp")),
      trace_id(AddText(block, "TraceId")),
      span_id(AddText(block, "SpanId")),
      trace_flags(AddUint8(block, "TraceFlags")),
      severity_text(AddName(block, "SeverityText")),
      severity_number(AddUint8(block, "SeverityNumber")),
      service_name(AddName(block, "ServiceName")),
      body(AddText(block, "Body")),
      resource_schema_url(AddName(block, "ResourceSchemaUrl")),
      resource_attributes(AddAttributes(block, "ResourceAttributes")),
      scope_schema_url(AddName(block, "ScopeSchemaUrl")),
      scope_name(AddName(block, "ScopeName")),
      scope_version(AddName(block, "ScopeVersion")),
      scope_attributes(AddAttributes(block, "ScopeAttributes")),
      log_attributes(AddAttributes(block, "LogAttributes")),
      event_name(AddName(block, "EventName")) {}

SpanColumns::SpanColumns(Block& block)
    : timestamp(AddTime(block, "Timestamp")),
      trace_id(AddText(block, "TraceId")),
      span_id(AddText(block, "SpanId")),
      parent_span_id(AddText(block, "ParentSpanId")),
      trace_state(AddText(block, "TraceState")),
      span_name(AddName(block, "SpanName")),
      span_kind(AddName(block, "SpanKind")),
      service_name(AddName(block, "ServiceName")),
      resource_attributes(AddAttributes(block, "ResourceAttributes")),
      scope_name(AddName(block, "ScopeName")),
      scope_version(AddName(block, "ScopeVersion")),
      span_attributes(AddAttributes(block, "SpanAttributes")),
      duration(AddUint64(block, "Duration")),
      status_code(AddName(block, "StatusCode")),
      status_message(AddText(block, "StatusMessage")),
      event_timestamps(AddArray(block, "Events.Timestamp", Types().times)),
      event_names(AddArray(block, "Events.Name", Types().names)),
      event_attributes(AddArray(block, "Events.Attributes", Types().attribute_sets)),
      link_trace_ids(AddArray(block, "Links.TraceId", Types().texts)),
      link_span_ids(AddArray(block, "Links.SpanId", Types().texts)),
      link_trace_states(AddArray(block, "Links.TraceState", Types().texts)),
      link_attributes(AddArray(block, "Links.Attributes", Types().attribute_sets)) {}

}  // namespace sextant::otlp
