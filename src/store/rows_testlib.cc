#include "store/rows_testlib.h"

#include <algorithm>
#include <string>

#include "store/schema.h"

namespace sextant::testing {
namespace {

constexpr std::size_t kElements = 2;

void AppendValue(Column& column, std::size_t value, UnixNanos time);

void AppendElements(Column& values, std::size_t value, UnixNanos time) {
  for (std::size_t i = 0; i < kElements; ++i) AppendValue(values, value + i, time);
}

template <typename T>
bool AppendNumber(Column& column, std::size_t value) {
  auto* numbers = dynamic_cast<NumberColumn<T>*>(&column);
  if (numbers != nullptr) numbers->Append(static_cast<T>(value));
  return numbers != nullptr;
}

void AppendValue(Column& column, std::size_t value, UnixNanos time) {
  const std::string text = "v" + std::to_string(value);
  if (auto* strings = dynamic_cast<StringColumn*>(&column)) return strings->Append(text);
  if (auto* names = dynamic_cast<LowCardinalityColumn*>(&column)) return names->Append(text);
  if (auto* times = dynamic_cast<NumberColumn<std::int64_t>*>(&column)) return times->Append(time);
  if (auto* array = dynamic_cast<ArrayColumn*>(&column)) {
    AppendElements(*array->values, value, time);
    return array->EndRow();
  }
  if (auto* map = dynamic_cast<MapColumn*>(&column)) {
    AppendElements(*map->keys, value, time);
    AppendElements(*map->values, value, time);
    return map->EndRow();
  }
  const bool known = AppendNumber<std::uint8_t>(column, value % 2) ||
                     AppendNumber<std::uint32_t>(column, value) ||
                     AppendNumber<std::uint64_t>(column, value) ||
                     AppendNumber<std::int32_t>(column, value) || AppendNumber<double>(column, value);
  SXT_CHECK(known, "a column that this test cannot fill");
}

}  // namespace

Block MakeRows(std::string_view table, std::uint64_t segment, std::size_t rows, UnixNanos start) {
  const auto migration = std::find_if(Migrations().begin(), Migrations().end(),
                                      [&](const Migration& m) { return m.table == table; });
  SXT_CHECK(migration != Migrations().end(), std::string(table));
  Block block;
  for (const SchemaColumn& wanted : migration->columns) {
    if (wanted.name == "TimestampTime") continue;
    DataTypePtr type = DataType::Of(wanted.type);
    ColumnPtr column = MakeColumn(*type);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t value = wanted.name == "__sxt_segment" ? segment : row;
      AppendValue(*column, value, start + static_cast<std::int64_t>(row) * kNanosPerSecond);
    }
    block.columns.push_back({wanted.name, std::move(type), std::move(column)});
  }
  return block;
}

}  // namespace sextant::testing
