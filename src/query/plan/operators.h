// The operators, one file for each family: word.cc, pattern.cc, regex.cc, equal.cc, text_bounds.cc,
// number_bounds.cc. Each compares one value, given as an expression. None is ever NULL unless its value is.
#pragma once

#include "query/bind/bound.h"
#include "sql/expr.h"

namespace sextant::plan {

// `text` is an expression that gives a String (or LowCardinality(String)).

// The word stands in the text as a whole word; a phrase: all its words do, and the phrase as it is written.
// Without regard to case.
sql::ExprPtr HasWord(const sql::ExprPtr& text, const bind::WordMatch& match);
// A stretch of text that starts and ends where a word does, but where a star stands at that end. A star in
// the middle stands for anything but blanks.
sql::ExprPtr HasPattern(const sql::ExprPtr& text, const bind::PatternMatch& match);
sql::ExprPtr Matches(const sql::ExprPtr& text, const bind::RegexMatch& match);
sql::ExprPtr Equals(const sql::ExprPtr& text, const bind::EqualMatch& match);
// By bytes; empty text is in no range.
sql::ExprPtr InBounds(const sql::ExprPtr& text, const bind::TextBounds& bounds);
// The text is a number in these bounds.
sql::ExprPtr TextInBounds(const sql::ExprPtr& text, const bind::NumberBounds& bounds);

sql::ExprPtr InBounds(const sql::ExprPtr& number, const bind::NumberBounds& bounds);
sql::ExprPtr InBounds(const sql::ExprPtr& time, const bind::TimeBounds& bounds);

// `text` in lower case: ASCII only when `needle` is ASCII, which indexes on lower(column) serve.
sql::ExprPtr Lowered(const sql::ExprPtr& text, std::string_view needle);
// `needle` in the same case, as a constant.
sql::ExprPtr LoweredNeedle(std::string_view needle);
// `text` holds `needle`, without regard to case.
sql::ExprPtr Contains(const sql::ExprPtr& text, std::string_view needle);

}  // namespace sextant::plan
