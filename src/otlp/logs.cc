#include <algorithm>

#include "otlp/fields.h"
#include "otlp/records.h"
#include "otlp/tables.h"
#include "otlp/value_text.h"

namespace sextant::otlp {
namespace {

struct LogFields {
  std::uint64_t time = 0;
  std::uint64_t observed_time = 0;
  std::uint64_t severity_number = 0;
  std::uint32_t flags = 0;
  std::string_view severity_text;
  std::string_view body;
  std::string_view trace_id;
  std::string_view span_id;
  std::string_view event_name;
};

class LogSink final : public RowSink {
 public:
  explicit LogSink(Tally& tally) : tally_(tally), columns_(block_) {}

  std::size_t RowsOf(std::string_view) const override { return 1; }
  void BeginRequest(std::size_t rows, std::size_t bytes) override;
  void BeginScope(const Surroundings& surroundings) override;
  void Record(std::string_view message) override;
  std::vector<TableRows> Take() override;

 private:
  LogFields Read(std::string_view message);
  const char* RefusalOf(const LogFields& log, std::uint64_t time) const;
  void Append(const LogFields& log, std::uint64_t time);

  Tally& tally_;
  Block block_;
  LogColumns columns_;
  KeyValues attributes_;  // of the record being read
  const Surroundings* around_ = nullptr;
  std::vector<std::uint32_t> resource_keys_;
  std::vector<std::uint32_t> scope_keys_;
  std::uint32_t service_name_ = 0;
  std::uint32_t resource_schema_url_ = 0;
  std::uint32_t scope_schema_url_ = 0;
  std::uint32_t scope_name_ = 0;
  std::uint32_t scope_version_ = 0;
};

void LogSink::BeginRequest(std::size_t rows, std::size_t bytes) {
  columns_.timestamp.values.reserve(rows);
  columns_.trace_id.ends.reserve(rows);
  columns_.span_id.ends.reserve(rows);
  columns_.trace_flags.values.reserve(rows);
  columns_.severity_text.indexes.reserve(rows);
  columns_.severity_number.values.reserve(rows);
  columns_.service_name.indexes.reserve(rows);
  columns_.body.ends.reserve(rows);
  columns_.body.data.reserve(bytes / 2);
  columns_.resource_schema_url.indexes.reserve(rows);
  columns_.scope_schema_url.indexes.reserve(rows);
  columns_.scope_name.indexes.reserve(rows);
  columns_.scope_version.indexes.reserve(rows);
  columns_.event_name.indexes.reserve(rows);
  columns_.log_attributes.Reserve(rows, 0, 0);
}

void LogSink::BeginScope(const Surroundings& surroundings) {
  around_ = &surroundings;
  service_name_ = columns_.service_name.Intern(surroundings.service_name);
  resource_schema_url_ = columns_.resource_schema_url.Intern(surroundings.resource_schema_url);
  scope_schema_url_ = columns_.scope_schema_url.Intern(surroundings.scope_schema_url);
  scope_name_ = columns_.scope_name.Intern(surroundings.scope_name);
  scope_version_ = columns_.scope_version.Intern(surroundings.scope_version);
  columns_.resource_attributes.Prepare(*surroundings.resource_attributes, surroundings.rows, resource_keys_);
  columns_.scope_attributes.Prepare(*surroundings.scope_attributes, surroundings.rows, scope_keys_);
}

LogFields LogSink::Read(std::string_view message) {
  LogFields log;
  attributes_.clear();
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case log_record::kTime: log.time = r.Fixed64(); break;
      case log_record::kObservedTime: log.observed_time = r.Fixed64(); break;
      case log_record::kSeverityNumber: log.severity_number = r.Varint(); break;
      case log_record::kSeverityText: log.severity_text = r.Bytes(); break;
      case log_record::kBody: log.body = r.Bytes(); break;
      case log_record::kAttribute: Collect(attributes_, r.Bytes(), tally_.limits().max_attributes); break;
      case log_record::kFlags: log.flags = r.Fixed32(); break;
      case log_record::kTraceId: log.trace_id = r.Bytes(); break;
      case log_record::kSpanId: log.span_id = r.Bytes(); break;
      case log_record::kEventName: log.event_name = r.Bytes(); break;
      default: r.Skip();
    }
  }
  return log;
}

const char* LogSink::RefusalOf(const LogFields& log, std::uint64_t time) const {
  const DecodeLimits& limits = tally_.limits();
  if (const char* reason = tally_.RefusalOf(time)) return reason;
  if (log.body.size() > limits.max_value_bytes && ValueSize(log.body) > limits.max_value_bytes) {
    return reason::kValueTooLarge;
  }
  return otlp::RefusalOf(attributes_, limits);
}

void LogSink::Record(std::string_view message) {
  const LogFields log = Read(message);
  std::uint64_t time = log.time != 0 ? log.time : log.observed_time;
  if (time == 0) time = static_cast<std::uint64_t>(tally_.receive_time());
  if (const char* reason = RefusalOf(log, time)) {
    tally_.Refuse(reason);
  } else {
    Append(log, time);
    tally_.Accept();
  }
}

void LogSink::Append(const LogFields& log, std::uint64_t time) {
  const std::size_t max_depth = tally_.limits().max_depth;
  columns_.timestamp.Append(static_cast<std::int64_t>(time));
  AppendOptionalId(columns_.trace_id, log.trace_id, kTraceIdBytes, tally_);
  AppendOptionalId(columns_.span_id, log.span_id, kSpanIdBytes, tally_);
  columns_.trace_flags.Append(static_cast<std::uint8_t>(log.flags));
  columns_.severity_text.Append(log.severity_text);
  columns_.severity_number.Append(log.severity_number <= 255 ? static_cast<std::uint8_t>(log.severity_number)
                                                             : 0);
  columns_.service_name.AppendIndex(service_name_);
  AppendValueText(columns_.body.data, log.body, max_depth);
  columns_.body.ends.push_back(columns_.body.data.size());
  columns_.resource_schema_url.AppendIndex(resource_schema_url_);
  columns_.resource_attributes.AppendCopy(*around_->resource_attributes, resource_keys_);
  columns_.scope_schema_url.AppendIndex(scope_schema_url_);
  columns_.scope_name.AppendIndex(scope_name_);
  columns_.scope_version.AppendIndex(scope_version_);
  columns_.scope_attributes.AppendCopy(*around_->scope_attributes, scope_keys_);
  columns_.log_attributes.AppendRow(attributes_.data(), attributes_.data() + attributes_.size(), max_depth);
  columns_.event_name.Append(log.event_name);
}

std::vector<TableRows> LogSink::Take() {
  std::vector<TableRows> tables;
  if (block_.rows() == 0) return tables;
  tally_.Mend(mended::kDuplicateAttribute, columns_.log_attributes.duplicates());
  MendBlock(block_, tally_);
  tables.push_back({Table::kLogs, std::move(block_)});
  return tables;
}

}  // namespace

std::unique_ptr<RowSink> MakeLogSink(Tally& tally) { return std::make_unique<LogSink>(tally); }

}  // namespace sextant::otlp
