#include <re2/re2.h>

#include <algorithm>

#include "query/lang/tokens.h"
#include "query/plan/operators.h"

namespace sextant::plan {
namespace {

// Any character that is part of no word (lang::IsTokenByte), or an end of the text.
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

sql::ExprPtr MatchesPattern(const sql::ExprPtr& text, std::vector<std::string> pieces) {
  if (!std::all_of(pieces.begin(), pieces.end(), lang::IsAscii)) {
    return sql::Call("match", {text, sql::Text("(?i)" + PatternRegex(pieces))});
  }
  for (std::string& piece : pieces) piece = lang::AsciiLower(piece);
  return sql::Call("match", {sql::Call("lower", {text}), sql::Text(PatternRegex(pieces))});
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

  // LIKE alone can be answered from an index; the expression then sees few rows.
  return sql::And({contains, MatchesPattern(text, pieces)});
}

}  // namespace sextant::plan
