#include "base/number_text.h"
#include "query/plan/statements.h"

namespace sextant::plan {
namespace {

sql::ExprPtr Double(double value) {
  std::string text;
  AppendDoubleText(text, value);
  return sql::Value("Float64", text);
}

sql::ExprPtr NanForNull(sql::ExprPtr number) {
  return sql::Call("ifNull", {std::move(number), sql::Value("Float64", "nan")});
}

sql::ExprPtr IsNumber(const NumberField& field) { return sql::Call("isFinite", {field.number}); }

}  // namespace

NumberField NumberOf(const sql::ExprPtr& number_column) {
  return {NanForNull(sql::Call("toFloat64", {number_column})), sql::Call("isNull", {number_column})};
}

NumberField NumberInText(const sql::ExprPtr& text) {
  return {NanForNull(sql::Call("toFloat64OrNull", {text})), sql::Infix(text, "=", sql::Text(""))};
}

sql::Select SelectNumberBounds(const Table& table, const std::vector<NumberField>& fields,
                               const sql::ExprPtr& where, TimeRange range) {
  sql::Select select = From(table);
  select.where = sql::And({InRange(table, range), where});
  for (const NumberField& field : fields) {
    select.items.push_back({sql::Call("countIf", {IsNumber(field)})});
    select.items.push_back({sql::Call("minIf", {field.number, IsNumber(field)})});
    select.items.push_back({sql::Call("maxIf", {field.number, IsNumber(field)})});
    select.items.push_back({sql::Call("countIf", {field.absent})});
  }
  select.items.push_back({sql::Call("count", {})});
  return select;
}

sql::Select SelectNumberBuckets(const Table& table, const NumberField& field, const sql::ExprPtr& where,
                                TimeRange range, double min, double max, std::size_t buckets) {
  // Halves, because the distance of two doubles may be more than a double can hold.
  const sql::ExprPtr way =
      sql::Call("minus", {sql::Call("divide", {field.number, Double(2)}), Double(min / 2)});
  const sql::ExprPtr part = sql::Call("multiply", {sql::Call("divide", {way, Double(max / 2 - min / 2)}),
                                                   Double(static_cast<double>(buckets))});
  const sql::ExprPtr last = Double(static_cast<double>(buckets - 1));
  const sql::ExprPtr inside =
      sql::Call("least", {sql::Call("greatest", {sql::Call("floor", {part}), Double(0)}), last});
  sql::Select select = From(table);
  select.where = sql::And({InRange(table, range), where, IsNumber(field)});
  select.items = {{sql::Call("toUInt64", {inside}), "__bucket"}, {sql::Call("count", {}), "__rows"}};
  select.group_by = {sql::Column("__bucket")};
  return select;
}

}  // namespace sextant::plan
