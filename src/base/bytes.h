// Bytes as text: hexadecimal and random identifiers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sextant {

// Lower-case hexadecimal of `bytes`.
std::string ToHex(std::string_view bytes);
void AppendHex(std::string& out, std::string_view bytes);
// Reads hexadecimal of either case; nothing when a digit is wrong or the length is odd.
std::optional<std::string> FromHex(std::string_view hex);

// `size` bytes from the system's cryptographic generator.
std::string RandomBytes(std::size_t size);
// 128 random bits as 32 lower-case hexadecimal digits.
std::string RandomId();

// Length in bytes of the valid UTF-8 sequence that starts at text[at], or 0. `at` < text.size().
std::size_t Utf8SequenceLength(std::string_view text, std::size_t at);
// True when `text` is valid UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool IsValidUtf8(std::string_view text);
// `text` with every byte that is not part of valid UTF-8 replaced by U+FFFD.
std::string ToValidUtf8(std::string_view text);

}  // namespace sextant
