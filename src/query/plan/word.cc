#include <algorithm>

#include "query/lang/tokens.h"
#include "query/plan/operators.h"

namespace sextant::plan {
namespace {

std::string LikeEscaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

sql::ExprPtr Lowered(const sql::ExprPtr& text, std::string_view needle) {
  return sql::Call(lang::IsAscii(needle) ? "lower" : "lowerUTF8", {text});
}

sql::ExprPtr LoweredNeedle(std::string_view needle) {
  if (lang::IsAscii(needle)) return sql::Text(lang::AsciiLower(needle));
  return sql::Call("lowerUTF8", {sql::Text(needle)});
}

sql::ExprPtr Contains(const sql::ExprPtr& text, std::string_view needle) {
  return sql::Infix(Lowered(text, needle), "LIKE", LoweredNeedle('%' + LikeEscaped(needle) + '%'));
}

sql::ExprPtr HasWord(const sql::ExprPtr& text, const bind::WordMatch& match) {
  std::vector<std::string_view> tokens = lang::Tokens(match.text);
  const bool is_phrase = tokens.size() != 1 || tokens.front().size() != match.text.size();
  std::vector<sql::ExprPtr> all;
  std::vector<std::string> seen;
  for (const std::string_view token : tokens) {
    std::string lower = lang::AsciiLower(token);
    if (std::find(seen.begin(), seen.end(), lower) != seen.end()) continue;
    all.push_back(sql::Call("hasToken", {Lowered(text, token), LoweredNeedle(token)}));
    seen.push_back(std::move(lower));
  }
  if (is_phrase) all.push_back(Contains(text, match.text));
  return sql::And(std::move(all));
}

}  // namespace sextant::plan
