// A source: a table and what its columns mean. Names follow ClickStack's source settings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sextant {

enum class SourceKind : std::uint8_t { kLog, kTrace, kSession, kMetric };

// "log", "trace", "session", "metric".
std::string_view SourceKindName(SourceKind kind);

// Expressions are column names or SQL expressions over the table; empty means the table has none.
struct Source {
  std::string id;    // stable, in URLs: "otel_v2.otel_logs"
  std::string name;  // on screen: "Demo Logs"
  SourceKind kind = SourceKind::kLog;
  std::string database;
  std::string table;

  std::string timestamp;                    // DateTime64(9) column that time ranges filter
  std::vector<std::string> default_select;  // columns of the results table, in order
  std::string body;                         // what a bare word searches (log body, span name)
  std::string severity;                     // log severity text, or span status code
  std::string service;
  std::string trace_id;
  std::string span_id;
  std::string parent_span_id;
  std::string duration;  // nanoseconds
  std::string event_attributes;
  std::string resource_attributes;

  // Ids of the sources of this database that tell of the same traces; "" when there is none or it is this
  // one.
  std::string log_source;
  std::string trace_source;
  std::string session_source;
  std::string metric_source;

  // True for tables of ours: __sxt_segment and __sxt_row identify a row.
  bool has_row_identity = true;
};

}  // namespace sextant
