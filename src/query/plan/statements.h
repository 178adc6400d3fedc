// The statements behind a search page, one file each: rows.cc, sorted.cc, histogram.cc, values.cc, keys.cc.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/bind/bound.h"
#include "query/plan/sort.h"
#include "query/plan/table.h"
#include "sql/select.h"

namespace sextant::plan {

// A column of an answer.
struct OutputColumn {
  std::string name;  // as it was asked for
  sql::ExprPtr expr;
};

struct RowsQuestion {
  Table table;
  std::vector<OutputColumn> columns;
  sql::ExprPtr severity;  // null when the table has none
  sql::ExprPtr where;
  Order order = Order::kNewest;
  std::optional<RowPlace> after;
};

// Where things are in a block that a rows statement gives. Equal expressions are read once.
struct RowsLayout {
  std::size_t time = 0, segment = 0, row = 0;
  std::optional<std::size_t> severity;
  std::vector<std::size_t> columns;  // one for each of the question's
};

struct RowsStatement {
  sql::Select select;
  RowsLayout layout;
};

// Rows of `window` that match, in the stable order, `limit` at most.
RowsStatement SelectRows(const RowsQuestion& question, TimeRange window, std::size_t limit);
// Rows that match and were stored with one of `segments`, whose times lie in `window`.
RowsStatement SelectStored(const RowsQuestion& question, const std::vector<std::uint64_t>& segments,
                           TimeRange window, std::size_t limit);
// Rows of `range` that match, in the order of `steps`, from behind `after` on; `limit` at most, 0: all.
RowsStatement SelectSorted(const RowsQuestion& question, const std::vector<SortStep>& steps,
                           const std::optional<SortPlace>& after, TimeRange range, std::size_t limit);
// What the row at `place` has for each step: one row of texts (SortPlace).
sql::Select SelectSortValues(const Table& table, const std::vector<SortStep>& steps, const RowPlace& place);
// The ClickHouse type of an expression over the table: one text, or no row when the table has none.
sql::Select SelectType(const Table& table, const sql::ExprPtr& expr);
// One row, all columns.
RowsStatement SelectRow(const RowsQuestion& question, const RowPlace& place);

// Columns, in order: the bucket's number since 1970 (Int64), its group (String), rows (UInt64).
sql::Select SelectHistogram(const Table& table, const sql::ExprPtr& group, const sql::ExprPtr& where,
                            TimeRange window, std::int64_t bucket_width);

// Counts the values of each field in one scan. Columns, in order: the field's number in `fields`, from 1
// (UInt64), the value as text (String; "" is absent), rows with it (UInt64), and how many values but "" the
// field has (UInt64). Of each field: "", and the `limit` most frequent others, one more when "" is not among
// them. With `contains`, only values that hold it, without regard to case, count. `fields` are text
// expressions, 1 to kMaxValueFields.
sql::Select SelectValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                         const sql::ExprPtr& where, TimeRange window, std::size_t limit,
                         std::string_view contains);
inline constexpr std::size_t kMaxValueFields = 50;

// The number that a field has in a row.
struct NumberField {
  sql::ExprPtr number;  // Float64; NaN when it has none
  sql::ExprPtr absent;  // UInt8: it has no value at all
};
NumberField NumberOf(const sql::ExprPtr& number_column);
NumberField NumberInText(const sql::ExprPtr& text);

// One row; of each field, in order: rows with a finite number (UInt64), the smallest and the largest of these
// (Float64), rows without a value (UInt64). Then all rows (UInt64).
sql::Select SelectNumberBounds(const Table& table, const std::vector<NumberField>& fields,
                               const sql::ExprPtr& where, TimeRange range);
// Columns: a bucket's number, from 0 (UInt64), and its rows (UInt64). `min` < `max` cut into `buckets`
// stretches of equal width; numbers outside of them are in the first or last.
sql::Select SelectNumberBuckets(const Table& table, const NumberField& field, const sql::ExprPtr& where,
                                TimeRange range, double min, double max, std::size_t buckets);

// The keys that occur in the columns `maps` (maps, or arrays of maps), by how many of `max_rows` rows have
// them: the newest ones, where the table's order gives them cheaply. Columns, in order: the map's name, the
// key (String), rows (UInt64). At most `max_keys` keys a map.
sql::Select SelectKeys(const Table& table, const std::vector<std::string>& maps, TimeRange range,
                       std::size_t max_rows, std::size_t max_keys);

// The times of the first and the last row, and the number of rows (UInt64): answered from the parts' records.
sql::Select SelectExtent(const Table& table);

}  // namespace sextant::plan
