// What may stand as a value, one function and one file for each family: word.cc (words, wildcards,
// existence), quoted.cc, regex.cc, comparison.cc, range.cc. Each reads at the cursor, which its caller has
// put at the family's first character.
#pragma once

#include <optional>

#include "query/lang/ast.h"
#include "query/lang/cursor.h"

namespace sextant::lang {

// foo, f*o, and * alone (Exists). Never fails; the word may be empty when nothing stands here.
Match ParseWord(Cursor& cursor);

// "foo bar". Fails when the quote is never closed.
Parsed<Match> ParseQuoted(Cursor& cursor);

// /f.o/. Nothing (and the cursor stays) when this is no regular expression but a word with slashes, such as
// /api/cart: the closing slash must be the next one, and a blank, a parenthesis or the end must follow it.
// Fails when it is one that RE2 refuses.
std::optional<Parsed<Match>> ParseRegex(Cursor& cursor);

// >5, >= 5, <"b"
Parsed<Match> ParseComparison(Cursor& cursor);

// [1 TO 5], {a TO *]
Parsed<Match> ParseRange(Cursor& cursor);

}  // namespace sextant::lang
