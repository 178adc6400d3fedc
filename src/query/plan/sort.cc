#include "query/plan/sort.h"

namespace sextant::plan {
namespace {

const DataType& Bare(const DataType& type, bool& nullable) {
  if (type.kind() == TypeKind::kNullable) nullable = true;
  const bool wraps = type.kind() == TypeKind::kNullable || type.kind() == TypeKind::kLowCardinality;
  return wraps ? Bare(type.arg(), nullable) : type;
}

bool IsFloat(TypeKind kind) { return kind == TypeKind::kFloat32 || kind == TypeKind::kFloat64; }

SortStep Flag(sql::ExprPtr condition) { return {std::move(condition), "UInt8", false}; }

std::vector<SortStep> ByFloat(const sql::ExprPtr& value, bool descending) {
  const sql::ExprPtr zero = sql::Value("Float64", "0");
  const sql::ExprPtr number =
      sql::Call("ifNull", {sql::Call("toFloat64", {value}), sql::Value("Float64", "nan")});
  const sql::ExprPtr absent = sql::Call("isNaN", {number});
  return {Flag(absent), {sql::Call("if", {absent, zero, number}), "Float64", descending}};
}

std::vector<SortStep> ByInteger(const sql::ExprPtr& value, const std::string& type, bool nullable,
                                bool descending) {
  if (!nullable) return {{value, type, descending}};
  return {Flag(sql::Call("isNull", {value})),
          {sql::Call("ifNull", {value, sql::Value(type, "0")}), type, descending}};
}

std::vector<SortStep> ByTime(const sql::ExprPtr& value, bool nullable, bool descending) {
  const sql::ExprPtr instant = sql::Call("toDateTime64", {value, sql::Value("UInt8", "9")});
  return ByInteger(sql::Call("toUnixTimestamp64Nano", {instant}), "Int64", nullable, descending);
}

std::vector<SortStep> ByText(const sql::ExprPtr& text, bool may_be_number, bool descending) {
  std::vector<SortStep> steps{Flag(sql::Infix(text, "=", sql::Text("")))};
  if (may_be_number) {
    const sql::ExprPtr parsed =
        sql::Call("ifNull", {sql::Call("toFloat64OrNull", {text}), sql::Value("Float64", "nan")});
    const sql::ExprPtr is_number = sql::Call("isFinite", {parsed});
    steps.push_back(Flag(sql::Not(is_number)));
    steps.push_back(
        {sql::Call("if", {is_number, parsed, sql::Value("Float64", "0")}), "Float64", descending});
  }
  steps.push_back({text, "String", descending});
  return steps;
}

}  // namespace

std::vector<SortStep> SortSteps(const sql::ExprPtr& value, const DataType& type, bool text_may_be_number,
                                bool descending) {
  bool nullable = false;
  const DataType& bare = Bare(type, nullable);
  if (IsFloat(bare.kind())) return ByFloat(value, descending);
  if (bare.IsNumber()) return ByInteger(value, bare.name(), nullable, descending);
  if (bare.kind() == TypeKind::kBool)
    return ByInteger(sql::Call("toUInt8", {value}), "UInt8", nullable, descending);
  if (bare.IsTime()) return ByTime(value, nullable, descending);
  sql::ExprPtr text = bare.kind() == TypeKind::kString && !nullable ? value : sql::Call("toString", {value});
  if (nullable) text = sql::Call("ifNull", {text, sql::Text("")});
  return ByText(text, text_may_be_number, descending);
}

std::vector<sql::OrderItem> SortOrder(const Table& table, const std::vector<SortStep>& steps) {
  std::vector<sql::OrderItem> items;
  for (const SortStep& step : steps) items.push_back({step.expr, step.descending});
  for (sql::OrderItem& item : PageOrder(table, Order::kNewest)) items.push_back(std::move(item));
  return items;
}

sql::ExprPtr AfterSorted(const Table& table, const std::vector<SortStep>& steps, const SortPlace& place) {
  std::vector<sql::ExprPtr> ways;
  std::vector<sql::ExprPtr> equal;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const sql::ExprPtr value = sql::Value(steps[i].type, place.values[i]);
    std::vector<sql::ExprPtr> way = equal;
    way.push_back(sql::Infix(steps[i].expr, steps[i].descending ? "<" : ">", value));
    ways.push_back(sql::And(std::move(way)));
    equal.push_back(sql::Infix(steps[i].expr, "=", value));
  }
  equal.push_back(After(table, place.row, Order::kNewest));
  ways.push_back(sql::And(std::move(equal)));
  return sql::Or(std::move(ways));
}

}  // namespace sextant::plan
