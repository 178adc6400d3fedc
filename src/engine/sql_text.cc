#include "engine/sql_text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace sextant::engine {
namespace {

bool IsWordStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }
bool IsBlank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\0'; }

bool EqualsWord(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::toupper(static_cast<unsigned char>(x)) == std::toupper(static_cast<unsigned char>(y));
  });
}

// One pass over the text; each Skip… starts at `at` and gives the offset behind what it skipped.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> Run() {
    while (at_ < text_.size()) {
      if (SkipBlank()) continue;
      Next();
    }
    return std::move(tokens_);
  }

 private:
  bool Has(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }

  bool SkipBlank() {
    if (IsBlank(text_[at_])) {
      ++at_;
      return true;
    }
    if (Has("--") || Has("#!") || Has("# ")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return true;
    }
    if (Has("/*")) return SkipBlockComment();
    return false;
  }

  bool SkipBlockComment() {
    std::size_t depth = 0;
    std::size_t at = at_;
    do {
      const std::string_view rest = text_.substr(at);
      if (rest.size() < 2) {
        Emit(Token::Kind::kString, text_.size());
        return true;
      }
      const bool opens = rest.starts_with("/*");
      const bool closes = rest.starts_with("*/");
      depth = depth + (opens ? 1 : 0) - (closes ? 1 : 0);
      at += opens || closes ? 2 : 1;
    } while (depth > 0);
    at_ = at;
    return true;
  }

  void Next() {
    const char c = text_[at_];
    if (c == '\'') return Emit(Token::Kind::kString, QuoteEnd(c));
    if (c == '`' || c == '"') return Emit(Token::Kind::kQuotedName, QuoteEnd(c));
    if (c == '$') return Dollar();
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return Emit(Token::Kind::kNumber, NumberEnd());
    if (IsWordStart(c)) return Emit(Token::Kind::kWord, WordEnd(at_));
    Emit(Token::Kind::kSymbol, at_ + 1);
  }

  std::size_t WordEnd(std::size_t at) const {
    while (at < text_.size() && IsWordChar(text_[at])) ++at;
    return at;
  }

  // 12, 0xff, 1_000, 1.5, 1e-3: ClickHouse is pickier, which is its business.
  std::size_t NumberEnd() const {
    std::size_t at = WordEnd(at_);
    if (at < text_.size() && text_[at] == '.') at = WordEnd(at + 1);
    const bool has_exponent = at + 1 < text_.size() && (text_[at] == '-' || text_[at] == '+') &&
                              (text_[at - 1] == 'e' || text_[at - 1] == 'E') &&
                              std::isdigit(static_cast<unsigned char>(text_[at + 1])) != 0;
    return has_exponent ? WordEnd(at + 1) : at;
  }

  std::size_t QuoteEnd(char quote) const {
    std::size_t at = at_ + 1;
    while (at < text_.size()) {
      const bool escapes = text_[at] == '\\';
      const bool doubled = text_[at] == quote && at + 1 < text_.size() && text_[at + 1] == quote;
      if (text_[at] == quote && !doubled) return at + 1;
      at += escapes || doubled ? 2 : 1;
    }
    return text_.size();
  }

  void Dollar() {
    const std::size_t tag_end = text_.find('$', at_ + 1);
    const bool is_tag =
        tag_end != std::string_view::npos && std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(at_) + 1,
                                                         text_.begin() + static_cast<std::ptrdiff_t>(tag_end),
                                                         [](char c) { return IsWordChar(c); });
    if (!is_tag) return Emit(Token::Kind::kSymbol, at_ + 1);
    const std::string_view tag = text_.substr(at_, tag_end + 1 - at_);
    const std::size_t close = text_.find(tag, tag_end + 1);
    if (close == std::string_view::npos) return Emit(Token::Kind::kSymbol, at_ + 1);
    Emit(Token::Kind::kString, close + tag.size());
  }

  void Emit(Token::Kind kind, std::size_t end) {
    end = std::min(end, text_.size());
    tokens_.push_back({kind, at_, end});
    at_ = end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

// Tokens with the text they came from.
class TokenView {
 public:
  explicit TokenView(std::string_view text) : text_(text), tokens_(Tokenize(text)) {}

  std::size_t size() const { return tokens_.size(); }
  const Token& operator[](std::size_t index) const { return tokens_[index]; }
  std::string_view TextOf(std::size_t index) const {
    return index < size() ? text_.substr(tokens_[index].begin, tokens_[index].end - tokens_[index].begin)
                          : std::string_view();
  }
  bool IsWord(std::size_t index, std::string_view word) const {
    return index < size() && tokens_[index].kind == Token::Kind::kWord && EqualsWord(TextOf(index), word);
  }
  bool IsSymbol(std::size_t index, char symbol) const {
    return index < size() && tokens_[index].kind == Token::Kind::kSymbol &&
           text_[tokens_[index].begin] == symbol;
  }
  bool IsName(std::size_t index) const { return index < size() && tokens_[index].kind == Token::Kind::kWord; }

 private:
  std::string_view text_;
  std::vector<Token> tokens_;
};

// The offset at which data after "FORMAT x" begins: behind blanks and at most one line break.
std::size_t DataBegin(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == ';'))
    ++at;
  return at < text.size() && text[at] == '\n' ? at + 1 : at;
}

