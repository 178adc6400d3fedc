#include "query/plan/predicate.h"

#include <algorithm>
#include <utility>

#include "query/plan/operators.h"

namespace sextant::plan {
namespace {

using bind::BoundField;
using bind::BoundMatch;

bool IsText(const DataType& type) {
  return type.kind() == TypeKind::kString || type.kind() == TypeKind::kFixedString;
}

// Types whose values a search sees as text although they are none.
bool IsShownAsText(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kEnum8:
    case TypeKind::kEnum16:
    case TypeKind::kUuid:
    case TypeKind::kIpv4:
    case TypeKind::kIpv6: return true;
    default: return false;
  }
}

// Compares one text, number, truth value or time.
struct LeafCondition {
  const sql::ExprPtr& value;
  bool is_text;

  sql::ExprPtr operator()(const bind::WordMatch& match) const { return HasWord(value, match); }
  sql::ExprPtr operator()(const bind::PatternMatch& match) const { return HasPattern(value, match); }
  sql::ExprPtr operator()(const bind::RegexMatch& match) const { return Matches(value, match); }
  sql::ExprPtr operator()(const bind::EqualMatch& match) const { return Equals(value, match); }
  sql::ExprPtr operator()(const bind::TextBounds& bounds) const { return InBounds(value, bounds); }
  sql::ExprPtr operator()(const bind::NumberBounds& bounds) const {
    return is_text ? TextInBounds(value, bounds) : InBounds(value, bounds);
  }
  sql::ExprPtr operator()(const bind::TimeBounds& bounds) const { return InBounds(value, bounds); }
  sql::ExprPtr operator()(const bind::BoolMatch& match) const {
    return sql::Infix(value, "=", match.value ? sql::True() : sql::False());
  }
  sql::ExprPtr operator()(const bind::ExistsMatch&) const {
    return is_text ? sql::Infix(value, "!=", sql::Text("")) : sql::True();
  }
  sql::ExprPtr operator()(const bind::AnyMatch&) const { return sql::True(); }
};

// Goes through arrays, maps, Nullable and LowCardinality to the values, any one of which has to match.
class Descent {
 public:
  Descent(const bind::TableSchema& schema, const BoundField& field, const BoundMatch& match)
      : schema_(schema), field_(field), match_(match) {}

  sql::ExprPtr Run() {
    if (!field_.type) return Leaf(FieldText(field_), true);
    // field:"" is the opposite of field:*.
    if (IsEmptyText() && HoldsNone(*field_.type)) {
      return sql::Not(FieldCondition(schema_, field_, bind::ExistsMatch{}));
    }
    return Value(sql::Column(field_.column), *field_.type, field_.key ? &*field_.key : nullptr);
  }

 private:
  bool asks_existence() const { return std::holds_alternative<bind::ExistsMatch>(match_); }
  bool IsEmptyText() const {
    const auto* equal = std::get_if<bind::EqualMatch>(&match_);
    return equal != nullptr && equal->text.empty();
  }

  // True for types whose emptiness is not that of one text.
  bool HoldsNone(const DataType& type) const {
    const bool text_at_key = type.kind() == TypeKind::kMap && field_.key && IsPlainText(type.arg(1));
    return !text_at_key && !IsPlainText(type);
  }
  static bool IsPlainText(const DataType& type) {
    return type.kind() == TypeKind::kLowCardinality ? IsText(type.arg()) : IsText(type);
  }

  sql::ExprPtr Leaf(const sql::ExprPtr& value, bool is_text) const {
    return std::visit(LeafCondition{value, is_text}, match_);
  }

  // `key`: one still to be taken from the first map on the way, or null.
  sql::ExprPtr Value(const sql::ExprPtr& value, const DataType& type, const std::string* key) {
    switch (type.kind()) {
      case TypeKind::kLowCardinality: return Value(value, type.arg(), key);
      case TypeKind::kNullable: return NullableValue(value, type.arg());
      case TypeKind::kArray: return ArrayValue(value, type.arg(), key);
      case TypeKind::kMap: return MapValue(value, type.arg(1), key);
      default: break;
    }
    if (!field_.json_path.empty()) return Leaf(FieldText(field_), true);
    if (IsShownAsText(type)) return Leaf(sql::Call("toString", {value}), true);
    return Leaf(value, IsText(type));
  }

  sql::ExprPtr NullableValue(const sql::ExprPtr& value, const DataType& inner_type) {
    const sql::ExprPtr inner = Value(value, inner_type, nullptr);
    if (sql::IsTrue(inner)) return asks_existence() ? sql::Call("isNotNull", {value}) : inner;
    return sql::Call("ifNull", {inner, sql::False()});
  }

