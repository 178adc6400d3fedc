#include "query/plan/skeleton.h"
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

}  // namespace

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

}  // namespace sextant::plan
