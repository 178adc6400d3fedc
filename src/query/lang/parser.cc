#include "query/lang/parser.h"

#include <string>
#include <utility>

#include "base/bytes.h"
#include "query/lang/cursor.h"
#include "query/lang/tokens.h"
#include "query/lang/values.h"

namespace sextant::lang {
namespace {

std::string Without(std::string_view text, Span span) {
  std::string out(text.substr(0, span.offset));
  out += text.substr(span.end());
  return out;
}

// Recursive descent; every function leaves the first error in error_ and gives nothing.
//   or    := and { ("OR" | "||") and }
//   and   := unary { ["AND" | "&&"] unary }
//   unary := ("NOT" | "-") unary | "(" or ")" | field ":" value | value
class Parser {
 public:
  explicit Parser(std::string_view text) : cursor_(text) {}

  Parsed<Query> Run() {
    cursor_.SkipBlanks();
    if (cursor_.AtEnd()) return Query{};
    std::optional<Node> root = ParseOr();
    if (root && !cursor_.AtEnd()) Fail(StrayParenthesis());
    if (error_) return *std::move(error_);
    return Query{std::move(root)};
  }

 private:
  std::optional<Node> ParseOr();
  std::optional<Node> ParseAnd();
  std::optional<Node> ParseUnary();
  std::optional<Node> ParseNegation(std::size_t operator_length);
  std::optional<Node> ParseGroup();
  std::optional<Node> ParseFieldTerm(Field field);
  std::optional<Node> ParseTerm();
  std::optional<Match> ParseValue();
  std::optional<Match> Take(Parsed<Match> parsed);

  bool AtOr() const { return OperatorLength(cursor_, "OR", "||") > 0; }
  bool AtAnd() const { return OperatorLength(cursor_, "AND", "&&") > 0; }
  std::size_t NegationLength() const;
  // Skips an operator; its place stays in operator_, for the error when nothing follows it.
  void TakeOperator(std::size_t length);
  bool AtOperandEnd() const { return cursor_.AtEnd() || cursor_.Peek() == ')'; }

  std::nullopt_t Fail(Error error) {
    if (!error_) error_ = std::move(error);
    return std::nullopt;
  }
  Error StrayParenthesis() const;
  Error MissingOperand(Span at, const char* side) const;
  bool EnterDepth(Span at);