  sql::ExprPtr ArrayValue(const sql::ExprPtr& array, const DataType& element, const std::string* key) {
    if (key == nullptr) {
      if (asks_existence()) return sql::Call("notEmpty", {array});
      const auto* equal = std::get_if<bind::EqualMatch>(&match_);
      if (equal != nullptr && IsPlainText(element)) return sql::Call("has", {array, sql::Text(equal->text)});
    }
    return Some(array, element, key);
  }

  // Some element of `array` matches.
  sql::ExprPtr Some(const sql::ExprPtr& array, const DataType& element, const std::string* key) {
    const std::string name = depth_ == 0 ? "x" : "x" + std::to_string(depth_);
    ++depth_;
    const sql::ExprPtr inner = Value(sql::Parameter(name), element, key);
    --depth_;
    return sql::Call("arrayExists", {sql::Lambda(name, inner), array});
  }

  sql::ExprPtr MapValue(const sql::ExprPtr& map, const DataType& element, const std::string* key) {
    if (key == nullptr) {
      if (asks_existence()) return sql::Call("notEmpty", {map});
      return Some(sql::Call("mapValues", {map}), element, nullptr);
    }
    const sql::ExprPtr inner = Value(sql::MapAt(map, *key), element, nullptr);
    if (element.IsText() && !KeyIndexHelps()) return inner;
    return sql::And({sql::Call("mapContains", {map, sql::Text(*key)}), inner});
  }

  // A key that is absent reads as "", which these operators never match: asking for the key first changes
  // nothing but lets an index on the keys skip. Equality finds the indexes by itself.
  bool KeyIndexHelps() const {
    if (std::holds_alternative<bind::EqualMatch>(match_) ||
        std::holds_alternative<bind::RegexMatch>(match_)) {
      return false;
    }
    const std::string wanted = "mapKeys(" + field_.column + ")";
    return std::any_of(schema_.indexes.begin(), schema_.indexes.end(),
                       [&](const bind::IndexInfo& index) { return index.expression == wanted; });
  }

  const bind::TableSchema& schema_;
  const BoundField& field_;
  const BoundMatch& match_;
  int depth_ = 0;
};

std::vector<sql::ExprPtr> Conditions(const bind::TableSchema& schema,
                                     const std::vector<bind::BoundNode>& nodes) {
  std::vector<sql::ExprPtr> all;
  all.reserve(nodes.size());
  for (const bind::BoundNode& node : nodes) all.push_back(Condition(schema, node));
  return all;
}

}  // namespace

sql::ExprPtr Condition(const bind::TableSchema& schema, const bind::BoundNode& node) {
  switch (node.kind) {
    case bind::BoundKind::kTerm: return FieldCondition(schema, node.field, node.match);
    case bind::BoundKind::kAnd: return sql::And(Conditions(schema, node.children));
    case bind::BoundKind::kOr: return sql::Or(Conditions(schema, node.children));
    case bind::BoundKind::kNot: return sql::Not(Condition(schema, node.children.front()));
  }
  return sql::True();
}

sql::ExprPtr FieldCondition(const bind::TableSchema& schema, const BoundField& field,
                            const BoundMatch& match) {
  return Descent(schema, field, match).Run();
}

sql::ExprPtr FieldValue(const BoundField& field) {
  if (!field.type) return FieldText(field);
  if (!field.json_path.empty()) return FieldText(field);
  sql::ExprPtr value = sql::Column(field.column);
  if (!field.key) return value;
  if (field.type->kind() == TypeKind::kMap) return sql::MapAt(value, *field.key);
  return sql::Call("arrayMap", {sql::Lambda("x", sql::MapAt(sql::Parameter("x"), *field.key)), value});
}

sql::ExprPtr FieldText(const BoundField& field) {
  if (!field.expression.empty()) {
    return sql::Call("ifNull", {sql::Call("toString", {sql::Raw(field.expression)}), sql::Text("")});
  }
  sql::ExprPtr value = sql::Column(field.column);
  if (!field.type) return sql::Call("ifNull", {sql::Call("toString", {value}), sql::Text("")});
  if (!field.json_path.empty()) {
    std::vector<sql::ExprPtr> args{std::move(value)};
    for (const std::string& part : field.json_path) args.push_back(sql::Text(part));
    args.push_back(sql::Text("String"));
    return sql::Call("JSONExtract", std::move(args));
  }
  value = FieldValue(field);
  const DataType* type = field.type.get();
  if (field.key && type->kind() == TypeKind::kMap) type = &type->arg(1);
  if (type->kind() == TypeKind::kLowCardinality && type->arg().kind() == TypeKind::kString) return value;
  if (type->kind() == TypeKind::kString) return value;
  const bool nullable = type->kind() == TypeKind::kNullable || (type->kind() == TypeKind::kLowCardinality &&
                                                                type->arg().kind() == TypeKind::kNullable);
  value = sql::Call("toString", {value});
  return nullable ? sql::Call("ifNull", {value, sql::Text("")}) : value;
}

}  // namespace sextant::plan
