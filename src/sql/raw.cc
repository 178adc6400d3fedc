#include "sql/raw.h"

#include <vector>

namespace sextant::sql {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The place after the quoted text that starts at `begin`, or npos when it never ends. Inside, a backslash
// escapes and a doubled quote stands for itself, as in ClickHouse's lexer.
std::size_t EndOfQuoted(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (i + 1 >= text.size() || text[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

char ClosingOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

struct OpenBracket {
  char kind;
  std::size_t offset;
};

RawProblem Problem(std::string message, std::size_t offset, std::size_t length) {
  return {std::move(message), offset, length, {}, {}};
}

std::optional<RawProblem> CheckForbidden(std::string_view text, std::size_t i) {
  const char c = text[i];
  const char next = i + 1 < text.size() ? text[i + 1] : '\0';
  if (c == ';') return Problem("A semicolon cannot stand in an expression.", i, 1);
  if ((c == '-' && next == '-') || (c == '/' && next == '*')) {
    return Problem("Comments cannot stand in an expression.", i, 2);
  }
  if (c == '#') return Problem("'#' starts a comment; comments cannot stand in an expression.", i, 1);
  if (c == '$') return Problem("'$' cannot stand outside quotes.", i, 1);
  if (c == '\\') return Problem("A backslash cannot stand outside quotes.", i, 1);
  // ClickHouse's lexer reads “…” and ‘…’ as quotes.
  const std::string_view rest = text.substr(i);
  for (const std::string_view quote : {"\u2018", "\u2019", "\u201c", "\u201d"}) {
    if (rest.starts_with(quote))
      return Problem("Write straight quotes (' or \") instead of curly ones.", i, quote.size());
  }
  if (c == '\0') return Problem("A NUL byte cannot stand in an expression.", i, 1);
  return std::nullopt;
}

RawProblem UnclosedQuote(std::string_view text, std::size_t i) {
  RawProblem problem = Problem("This quote is never closed.", i, text.size() - i);
  problem.fixed = std::string(text) + text[i];
  problem.fix_sentence = "Close the quote.";
  return problem;
}

RawProblem UnclosedBracket(std::string_view text, const OpenBracket& open) {
  RawProblem problem = Problem(std::string("This '") + open.kind + "' is never closed.", open.offset, 1);
  problem.fixed = std::string(text) + ClosingOf(open.kind);
  problem.fix_sentence = "Close the bracket.";
  return problem;
}

}  // namespace

std::optional<RawProblem> CheckRaw(std::string_view text) {
  if (text.size() > kMaxRawBytes) {
    return Problem(
        "An expression may have at most 65536 bytes; this one has " + std::to_string(text.size()) + ".", 0,
        text.size());
  }
  std::vector<OpenBracket> open;
  bool anything = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsBlank(c)) continue;
    anything = true;
    if (auto problem = CheckForbidden(text, i)) return problem;
    if (c == '\'' || c == '"' || c == '`') {
      const std::size_t end = EndOfQuoted(text, i);
      if (end == std::string_view::npos) return UnclosedQuote(text, i);
      i = end - 1;
    } else if (c == '(' || c == '[' || c == '{') {
      open.push_back({c, i});
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty() || ClosingOf(open.back().kind) != c) {
        return Problem(std::string("This '") + c + "' closes nothing.", i, 1);
      }
      open.pop_back();
    }
  }
  if (!open.empty()) return UnclosedBracket(text, open.back());
  if (!anything) return Problem("The expression is empty.", 0, text.size());
  return std::nullopt;
}

namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

bool IsAsAt(std::string_view text, std::size_t i) {
  return i > 0 && IsBlank(text[i - 1]) && i + 2 < text.size() && (text[i] | 0x20) == 'a' &&
         (text[i + 1] | 0x20) == 's' && IsBlank(text[i + 2]);
}

// The name that `text` is, or "" when it is not one name.
std::string NameOf(std::string_view text) {
  text = Trim(text);
  if (text.size() >= 2 && (text.front() == '`' || text.front() == '"')) {
    if (EndOfQuoted(text, 0) != text.size()) return "";
    return std::string(text.substr(1, text.size() - 2));
  }
  for (const char c : text) {
    if (!IsWordChar(c)) return "";
  }
  return std::string(text);
}

}  // namespace

AliasedRaw SplitAlias(std::string_view text) {
  std::size_t at = std::string_view::npos;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\'' || c == '"' || c == '`') {
      const std::size_t end = EndOfQuoted(text, i);
      if (end == std::string_view::npos) break;
      i = end - 1;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (depth == 0 && IsAsAt(text, i)) {
      at = i;
    }
  }
  if (at != std::string_view::npos) {
    std::string alias = NameOf(text.substr(at + 2));
    if (!alias.empty()) return {std::string(Trim(text.substr(0, at))), std::move(alias)};
  }
  return {std::string(Trim(text)), ""};
}

}  // namespace sextant::sql
