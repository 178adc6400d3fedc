#include "query/plan/skeleton.h"

namespace sextant::plan {

RowsStatement SelectRows(const RowsQuestion& question, TimeRange window, std::size_t limit) {
  RowsStatement statement = Skeleton(question);
  std::vector<sql::ExprPtr> all{InRange(question.table, window)};
  if (question.after) all.push_back(After(question.table, *question.after, question.order));
  all.push_back(question.where);
  statement.select.where = sql::And(std::move(all));
  statement.select.order_by = PageOrder(question.table, question.order);
  statement.select.limit = limit;
  return statement;
}

RowsStatement SelectStored(const RowsQuestion& question, const std::vector<std::uint64_t>& segments,
                           TimeRange window, std::size_t limit) {
  RowsStatement statement = Skeleton(question);
  std::vector<sql::ExprPtr> numbers;
  for (const std::uint64_t segment : segments) numbers.push_back(sql::Uint(segment));
  const sql::ExprPtr stored = sql::Infix(sql::Column("__sxt_segment"), "IN", sql::Tuple(std::move(numbers)));
  statement.select.where = sql::And({stored, InRange(question.table, window), question.where});
  statement.select.order_by = PageOrder(question.table, Order::kNewest);
  statement.select.limit = limit;
  return statement;
}

RowsStatement SelectRow(const RowsQuestion& question, const RowPlace& place) {
  RowsStatement statement = Skeleton(question);
  statement.select.where = At(question.table, place);
  statement.select.limit = 1;
  return statement;
}

}  // namespace sextant::plan
