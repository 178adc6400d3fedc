#include "query/plan/counting.h"
#include "query/plan/operators.h"
#include "query/plan/statements.h"

namespace sextant::plan {
namespace {

std::string ValueName(std::size_t field) { return "__v" + std::to_string(field); }

// One scan: every grouping set counts one field.
sql::Select CountEach(const Table& table, const std::vector<sql::ExprPtr>& fields,
                      const sql::ExprPtr& where) {
  sql::Select select = From(table);
  select.where = where;
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

// What each group counts: the field's number, from 1, and its value. GROUPING sets the bit of every field
// that is not in the group; the last field has the lowest. (The values of the other fields in a group are
// whatever the type's default reads as.)
sql::Select OneColumnEach(const sql::Select& counts, std::size_t fields) {
  std::vector<sql::ExprPtr> names;
  for (std::size_t i = 0; i < fields; ++i) names.push_back(sql::Column(ValueName(i)));
  const sql::ExprPtr all = sql::Uint((std::uint64_t{1} << fields) - 1), one = sql::Uint(1);
  const sql::ExprPtr present = sql::Call("bitXor", {sql::Call("toUInt64", {sql::Column("__group")}), all});
  const sql::ExprPtr bit = sql::Call("bitCount", {sql::Call("minus", {present, one})});
  sql::Select select;
  select.from = std::make_shared<sql::Select>(counts);
  select.items = {{sql::Call("toUInt64", {sql::Call("minus", {sql::Uint(fields), bit})}), "__field"},
                  {sql::Call("toString", {sql::Call("arrayElement",
                                                    {sql::Call("array", names), sql::Column("__field")})}),
                   "__value"},
                  {sql::Column("__rows")}};
  return select;
}

}  // namespace

sql::Select ScanValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                       const sql::ExprPtr& where) {
  return OneColumnEach(CountEach(table, fields, where), fields.size());
}

sql::Select MostFrequent(sql::Select counts, std::size_t limit, std::string_view contains) {
  const sql::ExprPtr field = sql::Column("__field"), value = sql::Column("__value"),
                     rows = sql::Column("__rows");
  const sql::ExprPtr absent = sql::Infix(value, "=", sql::Text(""));
  sql::Select select;
  select.from = std::make_shared<sql::Select>(std::move(counts));
  select.items = {
      {field}, {value}, {rows}, {sql::Over(sql::Call("countIf", {sql::Not(absent)}), {field}), "__distinct"}};
  if (!contains.empty()) select.where = sql::Or({absent, Contains(value, contains)});
  select.order_by = {{absent, true}, {rows, true}, {value}};
  select.limit_by = sql::LimitBy{limit + 1, {field}};
  return select;
}

sql::Select SelectValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                         const sql::ExprPtr& where, TimeRange window, std::size_t limit,
                         std::string_view contains) {
  return MostFrequent(ScanValues(table, fields, sql::And({InRange(table, window), where})), limit, contains);
}

}  // namespace sextant::plan
