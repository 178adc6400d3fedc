#include "sql/quote.h"

#include <algorithm>
#include <array>

namespace sextant::sql {
namespace {

// Words that ClickHouse's parser reads as more than a name in the places where names stand.
constexpr std::array<std::string_view, 56> kKeywords = {
    "ALL",      "AND",      "ANTI",      "ANY",      "ARRAY",    "AS",     "ASC",     "ASOF",
    "BETWEEN",  "BY",       "CASE",      "CAST",     "COLLATE",  "CROSS",  "DATE",    "DESC",
    "DISTINCT", "DIV",      "ELSE",      "END",      "EXCEPT",   "EXISTS", "EXTRACT", "FALSE",
    "FINAL",    "FORMAT",   "FROM",      "FULL",     "GLOBAL",   "GROUP",  "HAVING",  "ILIKE",
    "IN",       "INNER",    "INTERSECT", "INTERVAL", "INTO",     "IS",     "JOIN",    "LEFT",
    "LIKE",     "LIMIT",    "MOD",       "NOT",      "NULL",     "OFFSET", "ON",      "OR",
    "ORDER",    "PREWHERE", "RIGHT",     "SELECT",   "SETTINGS", "TRUE",   "UNION",   "WHERE"};

void AppendEscaped(std::string& out, std::string_view text, char quote) {
  for (const char c : text) {
    switch (c) {
      case '\0': out += "\\0"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (c == quote || c == '\\') out += '\\';
        out += c;
    }
  }
}

std::string Quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  AppendEscaped(out, text, quote);
  out += quote;
  return out;
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool IsPlainName(std::string_view name) {
  if (name.empty() || !IsLetter(name.front())) return false;
  if (!std::all_of(name.begin(), name.end(), [](char c) { return IsLetter(c) || (c >= '0' && c <= '9'); })) {
    return false;
  }
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return !std::binary_search(kKeywords.begin(), kKeywords.end(), std::string_view(upper));
}

}  // namespace

std::string QuoteText(std::string_view text) { return Quoted(text, '\''); }

std::string QuoteName(std::string_view name) {
  return IsPlainName(name) ? std::string(name) : Quoted(name, '`');
}

}  // namespace sextant::sql
