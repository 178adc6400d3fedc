#include "query/plan/statements.h"
#include "sql/printer.h"

namespace sextant::plan {
namespace {

// Adds columns to a statement, each expression once.
class Columns {
 public:
  std::size_t Add(const sql::ExprPtr& expr) {
    std::string text = sql::PrintForReading(expr);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (texts_[i] == text) return i;
    }
    texts_.push_back(std::move(text));
    items_.push_back({expr});
    return items_.size() - 1;
  }
  std::vector<sql::SelectItem> Take() { return std::move(items_); }

 private:
  std::vector<std::string> texts_;
  std::vector<sql::SelectItem> items_;
};

RowsStatement Skeleton(const RowsQuestion& question) {
  RowsStatement statement;
  Columns columns;
  for (const OutputColumn& column : question.columns)
    statement.layout.columns.push_back(columns.Add(column.expr));
  const std::vector<sql::ExprPtr> place = PlaceColumns(question.table);
  statement.layout.time = columns.Add(place[0]);
  statement.layout.segment = columns.Add(place[1]);
  statement.layout.row = columns.Add(place[2]);
  if (question.severity) statement.layout.severity = columns.Add(question.severity);
  statement.select = From(question.table);
  statement.select.items = columns.Take();
  return statement;
}

}  // namespace

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
