// Gives a search the columns and types of a real table. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "query/bind/bound.h"
#include "query/bind/field.h"
#include "query/lang/ast.h"

namespace sextant::bind {

struct BindInput {
  Names names;
  // The column that bare words search; "" when the table has none.
  std::string_view text_column;
  // The column whose values may be written with a unit (Duration:>250ms); "" for none.
  std::string_view duration_column;
};

// `query` was parsed from `text`. Fails with the place of the first name or value that does not fit.
// Nothing inside the result: every row.
lang::Parsed<std::optional<BoundNode>> Bind(const BindInput& input, const lang::Query& query,
                                            std::string_view text);

// What the innermost values of a field are, behind arrays, maps, Nullable and LowCardinality.
enum class Leaf : std::uint8_t { kText, kNumber, kBool, kTime, kOther };
Leaf LeafOf(const BoundField& field);

// The field's value is `value`, whole, as a filter beside the query box compares it; "" is empty or absent.
// Fails when the field cannot hold such a value.
Result<BoundMatch> WholeValue(const BoundField& field, std::string_view value);

}  // namespace sextant::bind
