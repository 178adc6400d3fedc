#include "search/log_rows_testlib.h"

namespace sextant::testing {
namespace {

void AppendMap(MapColumn& column, const std::map<std::string, std::string>& map) {
  for (const auto& [key, value] : map) {
    static_cast<LowCardinalityColumn&>(*column.keys).Append(key);
    static_cast<StringColumn&>(*column.values).Append(value);
  }
  column.EndRow();
}

}  // namespace

Status InsertLogs(Store& store, const std::string& database, std::uint64_t segment,
                  const std::vector<LogRecord>& records) {
  constexpr const char* kMap = "Map(LowCardinality(String), String)";
  constexpr const char* kLow = "LowCardinality(String)";
  Block block;
  auto& time = block.Add<NumberColumn<std::int64_t>>("Timestamp", "DateTime64(9)");
  auto& service = block.Add<LowCardinalityColumn>("ServiceName", kLow);
  auto& severity = block.Add<LowCardinalityColumn>("SeverityText", kLow);
  auto& number = block.Add<NumberColumn<std::uint8_t>>("SeverityNumber", "UInt8");
  auto& body = block.Add<StringColumn>("Body", "String");
  auto& attributes = block.Add<MapColumn>("LogAttributes", kMap);
  auto& resource = block.Add<MapColumn>("ResourceAttributes", kMap);
  auto& segments = block.Add<NumberColumn<std::uint64_t>>("__sxt_segment", "UInt64");
  auto& rows = block.Add<NumberColumn<std::uint32_t>>("__sxt_row", "UInt32");
  for (std::size_t i = 0; i < records.size(); ++i) {
    const LogRecord& record = records[i];
    time.Append(record.time);
    service.Append(record.service);
    severity.Append(record.severity);
    number.Append(record.severity_number);
    body.Append(record.body);
    AppendMap(attributes, record.attributes);
    AppendMap(resource, record.resource);
    segments.Append(segment);
    rows.Append(static_cast<std::uint32_t>(i));
  }
  return store.Insert(database, "otel_logs", block, "", Deadline::After(std::chrono::seconds(30)));
}

}  // namespace sextant::testing
