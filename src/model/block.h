// A block: some rows of one table as named, typed columns of equal length. What travels to and from
// the engine. Move-only; one owner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/column.h"

namespace sextant {

struct NamedColumn {
  std::string name;
  DataTypePtr type;
  ColumnPtr column;
};

struct Block {
  std::vector<NamedColumn> columns;

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().column->size(); }
  std::size_t bytes() const;
  // The position of the column called `name`, or nothing.
  const NamedColumn* Find(std::string_view name) const;
  NamedColumn* Find(std::string_view name);

  // Appends an empty column of the type so called and gives it back as `C`, e.g.
  //   auto& body = block.Add<StringColumn>("Body", "String");
  template <typename C>
  C& Add(std::string name, std::string_view type_name) {
    DataTypePtr type = DataType::Of(type_name);
    ColumnPtr column = MakeColumn(*type);
    SXT_CHECK(dynamic_cast<C*>(column.get()) != nullptr, name);
    auto& typed = static_cast<C&>(*column);
    columns.push_back({std::move(name), std::move(type), std::move(column)});
    return typed;
  }

  // Appends all rows of `other`, which has the same columns in the same order.
  void Append(const Block& other);
  Block Pick(const RowOrder& order) const;
  Block CloneEmpty() const;
};

}  // namespace sextant
