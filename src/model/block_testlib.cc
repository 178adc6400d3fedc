#include "model/block_testlib.h"

#include <limits>
#include <random>
#include <type_traits>

#include "base/bytes.h"

namespace sextant {

const std::vector<std::string>& EveryType() {
  static const std::vector<std::string> kTypes = {
      "UInt8",
      "UInt16",
      "UInt32",
      "UInt64",
      "Int8",
      "Int16",
      "Int32",
      "Int64",
      "Float32",
      "Float64",
      "Bool",
      "String",
      "FixedString(5)",
      "Date",
      "Date32",
      "DateTime",
      "DateTime('Europe/Berlin')",
      "DateTime64(3)",
      "DateTime64(9, 'UTC')",
      "Enum8('' = -1, 'it\\'s' = 2, 'a\\tb' = 127)",
      "Enum16('x' = -32768, 'y' = 300)",
      "UUID",
      "IPv4",
      "IPv6",
      "LowCardinality(String)",
      "LowCardinality(Nullable(String))",
      "LowCardinality(FixedString(3))",
      "LowCardinality(UInt32)",
      "LowCardinality(Nullable(DateTime))",
      "Nullable(String)",
      "Nullable(Float64)",
      "Nullable(DateTime64(9))",
      "Nullable(UUID)",
      "Array(String)",
      "Array(Array(UInt16))",
      "Array(LowCardinality(String))",
      "Array(Nullable(Int64))",
      "Map(LowCardinality(String), String)",
      "Map(String, UInt64)",
      "Array(Map(LowCardinality(String), String))",
      "Map(LowCardinality(String), Array(LowCardinality(Nullable(String))))",
      "Tuple(UInt8, String)",
      "Tuple(a LowCardinality(String), `b c` Array(Tuple(x Date, y LowCardinality(String))))",
  };
  return kTypes;
}

namespace {

using Random = std::mt19937_64;

std::size_t Below(Random& random, std::size_t limit) { return random() % limit; }

std::string RandomText(Random& random) {
  // Sometimes of a small vocabulary, sometimes any bytes, once in a while longer than a one-byte length says.
  if (Below(random, 2) == 0) return "word" + std::to_string(Below(random, 20));
  const std::size_t length = Below(random, 50) == 0 ? 100 + Below(random, 400) : Below(random, 12);
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(random());
  return text;
}

template <typename T>
T RandomNumber(Random& random) {
  switch (Below(random, 4)) {
    case 0: return T{};
    case 1: return std::numeric_limits<T>::max();
    case 2: return std::numeric_limits<T>::lowest();
    default: return static_cast<T>(random() >> Below(random, 64));
  }
}

template <typename T>
T RandomOf(const DataType& type, Random& random) {
  switch (type.kind()) {
    case TypeKind::kBool: return static_cast<T>(Below(random, 2));
    case TypeKind::kNothing: return T{'0'};
    case TypeKind::kEnum8:
    case TypeKind::kEnum16: {
      const auto& values = type.parts().enum_values;
      return static_cast<T>(values[Below(random, values.size())].second);
    }
    default: return RandomNumber<T>(random);
  }
}

void AppendRandom(const DataType& type, Column& column, Random& random);

void AppendElements(const DataType& type, std::size_t count, Column& column, Random& random) {
  for (std::size_t i = 0; i < count; ++i) AppendRandom(type, column, random);
}

void AppendDefault(const DataType& type, Column& column) {
  const bool is_number = VisitNumberKind(
      type.kind(), [&]<typename T>(T zero) { static_cast<NumberColumn<T>&>(column).Append(zero); });
  if (is_number) return;
  if (auto* strings = dynamic_cast<StringColumn*>(&column)) return strings->Append("");
  if (auto* fixed = dynamic_cast<FixedStringColumn*>(&column)) return fixed->Append("");
  static_cast<LowCardinalityColumn&>(column).Append("");
}

void AppendNullable(const DataType& type, NullableColumn& column, Random& random) {
  const bool is_null = Below(random, 3) == 0;
  column.nulls.push_back(is_null ? 1 : 0);
  if (is_null) {
    AppendDefault(type, *column.values);
  } else {
    AppendRandom(type, *column.values, random);
  }
}

void AppendRandom(const DataType& type, Column& column, Random& random) {
  const bool is_number = VisitNumberKind(type.kind(), [&]<typename T>(T) {
    static_cast<NumberColumn<T>&>(column).Append(RandomOf<T>(type, random));
  });
  if (is_number) return;
  switch (type.kind()) {
    case TypeKind::kString:
      if (auto* interned = dynamic_cast<LowCardinalityColumn*>(&column))
        return interned->Append(RandomText(random));
      return static_cast<StringColumn&>(column).Append(RandomText(random));
    case TypeKind::kLowCardinality: return AppendRandom(type.arg(), column, random);
    case TypeKind::kNullable: return AppendNullable(type.arg(), static_cast<NullableColumn&>(column), random);
    case TypeKind::kArray: {
      auto& array = static_cast<ArrayColumn&>(column);
      AppendElements(type.arg(), Below(random, 4), *array.values, random);
      return array.EndRow();
    }
    case TypeKind::kMap: {
      auto& map = static_cast<MapColumn&>(column);
      const std::size_t count = Below(random, 4);
      AppendElements(type.arg(0), count, *map.keys, random);
      AppendElements(type.arg(1), count, *map.values, random);
      return map.EndRow();
    }
    case TypeKind::kTuple: {
      auto& tuple = static_cast<TupleColumn&>(column);
      for (std::size_t i = 0; i < tuple.elements.size(); ++i)
        AppendRandom(type.arg(i), *tuple.elements[i], random);
      return;
    }
    default: {
      auto& fixed = static_cast<FixedStringColumn&>(column);
      return fixed.Append(RandomText(random).substr(0, fixed.width));
    }
  }
}

template <typename T>
bool AppendNumberText(const Column& column, std::size_t row, std::string& text) {
  const auto* numbers = dynamic_cast<const NumberColumn<T>*>(&column);
  if (numbers == nullptr) return false;
  if constexpr (std::is_floating_point_v<T>) {
    text = "0x" + ToHex({reinterpret_cast<const char*>(&numbers->values[row]), sizeof(T)});
  } else {
    text = std::to_string(numbers->values[row]);
  }
  return true;
}

template <typename... T>
bool AppendAnyNumberText(const Column& column, std::size_t row, std::string& text) {
  return (AppendNumberText<T>(column, row, text) || ...);
}

std::string Quoted(std::string_view text) { return "'" + ToHex(text) + "'"; }

}  // namespace

Block RandomBlock(std::uint64_t seed, const std::vector<std::string>& types, std::size_t rows) {
  Random random(seed);
  Block block;
  for (const auto& name : types) {
    DataTypePtr type = DataType::Of(name);
    ColumnPtr column = MakeColumn(*type);
    AppendElements(*type, rows, *column, random);
    block.columns.push_back({"c" + std::to_string(block.columns.size()), std::move(type), std::move(column)});
  }
  return block;
}

std::string ValueText(const Column& column, std::size_t row) {
  std::string text;
  if (AppendAnyNumberText<std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, std::int8_t,
                          std::int16_t, std::int32_t, std::int64_t, float, double>(column, row, text)) {
    return text;
  }
  if (const auto* strings = dynamic_cast<const StringColumn*>(&column)) return Quoted(strings->at(row));
  if (const auto* fixed = dynamic_cast<const FixedStringColumn*>(&column)) return Quoted(fixed->at(row));
  if (const auto* interned = dynamic_cast<const LowCardinalityColumn*>(&column))
    return Quoted(interned->at(row));
  if (const auto* nullable = dynamic_cast<const NullableColumn*>(&column)) {
    return nullable->IsNull(row) ? "NULL" : ValueText(*nullable->values, row);
  }
  if (const auto* array = dynamic_cast<const ArrayColumn*>(&column)) {
    for (std::size_t i = array->begin_of(row); i < array->end_of(row); ++i)
      text += ValueText(*array->values, i) + ",";
    return "[" + text + "]";
  }
  if (const auto* map = dynamic_cast<const MapColumn*>(&column)) {
    for (std::size_t i = map->begin_of(row); i < map->end_of(row); ++i) {
      text += ValueText(*map->keys, i) + ":" + ValueText(*map->values, i) + ",";
    }
    return "{" + text + "}";
  }
  for (const auto& element : dynamic_cast<const TupleColumn&>(column).elements) {
    text += ValueText(*element, row) + ",";
  }
  return "(" + text + ")";
}

std::string Difference(const Block& left, const Block& right) {
  if (left.columns.size() != right.columns.size()) {
    return std::to_string(left.columns.size()) + " columns and " + std::to_string(right.columns.size());
  }
  for (std::size_t i = 0; i < left.columns.size(); ++i) {
    const NamedColumn& a = left.columns[i];
    const NamedColumn& b = right.columns[i];
    const std::string place = "column " + std::to_string(i) + " ('" + a.name + "' " + a.type->name() + ")";
    if (a.name != b.name || a.type->name() != b.type->name())
      return place + " is '" + b.name + "' " + b.type->name();
    if (a.column->size() != b.column->size()) return place + " has another number of rows";
    for (std::size_t row = 0; row < a.column->size(); ++row) {
      const std::string one = ValueText(*a.column, row);
      const std::string other = ValueText(*b.column, row);
      if (one != other) return place + ", row " + std::to_string(row) + ": " + one + " and " + other;
    }
  }
  return {};
}

}  // namespace sextant
