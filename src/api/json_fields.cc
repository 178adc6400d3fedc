#include "api/json_fields.h"

namespace sextant::api {
namespace {

std::string AtMostBytes(std::size_t max_bytes) {
  return "may have at most " + std::to_string(max_bytes) + " bytes";
}

}  // namespace

Status Bad(std::string_view key, const std::string& what) {
  return Status(Code::kBadInput, "`" + std::string(key) + "` " + what + ".");
}

Result<JsonValue> ReadObject(std::string_view json) {
  Result<JsonValue> body = JsonValue::Parse(json);
  if (!body.ok()) return body.status().WithPrefix("The body is not JSON");
  if (!body->IsObject()) return Status(Code::kBadInput, "The body must be a JSON object.");
  return body;
}

Result<std::string> ReadText(const JsonValue& value, std::string_view key, std::size_t max_bytes) {
  std::optional<std::string> text = value.IsString() ? value.AsString() : std::nullopt;
  if (!text) return Bad(key, "must be a string");
  if (text->size() > max_bytes) return Bad(key, AtMostBytes(max_bytes));
  return *std::move(text);
}

Result<std::string> ReadText(const JsonValue& body, std::string_view key, std::size_t max_bytes,
                             std::string missing) {
  if (body[key].IsMissing()) return missing;
  return ReadText(body[key], key, max_bytes);
}

Result<std::string> ReadRequired(const JsonValue& body, std::string_view key, std::size_t max_bytes) {
  if (body[key].IsMissing()) return Bad(key, "is missing");
  return ReadText(body[key], key, max_bytes);
}

Result<std::vector<std::string>> ReadTexts(const JsonValue& list, std::string_view key, std::size_t max_items,
                                           std::size_t max_bytes) {
  if (!list.IsArray()) return Bad(key, "must be an array of strings");
  if (list.size() > max_items) return Bad(key, "may have at most " + std::to_string(max_items) + " entries");
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    SXT_ASSIGN(std::string text,
               ReadText(list.at(i), std::string(key) + '[' + std::to_string(i) + ']', max_bytes));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<std::size_t> ReadCount(const JsonValue& body, std::string_view key, std::size_t max,
                              std::size_t missing) {
  if (body[key].IsMissing()) return missing;
  const auto count = body[key].AsUint();
  if (!count || *count < 1 || *count > max)
    return Bad(key, "must be a whole number from 1 to " + std::to_string(max));
  return static_cast<std::size_t>(*count);
}

}  // namespace sextant::api
