#include <re2/re2.h>

#include <algorithm>

#include "query/lang/tokens.h"
#include "query/plan/operators.h"

namespace sextant::plan {
namespace {

// Any byte that is part of no word, or the end of the text (lang::IsTokenByte).
constexpr std::string_view kBefore = "(?:^|[^0-9a-zA-Z\\x{80}-\\x{10FFFF}])";
constexpr std::string_view kAfter = "(?:$|[^0-9a-zA-Z\\x{80}-\\x{10FFFF}])";

std::string PatternRegex(const std::vector<std::string>& pieces) {
  std::string regex;
  const std::string& first = pieces.front();
  const std::string& last = pieces.back();
  if (!first.empty() && lang::IsTokenByte(first.front())) regex += kBefore;
  bool open = false;  // something stands before the next star
  for (const std::string& piece : pieces) {
    if (piece.empty()) continue;
    if (open) regex += "\\S*";
    regex += RE2::QuoteMeta(piece);
    open = true;
  }
  if (!last.empty() && lang::IsTokenByte(last.back())) regex += kAfter;
  return regex;
}

}  // namespace

sql::ExprPtr HasPattern(const sql::ExprPtr& text, const bind::PatternMatch& match) {
  const auto& pieces = match.pieces;
  const auto longest = std::max_element(pieces.begin(), pieces.end(),
                                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  const auto filled =
      std::count_if(pieces.begin(), pieces.end(), [](const auto& piece) { return !piece.empty(); });
  const sql::ExprPtr contains = Contains(text, *longest);
  if (filled == 1 && pieces.front().empty() && pieces.back().empty()) return contains;

  const std::string regex = PatternRegex(pieces);
  // LIKE alone can be answered from an index; the expression then sees few rows.
  return sql::And({contains, sql::Call("match", {Lowered(text, regex), LoweredNeedle(regex)})});
}

}  // namespace sextant::plan
