// The order of rows by the values of one column: what a statement sorts by, and where a page of it begins.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "query/plan/table.h"

namespace sextant::plan {

// One step of the order: an expression of a plain type that is never NULL and never NaN.
struct SortStep {
  sql::ExprPtr expr;
  std::string type;  // UInt8, Int64, Float64, String …: what toString of it reads back as
  bool descending = false;
};

// Steps that order rows by `value`: what is absent (NULL, NaN, "") comes last in both directions. `type` is
// the ClickHouse type of `value`; types that have no order of their own are ordered by their text. Where
// `text_may_be_number`, texts that are finite numbers compare as numbers and come before the others.
std::vector<SortStep> SortSteps(const sql::ExprPtr& value, const DataType& type, bool text_may_be_number,
                                bool descending);

// Where in such an order a row stands.
struct SortPlace {
  std::vector<std::string> values;  // toString of each step
  RowPlace row;
};

// The order of the steps, equal rows newest first.
std::vector<sql::OrderItem> SortOrder(const Table& table, const std::vector<SortStep>& steps);
// What comes after `place` in it.
sql::ExprPtr AfterSorted(const Table& table, const std::vector<SortStep>& steps, const SortPlace& place);

}  // namespace sextant::plan
