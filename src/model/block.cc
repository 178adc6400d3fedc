#include "model/block.h"

namespace sextant {

std::size_t Block::bytes() const {
  std::size_t total = 0;
  for (const auto& entry : columns) total += entry.column->bytes();
  return total;
}

const NamedColumn* Block::Find(std::string_view name) const {
  for (const auto& entry : columns) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

NamedColumn* Block::Find(std::string_view name) {
  return const_cast<NamedColumn*>(static_cast<const Block*>(this)->Find(name));
}

void Block::Append(const Block& other) {
  SXT_CHECK(columns.size() == other.columns.size(), "blocks of different shape");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].column->AppendRange(*other.columns[i].column, 0, other.columns[i].column->size());
  }
}

Block Block::Pick(const RowOrder& order) const {
  Block picked;
  for (const auto& entry : columns) {
    picked.columns.push_back({entry.name, entry.type, entry.column->Pick(order)});
  }
  return picked;
}

Block Block::CloneEmpty() const {
  Block empty;
  for (const auto& entry : columns) {
    empty.columns.push_back({entry.name, entry.type, entry.column->CloneEmpty()});
  }
  return empty;
}

}  // namespace sextant
