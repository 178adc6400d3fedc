// Base64, RFC 4648.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sextant::otlp {

// Appends `bytes` in the standard alphabet, padded.
void AppendBase64(std::string& out, std::string_view bytes);
// Reads the standard or the URL-safe alphabet, padded or not; nothing when it is neither.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace sextant::otlp
