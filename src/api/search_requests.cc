#include "api/search_requests.h"

#include <charconv>

#include "api/json_fields.h"
#include "base/json.h"

namespace sextant::api {
namespace {

using search::Filter;
using search::FilterOp;

constexpr std::size_t kMaxNameBytes = 1'024;
constexpr std::size_t kMaxColumnBytes = 16 * 1'024;
constexpr std::size_t kMaxRowIdBytes = 4'096;
constexpr std::size_t kMaxValueBytes = 64 * 1'024;

// One of `names`, whose position is the value; `missing` when the key is absent.
template <typename T>
Result<T> ReadChoice(const JsonValue& body, std::string_view key,
                     std::initializer_list<std::string_view> names, std::optional<T> missing) {
  if (body[key].IsMissing() && missing) return *missing;
  const std::optional<std::string> text = body[key].AsString();
  std::string listed;
  int position = 0;
  for (const std::string_view name : names) {
    if (text == name) return static_cast<T>(position);
    listed += (listed.empty() ? "\"" : ", \"") + std::string(name) + '"';
    ++position;
  }
  return Bad(key, "must be one of " + listed);
}

Result<UnixNanos> ReadTime(const JsonValue& body, std::string_view key) {
  if (body[key].IsMissing()) return Bad(key, "is missing");
  const auto time = body[key].AsInt();
  if (!time) return Bad(key, "must be nanoseconds since 1970 as a string");
  return *time;
}

Result<std::optional<double>> ReadNumber(const JsonValue& body, std::string_view key,
                                         const std::string& path) {
  if (body[key].IsMissing()) return std::optional<double>();
  if (body[key].IsString() || !body[key].AsDouble()) return Bad(path + std::string(key), "must be a number");
  return body[key].AsDouble();
}

Result<Filter> ReadFilter(const JsonValue& json, const std::string& path) {
  if (!json.IsObject()) return Bad(path, "must be an object");
  Filter filter;
  SXT_ASSIGN(filter.field, ReadText(json["field"], path + ".field", kMaxNameBytes));
  Result<FilterOp> op = ReadChoice<FilterOp>(json, "op", {"include", "exclude", "range"}, std::nullopt);
  if (!op.ok()) return Bad(path + ".op", "must be one of \"include\", \"exclude\", \"range\"");
  filter.op = *op;
  if (filter.op != FilterOp::kRange || !json["values"].IsMissing()) {
    SXT_ASSIGN(filter.values,
               ReadTexts(json["values"], path + ".values", search::kMaxFilterValues, kMaxValueBytes));
  }
  SXT_ASSIGN(filter.min, ReadNumber(json, "min", path + '.'));
  SXT_ASSIGN(filter.max, ReadNumber(json, "max", path + '.'));
  return filter;
}

Status ReadFilters(const JsonValue& body, std::vector<Filter>& filters) {
  const JsonValue list = body["filters"];
  if (list.IsMissing()) return OkStatus();
  if (!list.IsArray()) return Bad("filters", "must be an array");
  if (list.size() > search::kMaxFilters) {
    return Bad("filters", "may have at most " + std::to_string(search::kMaxFilters) + " entries");
  }
  std::size_t values = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    SXT_ASSIGN(Filter filter, ReadFilter(list.at(i), "filters[" + std::to_string(i) + ']'));
    values += filter.values.size();
    if (values > search::kMaxFilterValues) {
      return Bad("filters",
                 "may have at most " + std::to_string(search::kMaxFilterValues) + " values together");
    }
    filters.push_back(std::move(filter));
  }
  return OkStatus();
}

Result<std::optional<search::Sort>> ReadSort(const JsonValue& json) {
  if (json.IsMissing()) return std::optional<search::Sort>();
  if (!json.IsObject()) return Bad("sort", "must be an object");
  search::Sort sort;
  SXT_ASSIGN(sort.column, ReadText(json["column"], "sort.column", kMaxColumnBytes));
  const std::optional<std::string> direction = json["direction"].AsString();
  if (direction != "ascending" && direction != "descending")
    return Bad("sort.direction", "must be \"ascending\" or \"descending\"");
  sort.descending = direction == "descending";
  return std::optional(std::move(sort));
}

Result<search::Intent> QuestionOf(const JsonValue& body) {
  search::Intent intent;
  SXT_ASSIGN(intent.source, ReadRequired(body, "source", kMaxNameBytes));
  SXT_ASSIGN(intent.text, ReadText(body, "text", search::kMaxTextBytes, ""));
  SXT_ASSIGN(intent.language,
             ReadChoice<search::Language>(body, "language", {"lucene", "sql"}, search::Language::kLucene));
  SXT_TRY(ReadFilters(body, intent.filters));
  if (!body["columns"].IsMissing()) {
    SXT_ASSIGN(intent.columns, ReadTexts(body["columns"], "columns", search::kMaxColumns, kMaxColumnBytes));
  }
  return intent;
}

Result<search::Intent> IntentOf(const JsonValue& body) {
  SXT_ASSIGN(search::Intent intent, QuestionOf(body));
  SXT_ASSIGN(const std::size_t time_limit_ms,
             ReadCount(body, "time_limit_ms", static_cast<std::size_t>(search::kMaxTimeLimit.count()), 0));
  intent.time_limit = std::chrono::milliseconds(time_limit_ms);
  SXT_ASSIGN(intent.range.from, ReadTime(body, "from_ns"));
  SXT_ASSIGN(intent.range.to, ReadTime(body, "to_ns"));
  if (intent.range.empty()) return Bad("from_ns", "must lie before `to_ns`");
  // ClickHouse's DateTime64(9) begins in 1900; there is no telemetry before 1970.
  if (intent.range.from < 0) intent.range.from = 0;
  if (intent.range.empty()) return Bad("to_ns", "must lie after 1970");
  return intent;
}

}  // namespace

