// Checks expressions that people write (SQL mode, column expressions) before they are set into a statement
// of ours, so that they cannot reach out of their place. What they may read is the engine's fence's business
// (design §1 d). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sextant::sql {

struct RawProblem {
  std::string message;
  std::size_t offset = 0;  // bytes
  std::size_t length = 0;
  // The text with the problem mended, when that is obvious, and a sentence that says how; else "".
  std::string fixed;
  std::string fix_sentence;
};

// The first reason why `text` may not stand as one parenthesised expression: unbalanced brackets, an open
// quote, a comment, a semicolon, a here-document, nothing at all, or more than kMaxRawBytes.
std::optional<RawProblem> CheckRaw(std::string_view text);
inline constexpr std::size_t kMaxRawBytes = 64 * 1024;

struct AliasedRaw {
  std::string expression;
  std::string alias;  // "" when it names none
};

// Takes "round(Duration / 1e6) AS ms" apart at its last AS outside of quotes and brackets.
AliasedRaw SplitAlias(std::string_view text);

}  // namespace sextant::sql
