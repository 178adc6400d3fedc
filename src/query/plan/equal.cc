#include "query/plan/operators.h"

namespace sextant::plan {

sql::ExprPtr Equals(const sql::ExprPtr& text, const bind::EqualMatch& match) {
  return sql::Infix(text, "=", sql::Text(match.text));
}

}  // namespace sextant::plan
