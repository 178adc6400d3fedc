#include "query/plan/counting.h"
#include "query/plan/statements.h"

namespace sextant::plan {
namespace {

sql::ExprPtr KeysOf(const Table& table, const std::string& map) {
  const bind::ColumnInfo* column = table.schema->Find(map);
  const bool is_array = column != nullptr && column->type && column->type->kind() == TypeKind::kArray;
  const sql::ExprPtr value = sql::Column(map);
  if (!is_array) return sql::Call("mapKeys", {value});
  const sql::ExprPtr each =
      sql::Call("arrayMap", {sql::Lambda("x", sql::Call("mapKeys", {sql::Parameter("x")})), value});
  return sql::Call("arrayDistinct", {sql::Call("arrayFlatten", {each})});
}

bool LiesInOrderOfTime(const Table& table) {
  return !table.schema->sorting_key.empty() && table.schema->sorting_key.front() == table.timestamp;
}

}  // namespace

sql::Select ScanKeys(const Table& table, const std::vector<std::string>& maps, const sql::ExprPtr& where,
                     std::size_t max_rows) {
  sql::Select sample = From(table);
  std::vector<sql::ExprPtr> pairs;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const std::string name = "__k" + std::to_string(i);
    sample.items.push_back({KeysOf(table, maps[i]), name});
    const sql::ExprPtr pair = sql::Tuple({sql::Text(maps[i]), sql::Call("toString", {sql::Parameter("x")})});
    pairs.push_back(sql::Call("arrayMap", {sql::Lambda("x", pair), sql::Column(name)}));
  }
  sample.where = where;
  if (LiesInOrderOfTime(table)) sample.order_by = {{sql::Column(table.timestamp), true}};
  sample.limit = max_rows;

  sql::Select each;
  each.from = std::make_shared<sql::Select>(std::move(sample));
  const sql::ExprPtr all = pairs.size() == 1 ? pairs.front() : sql::Call("arrayConcat", pairs);
  each.items = {{sql::Call("arrayJoin", {all}), "__pair"}};

  sql::Select select;
  select.from = std::make_shared<sql::Select>(std::move(each));
  const sql::ExprPtr pair = sql::Column("__pair");
  select.items = {{sql::Call("tupleElement", {pair, sql::Value("UInt8", "1")}), "__map"},
                  {sql::Call("tupleElement", {pair, sql::Value("UInt8", "2")}), "__key"}};
  return select;
}

sql::Select SelectKeys(const Table& table, const std::vector<std::string>& maps, TimeRange range,
                       std::size_t max_rows, std::size_t max_keys) {
  sql::Select select;
  select.from = std::make_shared<sql::Select>(ScanKeys(table, maps, InRange(table, range), max_rows));
  const sql::ExprPtr map = sql::Column("__map"), key = sql::Column("__key"), rows = sql::Column("__rows");
  select.items = {{map}, {key}, {sql::Call("count", {}), "__rows"}};
  select.group_by = {map, key};
  select.order_by = {{rows, true}, {key}};
  select.limit_by = sql::LimitBy{max_keys, {map}};
  return select;
}

}  // namespace sextant::plan
