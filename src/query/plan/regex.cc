#include "query/plan/operators.h"

namespace sextant::plan {

sql::ExprPtr Matches(const sql::ExprPtr& text, const bind::RegexMatch& match) {
  return sql::Call("match", {text, sql::Text(match.pattern)});
}

}  // namespace sextant::plan
