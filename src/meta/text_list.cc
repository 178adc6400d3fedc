#include "meta/text_list.h"

#include "base/json.h"

namespace sextant::meta {

std::string WriteTexts(const std::vector<std::string>& texts) {
  JsonWriter json;
  json.Array();
  for (const std::string& text : texts) json.String(text);
  return json.End().Take();
}

Result<std::vector<std::string>> ReadTexts(std::string_view json) {
  const Status broken(Code::kDataLoss, "A list in Sextant's own records cannot be read.");
  const Result<JsonValue> list = JsonValue::Parse(json);
  if (!list.ok() || !list->IsArray()) return broken;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto text = list->at(i).AsString();
    if (!text) return broken;
    texts.push_back(*text);
  }
  return texts;
}

}  // namespace sextant::meta
