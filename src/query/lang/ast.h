// What a search says, before anything is known of the table: docs/search-language.md is the grammar.
// Plain values; places are bytes of the text that was parsed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sextant::lang {

struct Span {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::size_t end() const { return offset + length; }
};

// One change that would make the search right. `text` is the whole search after it.
struct Fix {
  std::string sentence;
  std::string text;
};

struct Error {
  std::string message;  // a sentence
  Span span;
  std::optional<Fix> fix;
};

// ServiceName, LogAttributes.user.id, or SpanAttributes['app.x'] (name and key apart).
struct Field {
  std::string name;
  std::optional<std::string> key;
  Span span;
};

// What a field, or the text, is compared with.

// foo
struct Word {
  std::string text;
};
// "foo bar": equality on a field, a phrase without one.
struct Quoted {
  std::string text;
};
// f*o: the pieces between the stars, e.g. {"f", "o"}; "*foo" is {"", "foo"}. At least two.
struct Wildcard {
  std::vector<std::string> pieces;
};
// /f.o/, valid RE2
struct Regex {
  std::string pattern;
};
// field:*
struct Exists {};

struct Operand {
  std::string text;
  bool quoted = false;
  Span span;
};

enum class CompareOp : std::uint8_t { kLess, kLessOrEqual, kGreater, kGreaterOrEqual };
// field:>=5
struct Comparison {
  CompareOp op = CompareOp::kLess;
  Operand operand;
};
// field:[a TO b}; an absent end is open (*).
struct Range {
  std::optional<Operand> low;
  std::optional<Operand> high;
  bool low_included = true;
  bool high_included = true;
};

using Match = std::variant<Word, Quoted, Wildcard, Regex, Exists, Comparison, Range>;

struct Term {
  std::optional<Field> field;
  Match match;
  Span span;  // of the value
};

enum class NodeKind : std::uint8_t { kTerm, kAnd, kOr, kNot };

struct Node {
  NodeKind kind = NodeKind::kTerm;
  std::vector<Node> children;  // kAnd, kOr: two or more; kNot: one
  Term term;                   // kTerm
  Span span;
};

struct Query {
  std::optional<Node> root;  // nothing: every row
};

// A value or the first error of the text.
template <typename T>
class Parsed {
 public:
  Parsed(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Parsed(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit
  bool ok() const { return state_.index() == 0; }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace sextant::lang
