#include <re2/re2.h>

#include "query/lang/values.h"

namespace sextant::lang {
namespace {

// The place of the slash that closes the expression, or npos.
std::size_t FindClosingSlash(std::string_view text, std::size_t open) {
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '/') {
      return i;
    }
  }
  return std::string_view::npos;
}

// `\/` stands for a slash; every other escape is the expression's own.
std::string UndoSlashes(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      if (pattern[i + 1] != '/') out += '\\';
      ++i;
    }
    out += pattern[i];
  }
  return out;
}

}  // namespace

std::optional<Parsed<Match>> ParseRegex(Cursor& cursor) {
  const std::size_t open = cursor.place();
  const std::string_view text = cursor.text();
  const std::size_t close = FindClosingSlash(text, open);
  if (close == std::string_view::npos || close == open + 1) return std::nullopt;
  Cursor first = cursor, after = cursor;
  first.MoveTo(open + 1);
  after.MoveTo(close + 1);
  if (first.AtBlank() || !after.AtBoundary()) return std::nullopt;

  Regex regex{UndoSlashes(text.substr(open + 1, close - open - 1))};
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 compiled(regex.pattern, options);
  if (!compiled.ok()) {
    return Error{"This regular expression cannot be read: " + compiled.error() + ".",
                 {open + 1, close - open - 1},
                 std::nullopt};
  }
  cursor = after;
  return Match(std::move(regex));
}

}  // namespace sextant::lang
