#include "query/plan/tables_testlib.h"

#include <map>

#include "base/status.h"

namespace sextant::testing {
namespace {

constexpr const char* kMap = "Map(LowCardinality(String), String)";
constexpr const char* kLow = "LowCardinality(String)";

bind::ColumnInfo Column(std::string name, std::string type, bool is_alias = false) {
  bind::ColumnInfo column{std::move(name), std::move(type), nullptr, is_alias};
  Result<DataTypePtr> parsed = DataType::Parse(column.type_name);
  if (parsed.ok()) column.type = *parsed;
  return column;
}

TestTable Logs() {
  TestTable table;
  table.schema.columns = {Column("Timestamp", "DateTime64(9)"),
                          Column("TraceId", "String"),
                          Column("SeverityText", kLow),
                          Column("SeverityNumber", "UInt8"),
                          Column("ServiceName", kLow),
                          Column("Body", "String"),
                          Column("ResourceAttributes", kMap),
                          Column("LogAttributes", kMap),
                          Column("TimestampTime", "DateTime", true),
                          Column("__sxt_segment", "UInt64"),
                          Column("__sxt_row", "UInt32")};
  table.schema.indexes = {{"lower(Body)", "text"}, {"mapKeys(LogAttributes)", "bloom_filter"}};
  table.schema.sorting_key = {"Timestamp", "__sxt_segment", "__sxt_row"};
  table.text_column = "Body";
  return table;
}

TestTable Traces() {
  TestTable table;
  table.schema.columns = {Column("Timestamp", "DateTime64(9)"),
                          Column("SpanName", kLow),
                          Column("ServiceName", kLow),
                          Column("SpanAttributes", kMap),
                          Column("Duration", "UInt64"),
                          Column("StatusCode", kLow),
                          Column("Events.Timestamp", "Array(DateTime64(9))"),
                          Column("Events.Name", "Array(LowCardinality(String))"),
                          Column("Events.Attributes", "Array(Map(LowCardinality(String), String))"),
                          Column("Links.TraceId", "Array(String)")};
  table.schema.sorting_key = {"Timestamp", "__sxt_segment", "__sxt_row"};
  table.text_column = "SpanName";
  table.duration_column = "Duration";
  return table;
}

TestTable ClickStack() {
  TestTable table = Logs();
  std::erase_if(table.schema.columns, [](const auto& column) { return column.name.starts_with("__sxt_"); });
  table.schema.sorting_key = {"toStartOfFiveMinutes(Timestamp)", "ServiceName", "Timestamp"};
  return table;
}

TestTable Odd() {
  TestTable table;
  table.schema.columns = {Column("ts", "DateTime"),
                          Column("day", "Date"),
                          Column("maybe", "Nullable(String)"),
                          Column("maybe_low", "LowCardinality(Nullable(String))"),
                          Column("maybe_number", "Nullable(Float64)"),
                          Column("flag", "Bool"),
                          Column("kind", "Enum8('a' = 1, 'b' = 2)"),
                          Column("id", "UUID"),
                          Column("address", "IPv4"),
                          Column("numbers", "Array(Int32)"),
                          Column("counts", "Map(String, UInt64)"),
                          Column("flags", "Map(String, Bool)"),
                          Column("lists", "Map(String, Array(String))"),
                          Column("fixed", "FixedString(4)"),
                          Column("pair", "Tuple(String, UInt8)"),
                          Column("doc", "JSON"),
                          Column("price", "Decimal(10, 2)"),
                          Column("odd name", "String")};
  table.schema.sorting_key = {"ts"};
  return table;
}

}  // namespace

const TestTable& FindTable(std::string_view name) {
  static const std::map<std::string, TestTable, std::less<>> kTables = {
      {"logs", Logs()}, {"traces", Traces()}, {"clickstack", ClickStack()}, {"odd", Odd()}};
  const auto found = kTables.find(name);
  SXT_CHECK(found != kTables.end(), std::string(name));
  return found->second;
}

}  // namespace sextant::testing
