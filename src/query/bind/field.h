// Which column a name in a search means. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/bind/bound.h"
#include "query/bind/schema.h"
#include "query/lang/ast.h"

namespace sextant::bind {

// A further name for a column, a key or an SQL expression: from "ServiceName AS service" among the columns
// shown.
struct Alias {
  std::string name;
  std::string expression;
};

// All of it is borrowed.
struct Names {
  const TableSchema& schema;
  // The first of equal names counts; columns come before aliases.
  const std::vector<Alias>& aliases;
  // Full names of map keys that are known to occur, for suggestions only.
  const std::vector<std::string>& known_keys;
};

// The column `field` means: a column's own name, else an alias, else the longest column that a dot follows,
// with the rest as key of the map, or as path inside text that is JSON. Fails when there is none, with the
// name's place; `text` is the whole search, for the fix.
lang::Parsed<BoundField> ResolveField(const Names& names, const lang::Field& field, std::string_view text);

// The same for a name alone, e.g. one of the columns to show. Its error speaks of `name`, from place 0.
lang::Parsed<BoundField> ResolveName(const Names& names, std::string_view name);

// Up to `limit` names that resemble `name`, the likeliest first.
std::vector<std::string> SimilarNames(const Names& names, std::string_view name, std::size_t limit);

}  // namespace sextant::bind
