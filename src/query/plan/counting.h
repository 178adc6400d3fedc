// The parts that statements over rows and statements over the rollup share: of this folder's own use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/plan/table.h"
#include "sql/select.h"

namespace sextant::plan {

// Columns, in order: __field, __value, __rows, as SelectValues has them, of every value.
sql::Select ScanValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                       const sql::ExprPtr& where);
// From such columns, what SelectValues gives.
sql::Select MostFrequent(sql::Select counts, std::size_t limit, std::string_view contains);

// What SelectHistogram gives, of the rows for which `where` is true.
sql::Select ScanHistogram(const Table& table, const sql::ExprPtr& group, const sql::ExprPtr& where,
                          std::int64_t bucket_width);

// Columns, in order: __map, __key, once for every row that has the key; of the `max_rows` newest rows.
sql::Select ScanKeys(const Table& table, const std::vector<std::string>& maps, const sql::ExprPtr& where,
                     std::size_t max_rows);

}  // namespace sextant::plan
