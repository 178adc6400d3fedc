// What binding and planning must know of a table, as plain data. search/ reads it from the engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/data_type.h"

namespace sextant::bind {

struct ColumnInfo {
  std::string name;       // "Events.Attributes" for a nested one
  std::string type_name;  // as system.columns prints it
  DataTypePtr type;       // null when Sextant cannot decode it (JSON, Variant, Decimal, …)
  bool is_alias = false;  // computed when read; not in SELECT *
};

struct IndexInfo {
  std::string expression;  // "lower(Body)", "mapValues(LogAttributes)"
  std::string type;        // "text", "bloom_filter", "minmax", "tokenbf_v1", …
};

struct TableSchema {
  std::vector<ColumnInfo> columns;  // in the table's order
  std::vector<IndexInfo> indexes;
  std::vector<std::string> sorting_key;  // expressions, outermost first

  const ColumnInfo* Find(std::string_view name) const {
    for (const ColumnInfo& column : columns) {
      if (column.name == name) return &column;
    }
    return nullptr;
  }
};

}  // namespace sextant::bind
