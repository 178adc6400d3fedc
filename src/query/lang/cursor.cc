#include "query/lang/cursor.h"

#include <algorithm>

namespace sextant::lang {
namespace {

constexpr std::string_view kWideBlanks[] = {"\u00a0", "\u202f", "\u3000", "\ufeff"};

bool IsAsciiBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsBeyondAscii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool IsEscapable(char c) {
  return c != '\0' && !IsLetter(c) && !IsDigit(c) && !IsBeyondAscii(c) &&
         (IsAsciiBlank(c) || static_cast<unsigned char>(c) > ' ');
}

bool StartsName(char c) { return IsLetter(c) || IsBeyondAscii(c) || c == '_' || c == '@' || c == '$'; }
bool ContinuesName(char c) {
  return StartsName(c) || IsDigit(c) || c == '.' || c == '-' || c == '/' || c == '#' || c == '+' ||
         c == '%' || c == '~';
}

bool IsLocalhost(std::string_view name) {
  constexpr std::string_view kLocalhost = "localhost";
  return std::equal(name.begin(), name.end(), kLocalhost.begin(), kLocalhost.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

// True when the colon at the cursor belongs to a URL, an address or a scoped name rather than to a field.
bool ColonIsText(const Cursor& cursor, std::string_view name) {
  const std::string_view after = cursor.rest().substr(1);
  if (after.starts_with("//") || after.starts_with(":")) return true;
  if (name.size() == 1 && after.starts_with("\\")) return true;
  return IsLocalhost(name) && !after.empty() && IsDigit(after.front());
}

std::string ScanName(Cursor& cursor) {
  std::string name;
  if (!StartsName(cursor.Peek()) && cursor.Peek() != '\\') return name;
  while (!cursor.AtEnd() && !cursor.AtBlank()) {
    if (cursor.Peek() == '\\' && IsEscapable(cursor.Peek(1))) {
      name += cursor.Peek(1);
      cursor.MoveTo(cursor.place() + 2);
    } else if (ContinuesName(cursor.Peek())) {
      name += cursor.Peek();
      cursor.MoveTo(cursor.place() + 1);
    } else {
      break;
    }
  }
  return name;
}

// ['key'] or ["key"]; nothing when it does not stand here whole.
std::optional<std::string> ScanSubscript(Cursor& cursor) {
  if (!cursor.Accept("[")) return std::nullopt;
  const char quote = cursor.Peek();
  if (quote != '\'' && quote != '"') return std::nullopt;
  std::string key;
  for (std::size_t i = cursor.place() + 1; i < cursor.text().size(); ++i) {
    const char c = cursor.text()[i];
    if (c == '\\' && i + 1 < cursor.text().size()) {
      key += cursor.text()[++i];
    } else if (c == quote) {
      cursor.MoveTo(i + 1);
      if (!cursor.Accept("]")) return std::nullopt;
      return key;
    } else {
      key += c;
    }
  }
  return std::nullopt;
}

}  // namespace

char Cursor::Peek(std::size_t ahead) const {
  return place_ + ahead < text_.size() ? text_[place_ + ahead] : '\0';
}

bool Cursor::Accept(std::string_view token) {
  if (!rest().starts_with(token)) return false;
  place_ += token.size();
  return true;
}

std::size_t Cursor::BlankLength() const {
  if (AtEnd()) return 0;
  if (IsAsciiBlank(text_[place_])) return 1;
  for (const std::string_view blank : kWideBlanks) {
    if (rest().starts_with(blank)) return blank.size();
  }
  return 0;
}

void Cursor::SkipBlanks() {
  while (const std::size_t length = BlankLength()) place_ += length;
}

bool Cursor::AtBoundary() const { return AtEnd() || AtBlank() || Peek() == '(' || Peek() == ')'; }

WordScan ScanWord(Cursor& cursor, std::string_view stops) {
  WordScan scan;
  const std::size_t begin = cursor.place();
  scan.pieces.emplace_back();
  while (!cursor.AtBoundary() && cursor.Peek() != '"' &&
         stops.find(cursor.Peek()) == std::string_view::npos) {
    if (cursor.Peek() == '\\' && IsEscapable(cursor.Peek(1))) {
      scan.escaped = true;
      scan.pieces.back() += cursor.Peek(1);
      cursor.MoveTo(cursor.place() + 2);
      continue;
    }
    if (cursor.Peek() == '*') {
      scan.pieces.emplace_back();
    } else {
      scan.pieces.back() += cursor.Peek();
    }
    cursor.MoveTo(cursor.place() + 1);
  }
  scan.span = cursor.SpanFrom(begin);
  return scan;
}

std::optional<std::string> ScanQuoted(Cursor& cursor) {
  const std::string_view text = cursor.text();
  std::string value;
  for (std::size_t i = cursor.place() + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) {
      value += text[++i];
    } else if (text[i] == '"') {
      cursor.MoveTo(i + 1);
      return value;
    } else {
      value += text[i];
    }
  }
  return std::nullopt;
}

std::optional<Field> ScanField(Cursor& cursor) {
  const std::size_t begin = cursor.place();
  Field field;
  field.name = ScanName(cursor);
  bool is_field = !field.name.empty();
  if (is_field && cursor.Peek() == '[') {
    field.key = ScanSubscript(cursor);
    is_field = field.key.has_value();
  }
  if (!is_field || cursor.Peek() != ':' || (!field.key && ColonIsText(cursor, field.name))) {
    cursor.MoveTo(begin);
    return std::nullopt;
  }
  field.span = cursor.SpanFrom(begin);
  cursor.Accept(":");
  cursor.SkipBlanks();
  return field;
}

std::size_t OperatorLength(const Cursor& cursor, std::string_view word, std::string_view sign) {
  if (!sign.empty() && cursor.rest().starts_with(sign)) return sign.size();
  if (!cursor.rest().starts_with(word)) return 0;
  Cursor after = cursor;
  after.MoveTo(cursor.place() + word.size());
  return after.AtBoundary() || after.Peek() == '"' ? word.size() : 0;
}

}  // namespace sextant::lang
