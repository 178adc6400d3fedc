#include "query/plan/operators.h"

namespace sextant::plan {

sql::ExprPtr InBounds(const sql::ExprPtr& text, const bind::TextBounds& bounds) {
  std::vector<sql::ExprPtr> all;
  if (bounds.low) all.push_back(sql::Infix(text, bounds.low_included ? ">=" : ">", sql::Text(*bounds.low)));
  if (bounds.high)
    all.push_back(sql::Infix(text, bounds.high_included ? "<=" : "<", sql::Text(*bounds.high)));
  all.push_back(sql::Infix(text, "!=", sql::Text("")));
  return sql::And(std::move(all));
}

}  // namespace sextant::plan