// An INSERT that brings its data: INSERT INTO t [(…)] [SETTINGS …] (FORMAT x | VALUES | nothing).
// Nothing for INSERT … SELECT and everything else.
std::optional<StatementText> ParseInsert(std::string_view text, const TokenView& tokens) {
  if (!tokens.IsWord(0, "INSERT")) return std::nullopt;
  StatementText statement;
  statement.is_insert_with_data = true;
  int depth = 0;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (tokens.IsSymbol(i, '(')) ++depth;
    if (tokens.IsSymbol(i, ')')) --depth;
    if (depth != 0) continue;
    for (const std::string_view word : {"SELECT", "WITH", "INFILE"}) {
      if (tokens.IsWord(i, word)) return std::nullopt;
    }
    if (tokens.IsWord(i, "VALUES") && i > 2) {
      statement.sql = text.substr(0, tokens[i].begin);
      statement.format = "Values";
      statement.data = text.substr(tokens[i].end);
      return statement;
    }
    if (tokens.IsWord(i, "FORMAT") && i > 2 && tokens.IsName(i + 1)) {
      statement.sql = text.substr(0, tokens[i].begin);
      statement.format = tokens.TextOf(i + 1);
      statement.data = text.substr(DataBegin(text, tokens[i + 1].end));
      return statement;
    }
  }
  statement.sql = text;
  return statement;
}

}  // namespace

std::vector<Token> Tokenize(std::string_view text) { return Lexer(text).Run(); }

StatementText ParseStatement(std::string_view text) {
  const TokenView tokens(text);
  if (std::optional<StatementText> insert = ParseInsert(text, tokens)) return std::move(*insert);

  StatementText statement;
  statement.is_select = tokens.IsWord(0, "SELECT") || tokens.IsWord(0, "WITH") || tokens.IsWord(0, "FROM") ||
                        tokens.IsSymbol(0, '(');
  std::size_t count = tokens.size();
  while (count > 0 && tokens.IsSymbol(count - 1, ';')) --count;
  statement.sql = text.substr(0, count == 0 ? 0 : tokens[count - 1].end);
  for (std::size_t i = 1; i + 1 < count; ++i) {
    if (!tokens.IsWord(i, "FORMAT") || !tokens.IsName(i + 1)) continue;
    if (i + 2 != count && !tokens.IsWord(i + 2, "SETTINGS")) continue;
    statement.format = tokens.TextOf(i + 1);
    const std::size_t begin = tokens[i].begin;
    statement.sql.replace(begin, tokens[i + 1].end - begin, tokens[i + 1].end - begin, ' ');
  }
  return statement;
}

Result<SettingsClauses> FindSettings(std::string_view text) {
  const TokenView tokens(text);
  SettingsClauses found;
  const auto is_literal = [&](std::size_t i) {
    return i < tokens.size() &&
           (tokens[i].kind == Token::Kind::kNumber || tokens[i].kind == Token::Kind::kString ||
            tokens.IsWord(i, "true") || tokens.IsWord(i, "false"));
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens.IsWord(i, "SETTINGS")) continue;
    ++found.clauses;
    do {
      ++i;
      std::size_t value = i + 2;
      if (tokens.IsSymbol(value, '-') || tokens.IsSymbol(value, '+')) ++value;
      if (!tokens.IsName(i) || !tokens.IsSymbol(i + 1, '=') || !is_literal(value)) {
        return Status(Code::kBadInput, "SETTINGS must be followed by name = literal");
      }
      found.names.emplace_back(tokens.TextOf(i));
      i = value + 1;
    } while (tokens.IsSymbol(i, ','));
    // Anything else would be a rest of the value that we did not understand, and maybe more settings behind
    // it.
    if (i < tokens.size() && !tokens.IsName(i) && !tokens.IsSymbol(i, ')') && !tokens.IsSymbol(i, ';')) {
      return Status(Code::kBadInput, "SETTINGS must be followed by name = literal");
    }
    --i;
  }
  return found;
}

bool HasForgedName(std::string_view text) {
  for (const Token& token : Tokenize(text)) {
    const bool foreign =
        token.kind == Token::Kind::kSymbol && static_cast<unsigned char>(text[token.begin]) >= 0x80;
    if (foreign) return true;
    if (token.kind != Token::Kind::kQuotedName) continue;
    for (const char c : text.substr(token.begin, token.end - token.begin)) {
      if (static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == 0x7f) return true;
    }
  }
  return false;
}

std::string QuoteName(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    if (c == '`' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "`";
}

std::string QuoteString(std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "'";
}

}  // namespace sextant::engine
