// A search whose names are columns of a real table and whose values have types: what query/plan turns into
// SQL without being able to fail. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/data_type.h"

namespace sextant::bind {

// A column, a key of a map column (also inside an array: Events.Attributes.k), a path inside JSON text, or
// an expression that a person gave a name to.
struct BoundField {
  std::string label;       // as the search names it
  std::string column;      // "" for an expression
  std::string expression;  // SQL that a person wrote; "" for a column
  DataTypePtr type;        // of the column; null for expressions and types that Sextant cannot decode
  std::optional<std::string> key;
  std::vector<std::string> json_path;
};

// Text only; all without regard to case but Equal, TextBounds and Regex.
struct WordMatch {
  std::string text;  // one word, or a phrase when it holds separators
};
struct PatternMatch {
  std::vector<std::string> pieces;  // as lang::Wildcard
};
struct RegexMatch {
  std::string pattern;
};
struct EqualMatch {
  std::string text;  // "" also matches what is absent
};
struct TextBounds {
  std::optional<std::string> low, high;
  bool low_included = true;
  bool high_included = true;
};

// Numbers, also those that stand in text.
struct Number {
  std::string type;  // Int64, UInt64 or Float64
  std::string text;
};
struct NumberBounds {
  std::optional<Number> low, high;
  bool low_included = true;
  bool high_included = true;
};

// begin ≤ t < end; an absent end is open.
struct TimeBounds {
  std::optional<UnixNanos> begin, end;
};

struct BoolMatch {
  bool value = false;
};
// Not empty, not absent.
struct ExistsMatch {};
// Every row.
struct AnyMatch {};

using BoundMatch = std::variant<WordMatch, PatternMatch, RegexMatch, EqualMatch, TextBounds, NumberBounds,
                                TimeBounds, BoolMatch, ExistsMatch, AnyMatch>;

enum class BoundKind : std::uint8_t { kTerm, kAnd, kOr, kNot };

struct BoundNode {
  BoundKind kind = BoundKind::kTerm;
  std::vector<BoundNode> children;
  BoundField field;  // kTerm
  BoundMatch match;  // kTerm
};

}  // namespace sextant::bind
