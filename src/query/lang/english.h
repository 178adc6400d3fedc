// A search in English, for the line under the query box. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/lang/ast.h"

namespace sextant::lang {

// E.g. `Body has the word "refused" and ServiceName is exactly "payment"`. `text_name` is what a bare word
// searches. Cut with "…" after kMaxEnglishBytes.
std::string English(const Query& query, std::string_view text_name);
inline constexpr std::size_t kMaxEnglishBytes = 2'000;

// Where the search means something else than a user of HyperDX, or somebody who types or in lower case, may
// expect; each once.
std::vector<std::string> Hints(const Query& query);

}  // namespace sextant::lang
