#include "query/plan/operators.h"

namespace sextant::plan {
namespace {

sql::ExprPtr NumberValue(const bind::Number& number) { return sql::Value(number.type, number.text); }

bool IsOneValue(const bind::NumberBounds& bounds) {
  return bounds.low && bounds.high && bounds.low->text == bounds.high->text && bounds.low_included &&
         bounds.high_included;
}

}  // namespace

sql::ExprPtr InBounds(const sql::ExprPtr& number, const bind::NumberBounds& bounds) {
  if (IsOneValue(bounds)) return sql::Infix(number, "=", NumberValue(*bounds.low));
  std::vector<sql::ExprPtr> all;
  if (bounds.low)
    all.push_back(sql::Infix(number, bounds.low_included ? ">=" : ">", NumberValue(*bounds.low)));
  if (bounds.high)
    all.push_back(sql::Infix(number, bounds.high_included ? "<=" : "<", NumberValue(*bounds.high)));
  return sql::And(std::move(all));
}

sql::ExprPtr TextInBounds(const sql::ExprPtr& text, const bind::NumberBounds& bounds) {
  return sql::Call("ifNull", {InBounds(sql::Call("toFloat64OrNull", {text}), bounds), sql::False()});
}

sql::ExprPtr InBounds(const sql::ExprPtr& time, const bind::TimeBounds& bounds) {
  std::vector<sql::ExprPtr> all;
  if (bounds.begin) all.push_back(sql::Infix(time, ">=", sql::Instant(*bounds.begin)));
  if (bounds.end) all.push_back(sql::Infix(time, "<", sql::Instant(*bounds.end)));
  return sql::And(std::move(all));
}

}  // namespace sextant::plan
