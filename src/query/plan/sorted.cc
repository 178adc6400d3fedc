#include "query/plan/skeleton.h"

namespace sextant::plan {

RowsStatement SelectSorted(const RowsQuestion& question, const std::vector<SortStep>& steps,
                           const std::optional<SortPlace>& after, TimeRange range, std::size_t limit) {
  RowsStatement statement = Skeleton(question);
  std::vector<sql::ExprPtr> all{InRange(question.table, range), question.where};
  if (after) all.push_back(AfterSorted(question.table, steps, *after));
  statement.select.where = sql::And(std::move(all));
  statement.select.order_by = SortOrder(question.table, steps);
  if (limit > 0) statement.select.limit = limit;
  return statement;
}

sql::Select SelectSortValues(const Table& table, const std::vector<SortStep>& steps, const RowPlace& place) {
  sql::Select select = From(table);
  for (const SortStep& step : steps) select.items.push_back({sql::Call("toString", {step.expr})});
  select.where = At(table, place);
  select.limit = 1;
  return select;
}

sql::Select SelectType(const Table& table, const sql::ExprPtr& expr) {
  sql::Select select = From(table);
  select.items = {{sql::Call("toTypeName", {expr})}};
  select.limit = 1;
  return select;
}

}  // namespace sextant::plan
