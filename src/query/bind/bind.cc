#include "query/bind/bind.h"

#include <cstdlib>
#include <utility>

#include "query/bind/literal.h"

namespace sextant::bind {
namespace {

Leaf LeafOfType(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kNullable:
    case TypeKind::kLowCardinality:
    case TypeKind::kArray: return LeafOfType(type.arg());
    case TypeKind::kMap: return LeafOfType(type.arg(1));
    case TypeKind::kBool: return Leaf::kBool;
    case TypeKind::kUuid:
    case TypeKind::kIpv4:
    case TypeKind::kIpv6: return Leaf::kText;
    default: break;
  }
  if (type.IsText()) return Leaf::kText;
  if (type.IsNumber()) return Leaf::kNumber;
  if (type.IsTime()) return Leaf::kTime;
  return Leaf::kOther;
}

std::string TypeOf(const BoundField& field) { return field.type ? field.type->name() : "text"; }

using Bound = lang::Parsed<BoundMatch>;

// Turns the match of one term into one that fits its field; one overload for each family of the language.
struct MatchBinder {
  const BindInput& input;
  const lang::Term& term;
  const BoundField& field;
  const Leaf leaf;

  Bound operator()(const lang::Word& word) const { return Value(word.text, false); }
  Bound operator()(const lang::Quoted& quoted) const { return Value(quoted.text, true); }

  Bound operator()(const lang::Wildcard& wildcard) const {
    if (leaf != Leaf::kText) return OnlyText("Stars");
    return BoundMatch(PatternMatch{wildcard.pieces});
  }
  Bound operator()(const lang::Regex& regex) const {
    if (leaf != Leaf::kText) return OnlyText("Regular expressions");
    return BoundMatch(RegexMatch{regex.pattern});
  }
  Bound operator()(const lang::Exists&) const {
    if (!term.field) return BoundMatch(AnyMatch{});
    return BoundMatch(ExistsMatch{});
  }

  Bound operator()(const lang::Comparison& comparison) const {
    lang::Range range;
    const bool is_low =
        comparison.op == lang::CompareOp::kGreater || comparison.op == lang::CompareOp::kGreaterOrEqual;
    const bool included =
        comparison.op == lang::CompareOp::kLessOrEqual || comparison.op == lang::CompareOp::kGreaterOrEqual;
    (is_low ? range.low : range.high) = comparison.operand;
    (is_low ? range.low_included : range.high_included) = included;
    return (*this)(range);
  }

  Bound operator()(const lang::Range& range) const {
    switch (leaf) {
      case Leaf::kText: return TextRange(range);
      case Leaf::kNumber: return NumberRange(range);
      case Leaf::kTime: return TimeRange(range);
      default: return Fail(field.label + " is a " + TypeOf(field) + " and cannot be compared by size.");
    }
  }

 private:
  lang::Error Fail(std::string message) const { return {std::move(message), term.span, std::nullopt}; }
  lang::Error Fail(std::string message, lang::Span span) const {
    return {std::move(message), span, std::nullopt};
  }

  lang::Error OnlyText(const char* what) const {
    return Fail(std::string(what) + " search text; " + field.label + " is a " + TypeOf(field) + ".");
  }
  lang::Error IsNot(const char* what, const std::string& text, lang::Span span) const {
    return Fail("\"" + text + "\" is not " + what + "; " + field.label + " is a " + TypeOf(field) + ".",
                span);
  }

  std::optional<Number> NumberIn(const std::string& text) const {
    const bool has_unit = !field.column.empty() && field.column == input.duration_column;
    return has_unit ? ParseDuration(text) : ParseNumber(text);
  }

  Bound Value(const std::string& text, bool quoted) const {
    switch (leaf) {
      case Leaf::kText:
        if (quoted && term.field) return BoundMatch(EqualMatch{text});
        return BoundMatch(WordMatch{text});
      case Leaf::kNumber: {
        const auto number = NumberIn(text);
        if (!number) return IsNot("a number", text, term.span);
        return BoundMatch(NumberBounds{number, number});
      }
      case Leaf::kBool: {
        const auto value = ParseBool(text);
        if (!value) return IsNot("true or false", text, term.span);
        return BoundMatch(BoolMatch{*value});
      }
      case Leaf::kTime: {
        const auto time = ParseTime(text);
        if (!time) return IsNot("a time", text, term.span);
        return BoundMatch(TimeBounds{time->begin, time->end});
      }
      case Leaf::kOther: break;
    }
    return Fail(field.label + " is a " + TypeOf(field) + ", which a search cannot look into; ask in SQL.");
  }

  // Numbers when every end is one, else text.
  Bound TextRange(const lang::Range& range) const {
    const auto number = [](const std::optional<lang::Operand>& end) {
      return end && !end->quoted ? ParseNumber(end->text) : std::nullopt;
    };
    const auto low = number(range.low), high = number(range.high);
    if (low.has_value() == range.low.has_value() && high.has_value() == range.high.has_value()) {
      return BoundMatch(NumberBounds{low, high, range.low_included, range.high_included});
    }
    TextBounds bounds{std::nullopt, std::nullopt, range.low_included, range.high_included};
    if (range.low) bounds.low = range.low->text;
    if (range.high) bounds.high = range.high->text;
    return BoundMatch(std::move(bounds));
  }

