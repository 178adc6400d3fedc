#include "query/plan/table.h"

#include <charconv>

namespace sextant::plan {
namespace {

sql::ExprPtr Time(const Table& table) { return sql::Column(table.timestamp); }

sql::ExprPtr RowHash(const Table& table) {
  std::vector<sql::ExprPtr> all;
  for (const bind::ColumnInfo& column : table.schema->columns) {
    if (column.is_alias) continue;
    const sql::ExprPtr value = sql::Column(column.name);
    all.push_back(column.type ? value : sql::Call("toString", {value}));
  }
  return sql::Call("cityHash64", std::move(all));
}

std::vector<sql::ExprPtr> Identity(const Table& table) {
  if (table.has_row_identity) return {sql::Column("__sxt_segment"), sql::Column("__sxt_row")};
  return {RowHash(table)};
}

std::vector<sql::ExprPtr> IdentityOf(const Table& table, const RowPlace& place) {
  if (table.has_row_identity)
    return {sql::Uint(place.segment), sql::Value("UInt32", std::to_string(place.row))};
  return {sql::Uint(place.segment)};
}

// "toStartOfFiveMinutes" when the sorting key begins with toStartOfFiveMinutes(timestamp), else "".
std::string RoundingOfKey(const Table& table) {
  if (table.schema->sorting_key.empty()) return "";
  const std::string& key = table.schema->sorting_key.front();
  const std::string argument = "(" + table.timestamp + ")";
  const bool rounds = key.starts_with("toStartOf") || key.starts_with("toDate");
  if (!rounds || !key.ends_with(argument)) return "";
  return key.substr(0, key.size() - argument.size());
}

template <typename T>
bool TakeNumber(std::string_view& text, T& value, bool last) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (last) return text.empty();
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string FormatPlace(const RowPlace& place) {
  return std::to_string(place.time) + '-' + std::to_string(place.segment) + '-' + std::to_string(place.row);
}

std::optional<RowPlace> ParsePlace(std::string_view text) {
  RowPlace place;
  if (!TakeNumber(text, place.time, false) || !TakeNumber(text, place.segment, false) ||
      !TakeNumber(text, place.row, true)) {
    return std::nullopt;
  }
  return place;
}

std::vector<sql::ExprPtr> PlaceColumns(const Table& table) {
  std::vector<sql::ExprPtr> columns = Identity(table);
  columns.insert(columns.begin(), Time(table));
  if (columns.size() == 2) columns.push_back(sql::Value("UInt32", "0"));
  return columns;
}

sql::Select From(const Table& table) {
  sql::Select select;
  select.database = table.database;
  select.table = table.name;
  select.with = table.with;
  return select;
}

sql::ExprPtr InRange(const Table& table, TimeRange range) {
  const sql::ExprPtr from = sql::Instant(range.from), to = sql::Instant(range.to);
  std::vector<sql::ExprPtr> all;
  if (const std::string rounding = RoundingOfKey(table); !rounding.empty()) {
    const sql::ExprPtr key = sql::Call(rounding, {Time(table)});
    all.push_back(sql::Infix(key, ">=", sql::Call(rounding, {from})));
    all.push_back(sql::Infix(key, "<=", sql::Call(rounding, {to})));
  }
  all.push_back(sql::Infix(Time(table), ">=", from));
  all.push_back(sql::Infix(Time(table), "<", to));
  return sql::And(std::move(all));
}

sql::ExprPtr InRanges(const Table& table, const std::vector<TimeRange>& ranges) {
  std::vector<sql::ExprPtr> any;
  for (const TimeRange& range : ranges) any.push_back(InRange(table, range));
  return sql::Or(std::move(any));
}

std::vector<sql::OrderItem> PageOrder(const Table& table, Order order) {
  const bool descending = order == Order::kNewest;
  std::vector<sql::OrderItem> items;
  if (const std::string rounding = RoundingOfKey(table); !rounding.empty()) {
    items.push_back({sql::Call(rounding, {Time(table)}), descending});
  }
  items.push_back({Time(table), descending});
  for (const sql::ExprPtr& part : Identity(table)) items.push_back({part, descending});
  return items;
}

sql::ExprPtr After(const Table& table, const RowPlace& place, Order order) {
  const char* beyond = order == Order::kNewest ? "<" : ">";
  const char* up_to = order == Order::kNewest ? "<=" : ">=";
  const sql::ExprPtr time = sql::Instant(place.time);
  const std::vector<sql::ExprPtr> identity = Identity(table), of_place = IdentityOf(table, place);
  const sql::ExprPtr tie = identity.size() == 1
                               ? sql::Infix(identity.front(), beyond, of_place.front())
                               : sql::Infix(sql::Tuple(identity), beyond, sql::Tuple(of_place));
  return sql::And(
      {sql::Infix(Time(table), up_to, time), sql::Or({sql::Infix(Time(table), beyond, time), tie})});
}

sql::ExprPtr At(const Table& table, const RowPlace& place) {
  std::vector<sql::ExprPtr> all{sql::Infix(Time(table), "=", sql::Instant(place.time))};
  const std::vector<sql::ExprPtr> identity = Identity(table), of_place = IdentityOf(table, place);
  for (std::size_t i = 0; i < identity.size(); ++i) all.push_back(sql::Infix(identity[i], "=", of_place[i]));
  return sql::And(std::move(all));
}

}  // namespace sextant::plan
