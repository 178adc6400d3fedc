// Statements that read counts from the rollup beside a table (model/rollup.h) instead of rows. For questions
// without a condition; what the rollup cannot answer is scanned within the same statement. Pure.
//
// The rollup is not trusted: it may lack what was stored before it existed, or a moment ago. search/ compares
// the number of its rows with the table's, and hands in the stretches of time where they agree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/plan/table.h"
#include "query/plan/windows.h"
#include "sql/select.h"

namespace sextant::plan {

// What a row of the rollup calls a field.
struct RollupField {
  std::string identifier;
  std::string key;
  bool operator==(const RollupField&) const = default;
};

// The field whose values `text` counts; nothing when the rollup does not count it, or there is none.
std::optional<RollupField> FindRollupField(const Table& table, const sql::ExprPtr& text);

// The whole buckets of the rollup in `range`.
TimeRange WholeBuckets(TimeRange range);

// A range, cut by where its counts come from. Both oldest first, without gap or overlap.
struct Coverage {
  std::vector<TimeRange> counted;
  std::vector<TimeRange> scanned;
};

// `trusted`: whole buckets, oldest first, apart. Only the longest kMaxStretches of them are used, so that
// statements stay short.
inline constexpr std::size_t kMaxStretches = 32;
Coverage Cover(TimeRange range, const std::vector<TimeRange>& trusted);

// One row: the table's rows in `ranges` (UInt64), found in the index but for their ends.
sql::Select SelectRowCount(const Table& table, const std::vector<TimeRange>& ranges);
// Columns, in order: the start of a bucket in seconds (Int64; 0 for what is not counted), rows (UInt64), the
// ColumnIdentifier and the key of a field that is not counted everywhere in `range` ("" for rows in all).
sql::Select SelectRollupRows(const Table& table, const std::vector<RollupField>& fields, TimeRange range);

// As SelectValues without a condition. `counted`: what the rollup calls `fields`, no two of them equal.
sql::Select SelectCountedValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                                const std::vector<RollupField>& counted, const Coverage& coverage,
                                std::size_t limit, std::string_view contains);

// As SelectHistogram without a condition; `bucket_width` is a multiple of rollup::kBucketWidth.
sql::Select SelectCountedHistogram(const Table& table, const sql::ExprPtr& group, const RollupField& counted,
                                   const Coverage& coverage, std::int64_t bucket_width);

// As SelectKeys, of all rows where they are counted, and of `max_rows` others.
sql::Select SelectCountedKeys(const Table& table, const std::vector<std::string>& maps,
                              const Coverage& coverage, std::size_t max_rows, std::size_t max_keys);

}  // namespace sextant::plan
