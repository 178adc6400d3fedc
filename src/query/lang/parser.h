// Reads the search language (docs/search-language.md). Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "query/lang/ast.h"

namespace sextant::lang {

inline constexpr std::size_t kMaxBytes = 64 * 1024;
// The engine takes about 0.6 ms to understand one term, in each statement that a search makes.
inline constexpr std::size_t kMaxTerms = 1'000;
// Parentheses and negations inside each other.
inline constexpr std::size_t kMaxDepth = 100;

// The meaning of `text`, or its first error, with its place and, when one change would obviously mend it,
// the mended text.
Parsed<Query> Parse(std::string_view text);

}  // namespace sextant::lang
