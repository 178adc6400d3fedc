// A SELECT as a value. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sql/expr.h"

namespace sextant::sql {

struct SelectItem {
  ExprPtr expr;
  std::string alias = {};  // "" for none
};

struct OrderItem {
  ExprPtr expr;
  bool descending = false;
};

struct LimitBy {
  std::uint64_t count = 0;
  std::vector<ExprPtr> by;
};

struct Select {
  // Names for expressions, usable in the whole statement: WITH expr AS alias.
  std::vector<SelectItem> with;
  std::vector<SelectItem> items;
  // Either a table or a subquery.
  std::string database;
  std::string table;
  std::shared_ptr<const Select> from;

  ExprPtr where;  // null or true: no WHERE
  std::vector<ExprPtr> group_by;
  // GROUP BY GROUPING SETS ((a), (b)); not together with group_by.
  std::vector<std::vector<ExprPtr>> grouping_sets;
  ExprPtr having;
  std::vector<OrderItem> order_by;
  std::optional<LimitBy> limit_by;
  std::optional<std::uint64_t> limit;
  // Its rows follow: UNION ALL. Null: nothing does.
  std::shared_ptr<const Select> union_all = nullptr;
};

}  // namespace sextant::sql
