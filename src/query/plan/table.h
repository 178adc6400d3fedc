// What the statements of this folder ask of a table: its place, time, identity and shape. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/bind/schema.h"
#include "query/plan/windows.h"
#include "sql/select.h"

namespace sextant::plan {

// Borrows the schema.
struct Table {
  std::string database;
  std::string name;
  std::string timestamp;  // the column that ranges of time filter
  const bind::TableSchema* schema = nullptr;
  // Our own tables: (__sxt_segment, __sxt_row) names a row. Others: a hash of all columns, so that rows that
  // are equal in everything cannot be told apart.
  bool has_row_identity = true;
  // Names for expressions that the condition may use.
  std::vector<sql::SelectItem> with = {};
  // The key/value rollup beside it (model/rollup.h); "" when there is none.
  std::string rollup = {};
};

// Where a row stands in the stable order (time, segment, row); for foreign tables `segment` is the hash and
// `row` is 0.
struct RowPlace {
  UnixNanos time = 0;
  std::uint64_t segment = 0;
  std::uint32_t row = 0;
};

// "1795317119981336904-12-345": a row's id, and a page's cursor.
std::string FormatPlace(const RowPlace& place);
// Nothing for text that FormatPlace did not write.
std::optional<RowPlace> ParsePlace(std::string_view text);

// The columns that RowPlace is read from: time, segment, row, in this order.
std::vector<sql::ExprPtr> PlaceColumns(const Table& table);

// A statement on the table, without columns.
sql::Select From(const Table& table);

// from ≤ time < to, also on the sorting key's expression over the time when it starts with one: ClickHouse
// skips by that expression only when it is asked for.
sql::ExprPtr InRange(const Table& table, TimeRange range);
// In one of them.
sql::ExprPtr InRanges(const Table& table, const std::vector<TimeRange>& ranges);

// The order of pages: time, segment, row.
std::vector<sql::OrderItem> PageOrder(const Table& table, Order order);
// What comes after `place` in that order.
sql::ExprPtr After(const Table& table, const RowPlace& place, Order order);
sql::ExprPtr At(const Table& table, const RowPlace& place);

}  // namespace sextant::plan