Result<search::Intent> ReadIntent(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  return IntentOf(body);
}

Result<search::RowsRequest> ReadQuestion(const JsonValue& body) {
  search::RowsRequest request;
  SXT_ASSIGN(request.intent, QuestionOf(body));
  SXT_ASSIGN(request.sort, ReadSort(body["sort"]));
  return request;
}

Result<search::NumbersRequest> ReadNumbersRequest(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  search::NumbersRequest request;
  SXT_ASSIGN(request.intent, IntentOf(body));
  SXT_ASSIGN(request.fields, ReadTexts(body["fields"], "fields", search::kMaxNumberFields, kMaxNameBytes));
  if (request.fields.empty()) return Bad("fields", "must name at least one field");
  SXT_ASSIGN(request.buckets,
             ReadCount(body, "buckets", search::kMaxNumberBuckets, search::kMaxNumberBuckets));
  return request;
}

Result<search::RowsRequest> ReadExportRequest(std::string_view json) {
  if (json.empty()) return Bad("request", "is missing");
  Result<search::RowsRequest> request = ReadRowsRequest(json);
  if (!request.ok()) return request.status().WithPrefix("`request`");
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  for (const char* key : {"limit", "after"}) {
    if (!body[key].IsMissing()) return Bad(key, "has no meaning in an export, which has every row");
  }
  return request;
}

Result<search::RowsRequest> ReadRowsRequest(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  search::RowsRequest request;
  SXT_ASSIGN(request.intent, IntentOf(body));
  SXT_ASSIGN(request.order,
             ReadChoice<search::Order>(body, "order", {"newest", "oldest"}, search::Order::kNewest));
  SXT_ASSIGN(request.limit, ReadCount(body, "limit", search::kMaxRowsPerPage, 200));
  SXT_ASSIGN(request.after, ReadText(body, "after", kMaxRowIdBytes, ""));
  SXT_ASSIGN(request.sort, ReadSort(body["sort"]));
  return request;
}

Result<search::HistogramRequest> ReadHistogramRequest(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  search::HistogramRequest request;
  SXT_ASSIGN(request.intent, IntentOf(body));
  SXT_ASSIGN(request.max_buckets, ReadCount(body, "max_buckets", search::kMaxBuckets, 100));
  return request;
}

Result<search::ValuesRequest> ReadValuesRequest(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  search::ValuesRequest request;
  SXT_ASSIGN(request.intent, IntentOf(body));
  SXT_ASSIGN(request.fields, ReadTexts(body["fields"], "fields", search::kMaxValueFields, kMaxNameBytes));
  if (request.fields.empty()) return Bad("fields", "must name at least one field");
  SXT_ASSIGN(request.limit, ReadCount(body, "limit", search::kMaxValuesPerField, 20));
  SXT_ASSIGN(request.contains, ReadText(body, "prefix", kMaxNameBytes, ""));
  return request;
}

Result<RowRequest> ReadRowRequest(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  RowRequest request;
  SXT_ASSIGN(request.source, ReadRequired(body, "source", kMaxNameBytes));
  SXT_ASSIGN(request.id, ReadRequired(body, "id", kMaxRowIdBytes));
  return request;
}

Result<UnixNanos> ReadNanos(std::string_view key, std::string_view text) {
  UnixNanos time = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time);
  if (error != std::errc() || end != text.data() + text.size()) {
    return Bad(key, "must be nanoseconds since 1970");
  }
  return time;
}

}  // namespace sextant::api
