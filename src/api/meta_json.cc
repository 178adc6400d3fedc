#include "api/meta_json.h"

#include <algorithm>

#include "api/json_fields.h"
#include "api/search_requests.h"

namespace sextant::api {
namespace {

constexpr std::size_t kMaxNameCharacters = 200;
constexpr std::size_t kMaxTags = 50;
constexpr std::size_t kMaxTagCharacters = 32;
constexpr std::size_t kMaxBytesPerCharacter = 4;
constexpr std::size_t kMaxSavedQueryBytes = 128 * 1024;
constexpr std::size_t kMaxPinnedFields = 100;
constexpr std::size_t kMaxPinnedValues = 500;
constexpr std::size_t kMaxFieldBytes = 512;
constexpr std::size_t kMaxValueBytes = 4'096;
constexpr std::size_t kMaxServices = 1'000;
constexpr std::size_t kMaxServiceBytes = 256;

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Status CheckLabel(std::string_view key, std::string_view text, std::size_t max_characters) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Bad(key, "must not be empty");
  if (Characters(text) > max_characters)
    return Bad(key, "may have at most " + std::to_string(max_characters) + " characters");
  return OkStatus();
}

Result<std::vector<std::string>> ReadTags(const JsonValue& list) {
  if (list.IsMissing()) return std::vector<std::string>();
  SXT_ASSIGN(std::vector<std::string> tags,
             ReadTexts(list, "tags", kMaxTags, kMaxTagCharacters * kMaxBytesPerCharacter));
  for (std::size_t i = 0; i < tags.size(); ++i)
    SXT_TRY(CheckLabel("tags[" + std::to_string(i) + ']', tags[i], kMaxTagCharacters));
  return tags;
}

const char* OpName(search::FilterOp op) {
  switch (op) {
    case search::FilterOp::kInclude: return "include";
    case search::FilterOp::kExclude: return "exclude";
    case search::FilterOp::kRange: return "range";
  }
  return "";
}

void WriteTexts(JsonWriter& json, const std::vector<std::string>& texts) {
  json.Array();
  for (const std::string& text : texts) json.String(text);
  json.End();
}

void WriteFilter(JsonWriter& json, const search::Filter& filter) {
  json.Object().Key("field").String(filter.field).Key("op").String(OpName(filter.op));
  if (filter.op != search::FilterOp::kRange) WriteTexts(json.Key("values"), filter.values);
  if (filter.min) json.Key("min").Double(*filter.min);
  if (filter.max) json.Key("max").Double(*filter.max);
  json.End();
}

// The question as SavedSearch has it, but for its source.
std::string QueryJson(const search::RowsRequest& question) {
  const search::Intent& intent = question.intent;
  JsonWriter json;
  json.Object().Key("text").String(intent.text);
  json.Key("language").String(intent.language == search::Language::kSql ? "sql" : "lucene");
  if (intent.columns) WriteTexts(json.Key("columns"), *intent.columns);
  json.Key("filters").Array();
  for (const search::Filter& filter : intent.filters) WriteFilter(json, filter);
  json.End();
  if (question.sort) {
    json.Key("sort").Object().Key("column").String(question.sort->column);
    json.Key("direction").String(question.sort->descending ? "descending" : "ascending").End();
  }
  return json.End().Take();
}

Result<meta::SavedSearchDraft> DraftOf(const JsonValue& body) {
  meta::SavedSearchDraft draft;
  SXT_ASSIGN(draft.name, ReadRequired(body, "name", kMaxNameCharacters * kMaxBytesPerCharacter));
  SXT_TRY(CheckLabel("name", draft.name, kMaxNameCharacters));
  SXT_ASSIGN(draft.source, ReadRequired(body, "source", kMaxSourceBytes));
  SXT_TRY(CheckLabel("source", draft.source, kMaxSourceBytes));
  SXT_ASSIGN(const search::RowsRequest question, ReadQuestion(body));
  draft.query = QueryJson(question);
  if (draft.query.size() > kMaxSavedQueryBytes) {
    return Bad("filters", "make the search longer than " + std::to_string(kMaxSavedQueryBytes) +
                              " bytes, which is more than can be saved");
  }
  SXT_ASSIGN(draft.tags, ReadTags(body["tags"]));
  if (!body["favourite"].IsMissing()) {
    const auto favourite = body["favourite"].AsBool();
    if (!favourite) return Bad("favourite", "must be true or false");
    draft.favourite = *favourite;
  }
  return draft;
}

Result<std::optional<std::int64_t>> ReadVersion(const JsonValue& body) {
  if (body["version"].IsMissing()) return std::optional<std::int64_t>();
  const auto version = body["version"].AsInt();
  if (!version || *version < 0) return Bad("version", "must be the whole number that was read");
  return std::optional(*version);
}

void WriteSavedSearch(JsonWriter& json, const meta::SavedSearch& search) {
  json.Object().Key("id").String(search.id).Key("version").Int(search.version);
  json.Key("created_ns").IntText(search.created).Key("updated_ns").IntText(search.updated);
  json.Key("name").String(search.draft.name).Key("source").String(search.draft.source);
  WriteTexts(json.Key("tags"), search.draft.tags);
  json.Key("favourite").Bool(search.draft.favourite);
  const Result<JsonValue> query = JsonValue::Parse(search.draft.query);
  if (query.ok()) {
    for (const std::string& key : query->Keys()) json.Key(key).Raw((*query)[key].ToJson());
  }
  json.End();
}

}  // namespace

