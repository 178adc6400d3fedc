#include <algorithm>

#include "model/rollup.h"
#include "search/catalog.h"

namespace sextant::search {
namespace {

// The standard tables (clickstack's names) and the columns that they must have to be what they are called.
struct Standard {
  std::string_view table;
  std::string_view title;
  SourceKind kind;
  std::vector<std::string_view> required;
};

const std::vector<Standard>& Standards() {
  static const std::vector<Standard> kStandards = {
      {"otel_logs",
       "Logs",
       SourceKind::kLog,
       {"Timestamp", "Body", "SeverityText", "ServiceName", "LogAttributes"}},
      {"otel_traces",
       "Traces",
       SourceKind::kTrace,
       {"Timestamp", "SpanName", "Duration", "TraceId", "SpanId", "ServiceName", "SpanAttributes",
        "StatusCode"}},
      {"hyperdx_sessions", "Sessions", SourceKind::kSession, {"Timestamp", "Body", "LogAttributes"}},
      {"otel_metrics_gauge", "Metrics", SourceKind::kMetric, {"TimeUnix", "MetricName", "Value"}},
  };
  return kStandards;
}

bool HasAll(const bind::TableSchema& schema, const std::vector<std::string_view>& names) {
  return std::all_of(names.begin(), names.end(),
                     [&](std::string_view name) { return schema.Find(name) != nullptr; });
}

// Others' rollups do not say how many rows they have counted, so they are not used.
std::string RollupOf(std::string_view table,
                     const std::vector<std::pair<std::string, bind::TableSchema>>& tables) {
  const std::string wanted = rollup::TableNameFor(table);
  for (const auto& [name, schema] : tables) {
    if (name == wanted && HasAll(schema, {"Timestamp", "ColumnIdentifier", "Key", "Value", "count"}))
      return name;
  }
  return "";
}

void DescribeLog(Source& source) {
  source.default_select = {"Timestamp", "ServiceName", "SeverityText", "Body"};
  source.body = "Body";
  source.severity = "SeverityText";
  source.trace_id = "TraceId";
  source.span_id = "SpanId";
  source.event_attributes = "LogAttributes";
}

void DescribeTrace(Source& source) {
  source.default_select = {"Timestamp", "ServiceName", "StatusCode", "Duration", "SpanName"};
  source.body = "SpanName";
  source.severity = "StatusCode";
  source.trace_id = "TraceId";
  source.span_id = "SpanId";
  source.parent_span_id = "ParentSpanId";
  source.duration = "Duration";
  source.event_attributes = "SpanAttributes";
}

void Describe(Source& source) {
  source.timestamp = "Timestamp";
  source.service = "ServiceName";
  source.resource_attributes = "ResourceAttributes";
  switch (source.kind) {
    case SourceKind::kLog: DescribeLog(source); break;
    case SourceKind::kTrace: DescribeTrace(source); break;
    case SourceKind::kSession:
      DescribeLog(source);
      source.default_select = {"Timestamp", "ServiceName", "Body"};
      break;
    case SourceKind::kMetric:
      source.timestamp = "TimeUnix";
      source.default_select = {"TimeUnix", "ServiceName", "MetricName", "Value"};
      source.body = "MetricName";
      source.event_attributes = "Attributes";
      break;
  }
}

// What the table has not is left out, whatever the standard says.
void ForgetMissing(Source& source, const bind::TableSchema& schema) {
  for (std::string* name :
       {&source.body, &source.severity, &source.service, &source.trace_id, &source.span_id,
        &source.parent_span_id, &source.duration, &source.event_attributes, &source.resource_attributes}) {
    if (!name->empty() && schema.Find(*name) == nullptr) name->clear();
  }
  std::erase_if(source.default_select, [&](const std::string& name) { return schema.Find(name) == nullptr; });
}

std::string& RelativeOf(Source& source, SourceKind kind) {
  switch (kind) {
    case SourceKind::kLog: return source.log_source;
    case SourceKind::kTrace: return source.trace_source;
    case SourceKind::kSession: return source.session_source;
    case SourceKind::kMetric: break;
  }
  return source.metric_source;
}

void NameRelatives(std::vector<SourceTable>& sources) {
  for (SourceTable& each : sources) {
    for (const SourceTable& other : sources) {
      if (other.source.id != each.source.id) RelativeOf(each.source, other.source.kind) = other.source.id;
    }
  }
}

}  // namespace

std::vector<SourceTable> RecogniseSources(const CatalogDatabase& database,
                                          std::vector<std::pair<std::string, bind::TableSchema>> tables) {
  std::vector<SourceTable> found;
  for (const Standard& standard : Standards()) {
    for (auto& [name, schema] : tables) {
      if (name != standard.table || !HasAll(schema, standard.required)) continue;
      SourceTable recognised;
      Source& source = recognised.source;
      source.id = database.name + '.' + name;
      source.name = (database.title.empty() ? "" : database.title + ' ') + std::string(standard.title);
      source.kind = standard.kind;
      source.database = database.name;
      source.table = name;
      Describe(source);
      ForgetMissing(source, schema);
      source.has_row_identity = HasAll(schema, {"__sxt_segment", "__sxt_row"});
      if (source.has_row_identity) recognised.rollup = RollupOf(name, tables);
      recognised.schema = std::move(schema);
      found.push_back(std::move(recognised));
    }
  }
  NameRelatives(found);
  return found;
}

}  // namespace sextant::search