  Cursor cursor_;
  std::optional<Error> error_;
  std::optional<Field> scope_;  // the field of the group around
  std::optional<Span> operator_;
  std::size_t terms_ = 0;
  std::size_t depth_ = 0;
};

Error Parser::StrayParenthesis() const {
  const Span span{cursor_.place(), 1};
  return {"This parenthesis closes nothing.", span, Fix{"Leave it out.", Without(cursor_.text(), span)}};
}

Error Parser::MissingOperand(Span at, const char* side) const {
  const std::string word(cursor_.text().substr(at.offset, at.length));
  return {word + " has nothing on its " + side + ".", at,
          Fix{"Leave " + word + " out, or put it in quotes to search for it.", Without(cursor_.text(), at)}};
}

bool Parser::EnterDepth(Span at) {
  if (++depth_ <= kMaxDepth) return true;
  Fail({"Parentheses and negations may be nested at most " + std::to_string(kMaxDepth) + " deep.", at, {}});
  return false;
}

void Parser::TakeOperator(std::size_t length) {
  operator_ = Span{cursor_.place(), length};
  cursor_.MoveTo(cursor_.place() + length);
  cursor_.SkipBlanks();
}

Node Joined(NodeKind kind, std::vector<Node> children) {
  if (children.size() == 1) return std::move(children.front());
  Node node;
  node.kind = kind;
  node.span = {children.front().span.offset, children.back().span.end() - children.front().span.offset};
  node.children = std::move(children);
  return node;
}

std::optional<Node> Parser::ParseOr() {
  std::vector<Node> children;
  do {
    std::optional<Node> child = ParseAnd();
    if (!child) return std::nullopt;
    children.push_back(*std::move(child));
    if (!AtOr()) break;
    TakeOperator(2);
  } while (true);
  return Joined(NodeKind::kOr, std::move(children));
}

std::optional<Node> Parser::ParseAnd() {
  std::vector<Node> children;
  do {
    std::optional<Node> child = ParseUnary();
    if (!child) return std::nullopt;
    children.push_back(*std::move(child));
    cursor_.SkipBlanks();
    if (const std::size_t length = OperatorLength(cursor_, "AND", "&&"))
      TakeOperator(length);
    else if (AtOperandEnd() || AtOr())
      break;
  } while (true);
  return Joined(NodeKind::kAnd, std::move(children));
}

std::size_t Parser::NegationLength() const {
  if (const std::size_t length = OperatorLength(cursor_, "NOT", "")) return length;
  // Before other signs a minus is text: ->, --verbose, -.
  const char next = cursor_.Peek(1);
  constexpr std::string_view kNegatable = "\"(*/\\_@$[";
  const bool negates = cursor_.Peek() == '-' && next != '\0' &&
                       (IsTokenByte(next) || kNegatable.find(next) != std::string_view::npos);
  return negates ? 1 : 0;
}

std::optional<Node> Parser::ParseUnary() {
  if (AtOperandEnd()) {
    if (operator_) return Fail(MissingOperand(*operator_, "right"));
    return Fail(StrayParenthesis());
  }
  if (AtOr() || AtAnd()) {
    const Span at{cursor_.place(), AtOr() ? 2 : OperatorLength(cursor_, "AND", "&&")};
    return Fail(MissingOperand(at, "left"));
  }
  if (const std::size_t length = NegationLength()) return ParseNegation(length);
  operator_.reset();
  if (cursor_.Peek() == '(') return ParseGroup();
  if (std::optional<Field> field = ScanField(cursor_)) return ParseFieldTerm(*std::move(field));
  return ParseTerm();
}

std::optional<Node> Parser::ParseNegation(std::size_t operator_length) {
  const std::size_t begin = cursor_.place();
  if (!EnterDepth({begin, operator_length})) return std::nullopt;
  TakeOperator(operator_length);
  std::optional<Node> child = ParseUnary();
  --depth_;
  if (!child) return std::nullopt;
  Node node;
  node.kind = NodeKind::kNot;
  node.span = {begin, child->span.end() - begin};
  node.children.push_back(*std::move(child));
  return node;
}

std::optional<Node> Parser::ParseGroup() {
  const std::size_t begin = cursor_.place();
  if (!EnterDepth({begin, 1})) return std::nullopt;
  cursor_.Accept("(");
  cursor_.SkipBlanks();
  if (cursor_.Peek() == ')') {
    const Span span{begin, cursor_.place() + 1 - begin};
    return Fail({"There is nothing between these parentheses.", span,
                 Fix{"Leave them out.", Without(cursor_.text(), span)}});
  }
  if (cursor_.AtEnd()) {
    return Fail({"This parenthesis is never closed.",
                 {begin, 1},
                 Fix{"Leave it out.", Without(cursor_.text(), {begin, 1})}});
  }
  std::optional<Node> inner = ParseOr();
  if (!inner) return std::nullopt;
  if (!cursor_.Accept(")")) {
    return Fail({"This parenthesis is never closed.",
                 {begin, 1},
                 Fix{"Close it at the end.", std::string(cursor_.text()) + ')'}});
  }
  --depth_;
  inner->span = cursor_.SpanFrom(begin);
  return inner;
}

std::optional<Node> Parser::ParseFieldTerm(Field field) {
  const bool nothing_follows = AtOperandEnd() || AtOr() || AtAnd();
  if (nothing_follows) {
    const std::string_view text = cursor_.text();
    std::string fixed(text.substr(0, field.span.end() + 1));
    fixed += '*';
    fixed += text.substr(field.span.end() + 1);
    return Fail({"Nothing follows the colon.",
                 {field.span.offset, field.span.length + 1},
                 Fix{"Ask whether the field is there with a *.", std::move(fixed)}});
  }
  const std::size_t begin = field.span.offset;
  std::optional<Field> outer = std::exchange(scope_, std::move(field));
  std::optional<Node> node = cursor_.Peek() == '(' ? ParseGroup() : ParseTerm();
  scope_ = std::move(outer);
  if (node) node->span = {begin, node->span.end() - begin};
  return node;
}

std::optional<Node> Parser::ParseTerm() {
  const std::size_t begin = cursor_.place();
  if (++terms_ > kMaxTerms) {
    return Fail({"A search may have at most " + std::to_string(kMaxTerms) + " terms.",
                 {begin, cursor_.text().size() - begin},
                 {}});
  }
  std::optional<Match> match = ParseValue();
  if (!match) return std::nullopt;
  Node node;
  node.span = cursor_.SpanFrom(begin);
  if (const Quoted* quoted = std::get_if<Quoted>(&*match); quoted && quoted->text.empty() && !scope_) {
    return Fail({"There is nothing between these quotes.", node.span,
                 Fix{"Leave them out.", Without(cursor_.text(), node.span)}});
  }
  node.term = Term{scope_, *std::move(match), node.span};
  return node;
}

std::optional<Match> Parser::Take(Parsed<Match> parsed) {
  if (!parsed.ok()) return Fail(parsed.error());
  return std::move(parsed).value();
}

std::optional<Match> Parser::ParseValue() {
  const char first = cursor_.Peek();
  if (first == '"') return Take(ParseQuoted(cursor_));
  if (first == '/') {
    if (std::optional<Parsed<Match>> regex = ParseRegex(cursor_)) return Take(*std::move(regex));
  }
  if (scope_ && (first == '<' || first == '>')) return Take(ParseComparison(cursor_));
  if (scope_ && (first == '[' || first == '{')) return Take(ParseRange(cursor_));
  return ParseWord(cursor_);
}

}  // namespace

Parsed<Query> Parse(std::string_view text) {
  if (text.size() > kMaxBytes) {
    return Error{"A search may have at most " + std::to_string(kMaxBytes) + " bytes; this one has " +
                     std::to_string(text.size()) + ".",
                 {kMaxBytes, text.size() - kMaxBytes},
                 std::nullopt};
  }
  if (!IsValidUtf8(text)) {
    std::size_t at = 0;
    while (const std::size_t length = Utf8SequenceLength(text, at)) at += length;
    return Error{"The search is not valid UTF-8.", {at, 1}, std::nullopt};
  }
  return Parser(text).Run();
}

}  // namespace sextant::lang
