// The lexer: a place in the text of a search, and the few shapes that stand there. Every shape is read in
// one way, wherever it stands. Borrows the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/lang/ast.h"

namespace sextant::lang {

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }
  std::size_t place() const { return place_; }
  void MoveTo(std::size_t place) { place_ = place; }
  std::string_view rest() const { return text_.substr(place_); }
  bool AtEnd() const { return place_ >= text_.size(); }
  // The byte here or `ahead` bytes on; 0 past the end.
  char Peek(std::size_t ahead = 0) const;
  bool Accept(std::string_view token);

  // Blanks: ASCII white space, no-break spaces, the ideographic space and the byte order mark.
  bool AtBlank() const { return BlankLength() > 0; }
  void SkipBlanks();
  // The end, a blank or a parenthesis.
  bool AtBoundary() const;

  Span SpanFrom(std::size_t begin) const { return {begin, place_ - begin}; }

 private:
  std::size_t BlankLength() const;

  std::string_view text_;
  std::size_t place_ = 0;
};

// A run of characters up to a blank, a parenthesis, a quote, or one of `stops`. A backslash before ASCII
// punctuation or a blank takes its meaning away; before anything else it is itself.
struct WordScan {
  std::vector<std::string> pieces;  // split at the stars
  bool escaped = false;
  Span span;
  bool empty() const { return span.length == 0; }
  bool has_star() const { return pieces.size() > 1; }
};
WordScan ScanWord(Cursor& cursor, std::string_view stops = {});

// "…" at the cursor, with \" and \\ undone. Nothing (and the cursor stays) when the quote never closes.
std::optional<std::string> ScanQuoted(Cursor& cursor);

// A field's name and its colon, with the blanks after it. Nothing (and the cursor stays) when what stands
// here is no field: a URL, localhost:4317, 10.0.0.1:80, 12:30:00, std::string, C:\.
std::optional<Field> ScanField(Cursor& cursor);

// AND, OR, NOT, && or || at the cursor as a word of its own: its length, else 0.
std::size_t OperatorLength(const Cursor& cursor, std::string_view word, std::string_view sign);

}  // namespace sextant::lang