  Bound NumberRange(const lang::Range& range) const {
    NumberBounds bounds{std::nullopt, std::nullopt, range.low_included, range.high_included};
    for (const auto& [end, number] :
         {std::pair(&range.low, &bounds.low), std::pair(&range.high, &bounds.high)}) {
      if (!*end) continue;
      *number = NumberIn((*end)->text);
      if (!*number) return IsNot("a number", (*end)->text, (*end)->span);
    }
    return BoundMatch(std::move(bounds));
  }

  Bound TimeRange(const lang::Range& range) const {
    TimeBounds bounds;
    if (range.low) {
      const auto time = ParseTime(range.low->text);
      if (!time) return IsNot("a time", range.low->text, range.low->span);
      bounds.begin = range.low_included ? time->begin : time->end;
    }
    if (range.high) {
      const auto time = ParseTime(range.high->text);
      if (!time) return IsNot("a time", range.high->text, range.high->span);
      bounds.end = range.high_included ? time->end : time->begin;
    }
    return BoundMatch(bounds);
  }
};

class Binder {
 public:
  Binder(const BindInput& input, std::string_view text) : input_(input), text_(text) {}

  lang::Parsed<BoundNode> Bind(const lang::Node& node) {
    BoundNode bound;
    switch (node.kind) {
      case lang::NodeKind::kTerm: return BindTerm(node.term);
      case lang::NodeKind::kAnd: bound.kind = BoundKind::kAnd; break;
      case lang::NodeKind::kOr: bound.kind = BoundKind::kOr; break;
      case lang::NodeKind::kNot: bound.kind = BoundKind::kNot; break;
    }
    for (const lang::Node& child : node.children) {
      lang::Parsed<BoundNode> part = Bind(child);
      if (!part.ok()) return part;
      bound.children.push_back(std::move(part).value());
    }
    return bound;
  }

 private:
  lang::Parsed<BoundField> FieldOf(const lang::Term& term) const {
    if (term.field) return ResolveField(input_.names, *term.field, text_);
    if (input_.text_column.empty()) {
      return lang::Error{"This source has no text that a bare word could search; name a field.", term.span,
                         std::nullopt};
    }
    const lang::Field field{std::string(input_.text_column), std::nullopt, term.span};
    return ResolveField(input_.names, field, text_);
  }

  lang::Parsed<BoundNode> BindTerm(const lang::Term& term) const {
    lang::Parsed<BoundField> field = FieldOf(term);
    if (!field.ok()) return field.error();
    const MatchBinder binder{input_, term, field.value(), LeafOf(field.value())};
    Bound match = std::visit(binder, term.match);
    if (!match.ok()) return match.error();
    BoundNode node;
    node.match = std::move(match).value();
    node.field = std::move(field).value();
    return node;
  }

  const BindInput& input_;
  std::string_view text_;
};

}  // namespace

Leaf LeafOf(const BoundField& field) {
  if (!field.type || !field.json_path.empty()) return Leaf::kText;
  return LeafOfType(*field.type);
}

lang::Parsed<std::optional<BoundNode>> Bind(const BindInput& input, const lang::Query& query,
                                            std::string_view text) {
  if (!query.root) return std::optional<BoundNode>();
  lang::Parsed<BoundNode> root = Binder(input, text).Bind(*query.root);
  if (!root.ok()) return root.error();
  return std::optional<BoundNode>(std::move(root).value());
}

Result<BoundMatch> WholeValue(const BoundField& field, std::string_view value) {
  const auto refuse = [&](const char* what) {
    return Status(Code::kBadInput, "\"" + std::string(value) + "\" is not " + what + "; " + field.label +
                                       " is a " + TypeOf(field) + ".");
  };
  switch (LeafOf(field)) {
    case Leaf::kText: return BoundMatch(EqualMatch{std::string(value)});
    case Leaf::kNumber: {
      const auto number = ParseNumber(value);
      if (!number) return refuse("a number");
      return BoundMatch(NumberBounds{number, number});
    }
    case Leaf::kBool: {
      const auto flag = ParseBool(value);
      if (!flag) return refuse("true or false");
      return BoundMatch(BoolMatch{*flag});
    }
    case Leaf::kTime: {
      // Answers give times in nanoseconds; a filter made from one comes back so.
      if (const auto number = ParseNumber(value); number && number->type == "Int64") {
        const UnixNanos at = std::strtoll(number->text.c_str(), nullptr, 10);
        return BoundMatch(TimeBounds{at, at + 1});
      }
      const auto time = ParseTime(value);
      if (!time) return refuse("a time");
      return BoundMatch(TimeBounds{time->begin, time->end});
    }
    case Leaf::kOther: break;
  }
  return Status(Code::kBadInput, field.label + " is a " + TypeOf(field) + ", which cannot be filtered.");
}

}  // namespace sextant::bind
