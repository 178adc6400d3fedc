#include "api/search_json.h"

#include "base/json.h"
#include "search/cells.h"

namespace sextant::api {
namespace {

using search::CutBy;

JsonWriter Event(const char* name) {
  JsonWriter json;
  json.Object().Key("event").String(name);
  return json;
}

std::string Finished(JsonWriter& json) { return json.End().Take(); }

void WriteOptional(JsonWriter& json, const char* key, const std::string& value) {
  if (!value.empty()) json.Key(key).String(value);
}

void WriteSource(JsonWriter& json, const Source& source) {
  json.Object().Key("id").String(source.id).Key("name").String(source.name);
  json.Key("kind").String(SourceKindName(source.kind));
  json.Key("database").String(source.database).Key("table").String(source.table);
  json.Key("timestamp").String(source.timestamp);
  json.Key("default_select").Array();
  for (const std::string& column : source.default_select) json.String(column);
  json.End();
  WriteOptional(json, "body", source.body);
  WriteOptional(json, "severity", source.severity);
  WriteOptional(json, "service", source.service);
  WriteOptional(json, "trace_id", source.trace_id);
  WriteOptional(json, "span_id", source.span_id);
  WriteOptional(json, "parent_span_id", source.parent_span_id);
  WriteOptional(json, "duration", source.duration);
  WriteOptional(json, "event_attributes", source.event_attributes);
  WriteOptional(json, "resource_attributes", source.resource_attributes);
  WriteOptional(json, "log_source", source.log_source);
  WriteOptional(json, "trace_source", source.trace_source);
  WriteOptional(json, "session_source", source.session_source);
  WriteOptional(json, "metric_source", source.metric_source);
  json.End();
}

void WriteError(JsonWriter& json, const search::Failure& failure) {
  json.Key("code").String(CodeName(failure.status.code())).Key("message").String(failure.status.message());
  if (failure.place) {
    json.Key("place").Object();
    json.Key("offset").Uint(failure.place->offset).Key("length").Uint(failure.place->length).End();
  }
  if (failure.fix) {
    json.Key("fix").Object();
    json.Key("sentence").String(failure.fix->sentence).Key("text").String(failure.fix->text).End();
  }
  if (failure.status.engine_code() != 0) json.Key("engine_code").Int(failure.status.engine_code());
  const Code code = failure.status.code();
  if (code == Code::kUnavailable || code == Code::kResourceExhausted) json.Key("retry_after_ms").Int(1'000);
}

void WriteRange(JsonWriter& json, search::TimeRange read) {
  json.Key("read_from_ns").IntText(read.from).Key("read_to_ns").IntText(read.to);
}

const char* CutName(CutBy cut) {
  switch (cut) {
    case CutBy::kTimeLimit: return "time_limit";
    case CutBy::kMemoryLimit: return "memory_limit";
    case CutBy::kRowLimit: return "row_limit";
    case CutBy::kCancelled: return "cancelled";
  }
  return "";
}

void WriteRunInfo(JsonWriter& json, const search::RunInfo& run) {
  json.Key("rows_read").UintText(run.rows_read).Key("bytes_read").UintText(run.bytes_read);
  json.Key("elapsed_ms").Double(run.elapsed_ms);
  json.Key("sql").Array();
  for (const std::string& statement : run.sql) json.String(statement);
  json.End();
}

void WriteCompleteness(JsonWriter& json, const search::Completeness& completeness) {
  json.Key("complete").Bool(!completeness.cut_by);
  if (completeness.cut_by) {
    json.Key("cut_by").String(CutName(*completeness.cut_by));
    json.Key("cut_sentence").String(completeness.cut_sentence);
    if (completeness.cut_at > 0) json.Key("cut_at").UintText(completeness.cut_at);
    if (completeness.can_raise_to > 0) json.Key("can_raise_to").UintText(completeness.can_raise_to);
  }
  WriteRange(json, completeness.read);
  json.Key("late_rows").UintText(completeness.late_rows);
}

}  // namespace

std::string SourcesJson(const std::vector<Source>& sources) {
  JsonWriter json;
  json.Object().Key("sources").Array();
  for (const Source& source : sources) WriteSource(json, source);
  return json.End().End().Take();
}

std::string FieldsJson(const std::vector<search::FieldInfo>& fields) {
  JsonWriter json;
  json.Object().Key("fields").Array();
  for (const search::FieldInfo& field : fields) {
    json.Object().Key("name").String(field.name).Key("type").String(field.type);
    json.Key("kind").String(field.is_key ? "key" : "column");
    WriteOptional(json, "column", field.column);
    if (field.facet) json.Key("facet").Bool(true);
    if (field.rows) json.Key("rows").String(std::to_string(*field.rows));
    json.End();
  }
  return json.End().End().Take();
}

std::string RowJson(const search::WholeRow& row) {
  JsonWriter json;
  json.Object().Key("id").String(row.id).Key("time_ns").IntText(row.time);
  json.Key("columns").Array();
  for (const NamedColumn& column : row.block.columns) {
    json.Object().Key("name").String(column.name).Key("type").String(column.type->name()).Key("value");
    search::WriteCell(json, *column.type, *column.column, 0, search::kWholeText);
    json.End();
  }
  return json.End().End().Take();
}

std::string ExplanationJson(const search::Explanation& explanation) {
  JsonWriter json;
  json.Object().Key("valid").Bool(true).Key("english").String(explanation.english);
  json.Key("hints").Array();
  for (const std::string& hint : explanation.hints) json.String(hint);
  return json.End().End().Take();
}

std::string WrongSearchJson(const search::Failure& failure) {
  JsonWriter json;
  json.Object().Key("valid").Bool(false).Key("error").Raw(ErrorJson(failure, false));
  return json.End().Take();
}

std::string ErrorJson(const search::Failure& failure, bool event) {
  JsonWriter json;
  json.Object();
  if (event) json.Key("event").String("error");
  WriteError(json, failure);
  return json.End().Take();
}

std::string ColumnsEvent(const std::vector<search::ResultColumn>& columns) {
  JsonWriter json = Event("columns");
  json.Key("columns").Array();
  for (const search::ResultColumn& column : columns) {
    json.Object().Key("name").String(column.name).Key("type").String(column.type).End();
  }
  json.End();
  return Finished(json);
}

std::string RowsEvent(const search::RowBatch& batch) {
  JsonWriter json = Event("rows");
  json.Key("rows").Array();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    json.Object().Key("id").String(batch.IdOf(row)).Key("time_ns").IntText(batch.PlaceOf(row).time);
    if (batch.layout.severity) json.Key("severity").String(batch.SeverityOf(row));
    json.Key("cells").Array();
    for (const std::size_t at : batch.layout.columns) {
      const NamedColumn& column = batch.block.columns[at];
      search::WriteCell(json, *column.type, *column.column, row, search::kMaxCellBytes);
    }
    json.End().End();
  }
  json.End();
  return Finished(json);
}

std::string ProgressEvent(const search::ProgressReport& report) {
  JsonWriter json = Event("progress");
  json.Key("rows_read").UintText(report.rows_read).Key("bytes_read").UintText(report.bytes_read);
  if (report.total_rows > 0) json.Key("total_rows").UintText(report.total_rows);
  json.Key("elapsed_ms").Double(report.elapsed_ms);
  if (!report.read.empty()) WriteRange(json, report.read);
  return Finished(json);
}

std::string BucketsEvent(std::int64_t bucket_width, const std::vector<search::Bucket>& buckets) {
  JsonWriter json = Event("buckets");
  json.Key("bucket_ns").IntText(bucket_width).Key("buckets").Array();
  for (const search::Bucket& bucket : buckets) {
    json.Object().Key("start_ns").IntText(bucket.start).Key("counts").Object();
    for (const auto& [group, rows] : bucket.counts) json.Key(group).UintText(rows);
    json.End().End();
  }
  json.End();
  return Finished(json);
}

std::string ValuesEvent(const search::FieldValues& values) {
  JsonWriter json = Event("values");
  json.Key("field").String(values.field).Key("values").Array();
  for (const auto& [value, rows] : values.values) {
    json.Object().Key("value").String(value).Key("count").UintText(rows).End();
  }
  json.End().Key("distinct").UintText(values.distinct).Key("absent").UintText(values.absent);
  json.Key("final").Bool(values.final);
  return Finished(json);
}

std::string NumbersEvent(const search::FieldNumbers& numbers) {
  JsonWriter json = Event("numbers");
  json.Key("field").String(numbers.field).Key("numbers").UintText(numbers.numbers);
  json.Key("others").UintText(numbers.others).Key("absent").UintText(numbers.absent);
  if (numbers.numbers > 0) json.Key("min").Double(numbers.min).Key("max").Double(numbers.max);
  json.Key("buckets").Array();
  for (const std::uint64_t rows : numbers.buckets) json.UintText(rows);
  json.End();
  return Finished(json);
}

std::string SkippedEvent(std::uint64_t rows) {
  JsonWriter json = Event("skipped");
  json.Key("rows").UintText(rows);
  return Finished(json);
}

std::string IdleEvent() {
  JsonWriter json = Event("idle");
  return Finished(json);
}

std::string DoneEvent(const search::RowsDone& done) {
  JsonWriter json = Event("done");
  WriteRunInfo(json, done.run);
  WriteCompleteness(json, done.completeness);
  WriteOptional(json, "next", done.next);
  return Finished(json);
}

std::string DoneEvent(const search::HistogramDone& done) {
  JsonWriter json = Event("done");
  WriteRunInfo(json, done.run);
  WriteCompleteness(json, done.completeness);
  json.Key("total").UintText(done.total).Key("bucket_ns").IntText(done.bucket_width);
  return Finished(json);
}

std::string DoneEvent(const search::ValuesDone& done) {
  JsonWriter json = Event("done");
  WriteRunInfo(json, done.run);
  WriteCompleteness(json, done.completeness);
  return Finished(json);
}

std::string DoneEvent(const search::NumbersDone& done) {
  JsonWriter json = Event("done");
  WriteRunInfo(json, done.run);
  WriteCompleteness(json, done.completeness);
  return Finished(json);
}

}  // namespace sextant::api
