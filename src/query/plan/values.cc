#include <bit>

#include "query/plan/operators.h"
#include "query/plan/statements.h"

namespace sextant::plan {
namespace {

std::string ValueName(std::size_t field) { return "__v" + std::to_string(field); }

// One scan: every grouping set counts one field; the other fields read as "" in its groups.
sql::Select CountEach(const Table& table, const std::vector<sql::ExprPtr>& fields, const sql::ExprPtr& where,
                      TimeRange window) {
  sql::Select select = From(table);
  select.where = sql::And({InRange(table, window), where});
  std::vector<sql::ExprPtr> names;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    names.push_back(sql::Column(ValueName(i)));
    select.items.push_back({fields[i], ValueName(i)});
    select.grouping_sets.push_back({names.back()});
  }
  select.items.push_back({sql::Call("grouping", names), "__group"});
  select.items.push_back({sql::Call("count", {}), "__rows"});
  return select;
}

sql::Select OneColumnEach(const sql::Select& counts, std::size_t fields) {
  std::vector<sql::ExprPtr> names;
  for (std::size_t i = 0; i < fields; ++i) names.push_back(sql::Column(ValueName(i)));
  sql::Select select;
  select.from = std::make_shared<sql::Select>(counts);
  const sql::ExprPtr value = fields == 1 ? sql::Call("toString", names) : sql::Call("concat", names);
  select.items = {{sql::Call("toUInt64", {sql::Column("__group")}), "__group"},
                  {value, "__value"},
                  {sql::Column("__rows")}};
  return select;
}

}  // namespace

sql::Select SelectValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                         const sql::ExprPtr& where, TimeRange window, std::size_t limit,
                         std::string_view contains) {
  const sql::ExprPtr group = sql::Column("__group"), value = sql::Column("__value"),
                     rows = sql::Column("__rows");
  const sql::ExprPtr absent = sql::Infix(value, "=", sql::Text(""));
  sql::Select select;
  select.from =
      std::make_shared<sql::Select>(OneColumnEach(CountEach(table, fields, where, window), fields.size()));
  select.items = {
      {group}, {value}, {rows}, {sql::Over(sql::Call("countIf", {sql::Not(absent)}), {group}), "__distinct"}};
  if (!contains.empty()) select.where = sql::Or({absent, Contains(value, contains)});
  select.order_by = {{absent, true}, {rows, true}, {value}};
  select.limit_by = sql::LimitBy{limit + 1, {group}};
  return select;
}

std::size_t FieldOfGroup(std::uint64_t group, std::size_t field_count) {
  // GROUPING sets the bit of every field that is not in the group; the last field has the lowest.
  const std::uint64_t all = (std::uint64_t{1} << field_count) - 1;
  const std::uint64_t present = ~group & all;
  return field_count - static_cast<std::size_t>(std::bit_width(present));
}

}  // namespace sextant::plan
