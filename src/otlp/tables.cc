#include "otlp/tables.h"

#include "otlp/decode.h"

namespace sextant::otlp {
namespace {

// The types, parsed once. Constants, though C++ has no way to say so before main.
struct Types {
  DataTypePtr time = DataType::Of("DateTime64(9)");
  DataTypePtr uint8 = DataType::Of("UInt8");
  DataTypePtr uint64 = DataType::Of("UInt64");
  DataTypePtr text = DataType::Of("String");
  DataTypePtr name = DataType::Of("LowCardinality(String)");
  DataTypePtr attributes = DataType::Of("Map(LowCardinality(String), String)");
  DataTypePtr times = DataType::Of("Array(DateTime64(9))");
  DataTypePtr texts = DataType::Of("Array(String)");
  DataTypePtr names = DataType::Of("Array(LowCardinality(String))");
  DataTypePtr attribute_sets = DataType::Of("Array(Map(LowCardinality(String), String))");
};

const Types& Type() {
  static const Types types;
  return types;
}

template <typename C>
C& Add(Block& block, const char* name, const DataTypePtr& type) {
  ColumnPtr column = MakeColumn(*type);
  SXT_CHECK(dynamic_cast<C*>(column.get()) != nullptr, name);
  auto& typed = static_cast<C&>(*column);
  block.columns.push_back({name, type, std::move(column)});
  return typed;
}

NumberColumn<std::int64_t>& AddTime(Block& block, const char* name) {
  return Add<NumberColumn<std::int64_t>>(block, name, Type().time);
}
StringColumn& AddText(Block& block, const char* name) { return Add<StringColumn>(block, name, Type().text); }
LowCardinalityColumn& AddName(Block& block, const char* name) {
  return Add<LowCardinalityColumn>(block, name, Type().name);
}
MapColumn& AddAttributes(Block& block, const char* name) {
  return Add<MapColumn>(block, name, Type().attributes);
}
ArrayColumn& AddArray(Block& block, const char* name, const DataTypePtr& type) {
  return Add<ArrayColumn>(block, name, type);
}

}  // namespace

LogColumns::LogColumns(Block& block)
    : timestamp(AddTime(block, "Timestamp")),
      trace_id(AddText(block, "TraceId")),
      span_id(AddText(block, "SpanId")),
      trace_flags(Add<NumberColumn<std::uint8_t>>(block, "TraceFlags", Type().uint8)),
      severity_text(AddName(block, "SeverityText")),
      severity_number(Add<NumberColumn<std::uint8_t>>(block, "SeverityNumber", Type().uint8)),
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
      duration(Add<NumberColumn<std::uint64_t>>(block, "Duration", Type().uint64)),
      status_code(AddName(block, "StatusCode")),
      status_message(AddText(block, "StatusMessage")),
      event_timestamps(AddArray(block, "Events.Timestamp", Type().times)),
      event_names(AddArray(block, "Events.Name", Type().names)),
      event_attributes(AddArray(block, "Events.Attributes", Type().attribute_sets)),
      link_trace_ids(AddArray(block, "Links.TraceId", Type().texts)),
      link_span_ids(AddArray(block, "Links.SpanId", Type().texts)),
      link_trace_states(AddArray(block, "Links.TraceState", Type().texts)),
      link_attributes(AddArray(block, "Links.Attributes", Type().attribute_sets)) {}

}  // namespace sextant::otlp