Result<meta::SavedSearchDraft> ReadSavedSearchDraft(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  return DraftOf(body);
}

Result<SavedSearchChange> ReadSavedSearchChange(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  SavedSearchChange change;
  SXT_ASSIGN(change.draft, DraftOf(body));
  SXT_ASSIGN(const std::optional<std::int64_t> version, ReadVersion(body));
  if (!version) return Bad("version", "is missing");
  change.version = *version;
  return change;
}

std::string SavedSearchJson(const meta::SavedSearch& search) {
  JsonWriter json;
  WriteSavedSearch(json, search);
  return json.Take();
}

std::string SavedSearchesJson(const std::vector<meta::SavedSearch>& searches) {
  JsonWriter json;
  json.Object().Key("saved_searches").Array();
  for (const meta::SavedSearch& search : searches) WriteSavedSearch(json, search);
  return json.End().End().Take();
}

Result<PinsChange> ReadPins(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  PinsChange change;
  SXT_ASSIGN(change.pins.fields, ReadTexts(body["fields"], "fields", kMaxPinnedFields, kMaxFieldBytes));
  const JsonValue values = body["values"];
  if (!values.IsArray()) return Bad("values", "must be an array");
  if (values.size() > kMaxPinnedValues)
    return Bad("values", "may have at most " + std::to_string(kMaxPinnedValues) + " entries");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string path = "values[" + std::to_string(i) + "].";
    meta::PinnedValue value;
    SXT_ASSIGN(value.field, ReadText(values.at(i)["field"], path + "field", kMaxFieldBytes));
    SXT_ASSIGN(value.value, ReadText(values.at(i)["value"], path + "value", kMaxValueBytes));
    change.pins.values.push_back(std::move(value));
  }
  SXT_ASSIGN(change.version, ReadVersion(body));
  return change;
}

std::string PinsJson(const meta::Pins& pins) {
  JsonWriter json;
  WriteTexts(json.Object().Key("fields"), pins.fields);
  json.Key("values").Array();
  for (const meta::PinnedValue& value : pins.values)
    json.Object().Key("field").String(value.field).Key("value").String(value.value).End();
  return json.End().Key("version").Int(pins.version).End().Take();
}

Result<std::vector<std::string>> ReadServices(std::string_view json) {
  SXT_ASSIGN(const JsonValue body, ReadObject(json));
  SXT_ASSIGN(std::vector<std::string> services,
             ReadTexts(body["services"], "services", kMaxServices, kMaxServiceBytes));
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (services[i].empty()) return Bad("services[" + std::to_string(i) + ']', "must not be empty");
  }
  return services;
}

std::string ServiceSlotsJson(const meta::ServiceSlotTable& slots) {
  JsonWriter json;
  json.Object().Key("count").Uint(meta::kServiceColours).Key("slots").Object();
  for (const auto& [service, slot] : slots) json.Key(service).Uint(slot);
  return json.End().End().Take();
}

}  // namespace sextant::api
