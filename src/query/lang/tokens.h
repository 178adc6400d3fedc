// What a word is: a run of ASCII letters and digits and of characters beyond ASCII, as ClickHouse's
// hasToken and its splitByNonAlpha tokenizer see it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sextant::lang {

bool IsTokenByte(char c);
// The words of `text`, in order, as written.
std::vector<std::string_view> Tokens(std::string_view text);

bool IsAscii(std::string_view text);
// ASCII letters in lower case; other bytes as they are.
std::string AsciiLower(std::string_view text);

}  // namespace sextant::lang
