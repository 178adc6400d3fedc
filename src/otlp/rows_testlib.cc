#include "otlp/rows_testlib.h"

#include <sstream>

namespace sextant::otlp {
namespace {

template <typename T>
bool PrintNumber(std::ostringstream& out, const Column& column, std::size_t row) {
  const auto* numbers = dynamic_cast<const NumberColumn<T>*>(&column);
  if (numbers != nullptr) out << +numbers->values[row];
  return numbers != nullptr;
}

}  // namespace

std::string CellText(const Column& column, std::size_t row) {
  std::ostringstream out;
  if (const auto* text = dynamic_cast<const StringColumn*>(&column)) {
    out << text->at(row);
  } else if (const auto* name = dynamic_cast<const LowCardinalityColumn*>(&column)) {
    out << name->at(row);
  } else if (const auto* array = dynamic_cast<const ArrayColumn*>(&column)) {
    out << '[';
    for (std::size_t i = array->begin_of(row); i < array->end_of(row); ++i) {
      out << (i > array->begin_of(row) ? ", " : "") << CellText(*array->values, i);
    }
    out << ']';
  } else if (const auto* map = dynamic_cast<const MapColumn*>(&column)) {
    out << '{';
    for (std::size_t i = map->begin_of(row); i < map->end_of(row); ++i) {
      out << (i > map->begin_of(row) ? ", " : "") << CellText(*map->keys, i) << '='
          << CellText(*map->values, i);
    }
    out << '}';
  } else {
    out.precision(17);
    PrintNumber<std::uint8_t>(out, column, row) || PrintNumber<std::uint32_t>(out, column, row) ||
        PrintNumber<std::uint64_t>(out, column, row) || PrintNumber<std::int32_t>(out, column, row) ||
        PrintNumber<std::int64_t>(out, column, row) || PrintNumber<double>(out, column, row);
  }
  return out.str();
}

std::vector<std::string> RowTexts(const Block& block, std::size_t row) {
  std::vector<std::string> texts;
  for (const auto& column : block.columns) {
    const std::string text = CellText(*column.column, row);
    if (text.empty() || text == "0" || text == "{}" || text == "[]") continue;
    texts.push_back(column.name + ": " + text);
  }
  return texts;
}

}  // namespace sextant::otlp
