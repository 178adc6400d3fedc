// Reading the members of a JSON body. Every failure is kBadInput and names the member.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace sextant::api {

// "`key` what."
Status Bad(std::string_view key, const std::string& what);

Result<JsonValue> ReadObject(std::string_view json);
Result<std::string> ReadText(const JsonValue& value, std::string_view key, std::size_t max_bytes);
// `missing` when the key is absent.
Result<std::string> ReadText(const JsonValue& body, std::string_view key, std::size_t max_bytes,
                             std::string missing);
Result<std::string> ReadRequired(const JsonValue& body, std::string_view key, std::size_t max_bytes);
Result<std::vector<std::string>> ReadTexts(const JsonValue& list, std::string_view key, std::size_t max_items,
                                           std::size_t max_bytes);
// From 1 to `max`; `missing` when the key is absent.
Result<std::size_t> ReadCount(const JsonValue& body, std::string_view key, std::size_t max,
                              std::size_t missing);

}  // namespace sextant::api
