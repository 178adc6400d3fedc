// A statement's text, cut along ClickHouse's tokens, and the few places in it that the engine must know: its
// first word, its FORMAT clause, where an INSERT's data begins, its SETTINGS clauses. Pure.
//
// What we cut off is only ever replaced by blanks or dropped from the end: whatever runs has been checked in
// the very form in which it runs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sextant::engine {

struct Token {
  enum class Kind { kWord, kNumber, kString, kQuotedName, kSymbol };
  Kind kind = Kind::kSymbol;
  std::size_t begin = 0;  // byte offsets into the text
  std::size_t end = 0;
};

// The tokens of `text` without blanks and comments, as ClickHouse's lexer finds them: '…' strings and
// $tag$…$tag$ heredocs, `…` and "…" names (with backslash escapes and doubled quotes), --, #! and /* nested
// */ comments. Stops where a quote or comment is left open: the rest is one kString token, and the engine
// will refuse it.
std::vector<Token> Tokenize(std::string_view text);

// A statement as the engine runs it.
struct StatementText {
  bool is_insert_with_data = false;
  bool is_select = false;  // begins with SELECT, WITH, FROM or a bracket
  std::string sql;         // without its FORMAT clause, trailing semicolons and inline data
  std::string format;      // named by the statement, or ""
  std::string data;        // of an INSERT: what followed FORMAT x or VALUES in the text
};

// Takes a statement apart. For an INSERT that brings data the format is "Values" after VALUES and "" when the
// statement names none.
StatementText ParseStatement(std::string_view text);

// The names set by every SETTINGS clause of `text`; fails with kBadInput when a word SETTINGS is followed by
// anything but `name = literal, …`. `clauses` counts them.
struct SettingsClauses {
  std::vector<std::string> names;
  std::size_t clauses = 0;
};
Result<SettingsClauses> FindSettings(std::string_view text);

// True when a quoted name of `text` holds a control character or a backslash, or when something beyond ASCII
// stands outside quotes and comments (typographic quotes are quotes to ClickHouse): legal, but no honest
// name, and a way to forge lines in what EXPLAIN AST prints.
bool HasForgedName(std::string_view text);

// `name` as a quoted identifier, `value` as a quoted string, for text that we write ourselves.
std::string QuoteName(std::string_view name);
std::string QuoteString(std::string_view value);

}  // namespace sextant::engine
