// The columns of a log block that the steps read and change. Borrows the block.
#pragma once

#include "model/block.h"

namespace sextant::enrich {

struct LogRows {
  // `block` must have the columns of otel_logs as otlp/decode.h fills them; aborts when one is missing.
  explicit LogRows(Block& block);

  std::size_t size() const { return body.size(); }
  // Takes the values of `from`, which has as many rows, in place of LogAttributes.
  void ReplaceAttributes(MapColumn& from);

  LowCardinalityColumn& severity_text;
  NumberColumn<std::uint8_t>& severity_number;
  StringColumn& body;
  MapColumn& attributes;
  LowCardinalityColumn& attribute_keys;
  StringColumn& attribute_values;
};

// The index of `name` in the dictionary; an index that no row has when it is not there.
std::uint32_t FindIndex(const LowCardinalityColumn& column, std::string_view name);

// A column that must be there, as its class.
template <typename C>
C& GetColumn(Block& block, std::string_view name) {
  NamedColumn* found = block.Find(name);
  SXT_CHECK(found != nullptr && dynamic_cast<C*>(found->column.get()) != nullptr, std::string(name));
  return static_cast<C&>(*found->column);
}

}  // namespace sextant::enrich
