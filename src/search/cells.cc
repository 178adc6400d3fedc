#include "search/cells.h"

#include <cstdio>
#include <cstring>
#include <map>
#include <optional>

#include "base/bytes.h"

namespace sextant::search {
namespace {

template <typename T>
T NumberAt(const Column& column, std::size_t row) {
  return static_cast<const NumberColumn<T>&>(column).values[row];
}

std::int64_t Power10(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::optional<UnixNanos> TimeOf(const DataType& type, const Column& column, std::size_t row) {
  switch (type.kind()) {
    case TypeKind::kDate: return NumberAt<std::uint16_t>(column, row) * kNanosPerDay;
    case TypeKind::kDate32: return NumberAt<std::int32_t>(column, row) * kNanosPerDay;
    case TypeKind::kDateTime: return NumberAt<std::uint32_t>(column, row) * kNanosPerSecond;
    case TypeKind::kDateTime64: return NumberAt<std::int64_t>(column, row) * Power10(9 - type.parts().scale);
    default: return std::nullopt;
  }
}

std::string EnumName(const DataType& type, std::int16_t value) {
  for (const auto& [name, number] : type.parts().enum_values) {
    if (number == value) return name;
  }
  return std::to_string(value);
}

// UUIDs travel as two little-endian 64-bit halves, the more significant one first.
std::string UuidText(std::string_view bytes) {
  std::string ordered;
  for (const std::size_t half : {std::size_t{0}, std::size_t{8}}) {
    for (std::size_t i = 8; i-- > 0;) ordered += bytes[half + i];
  }
  std::string text = ToHex(ordered);
  for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, 1, '-');
  return text;
}

std::string Ipv4Text(std::uint32_t address) {
  char text[16];
  std::snprintf(text, sizeof text, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                address & 255);
  return text;
}

// Eight groups, none left out.
std::string Ipv6Text(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    char group[8];
    std::snprintf(group, sizeof group, i == 0 ? "%x" : ":%x",
                  static_cast<unsigned char>(bytes[i]) << 8 | static_cast<unsigned char>(bytes[i + 1]));
    text += group;
  }
  return text;
}

std::string_view WithoutZeros(std::string_view text) {
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return text;
}

// LowCardinality(String) and the values of LowCardinality(Nullable(String)) have a dictionary.
std::string_view StringAt(const Column& column, std::size_t row) {
  if (const auto* low = dynamic_cast<const LowCardinalityColumn*>(&column)) return low->at(row);
  return static_cast<const StringColumn&>(column).at(row);
}

// Nothing for NULL and for what is no text.
std::optional<std::string> PlainText(const DataType& type, const Column& column, std::size_t row) {
  switch (type.kind()) {
    case TypeKind::kString: return std::string(StringAt(column, row));
    case TypeKind::kFixedString:
      return std::string(WithoutZeros(static_cast<const FixedStringColumn&>(column).at(row)));
    case TypeKind::kEnum8: return EnumName(type, NumberAt<std::int8_t>(column, row));
    case TypeKind::kEnum16: return EnumName(type, NumberAt<std::int16_t>(column, row));
    case TypeKind::kUuid: return UuidText(static_cast<const FixedStringColumn&>(column).at(row));
    case TypeKind::kIpv4: return Ipv4Text(NumberAt<std::uint32_t>(column, row));
    case TypeKind::kIpv6: return Ipv6Text(static_cast<const FixedStringColumn&>(column).at(row));
    case TypeKind::kLowCardinality: return PlainText(type.arg(), column, row);
    case TypeKind::kNullable: {
      const auto& nullable = static_cast<const NullableColumn&>(column);
      return nullable.IsNull(row) ? std::nullopt : PlainText(type.arg(), *nullable.values, row);
    }
    default: return std::nullopt;
  }
}

class CellWriter {
 public:
  CellWriter(JsonWriter& writer, std::size_t max_text_bytes, Times times)
      : writer_(writer), max_text_bytes_(max_text_bytes), times_(times) {}

  void Write(const DataType& type, const Column& column, std::size_t row) {
    if (const auto time = TimeOf(type, column, row)) {
      WriteTime(*time);
      return;
    }
    switch (type.kind()) {
      case TypeKind::kUInt8: writer_.Uint(NumberAt<std::uint8_t>(column, row)); break;
      case TypeKind::kUInt16: writer_.Uint(NumberAt<std::uint16_t>(column, row)); break;
      case TypeKind::kUInt32: writer_.Uint(NumberAt<std::uint32_t>(column, row)); break;
      case TypeKind::kUInt64: writer_.UintText(NumberAt<std::uint64_t>(column, row)); break;
      case TypeKind::kInt8: writer_.Int(NumberAt<std::int8_t>(column, row)); break;
      case TypeKind::kInt16: writer_.Int(NumberAt<std::int16_t>(column, row)); break;
      case TypeKind::kInt32: writer_.Int(NumberAt<std::int32_t>(column, row)); break;
      case TypeKind::kInt64: writer_.IntText(NumberAt<std::int64_t>(column, row)); break;
      case TypeKind::kFloat32: writer_.Double(static_cast<double>(NumberAt<float>(column, row))); break;
      case TypeKind::kFloat64: writer_.Double(NumberAt<double>(column, row)); break;
      case TypeKind::kBool: writer_.Bool(NumberAt<std::uint8_t>(column, row) != 0); break;
      case TypeKind::kNullable: WriteNullable(type, static_cast<const NullableColumn&>(column), row); break;
      case TypeKind::kLowCardinality: Write(type.arg(), column, row); break;
      case TypeKind::kArray: WriteArray(type, static_cast<const ArrayColumn&>(column), row); break;
      case TypeKind::kMap: WriteMap(type, static_cast<const MapColumn&>(column), row); break;
      case TypeKind::kTuple: WriteTuple(type, static_cast<const TupleColumn&>(column), row); break;
      default:
        if (const auto text = PlainText(type, column, row)) {
          WriteText(*text);
        } else {
          writer_.Null();
        }
    }
  }

 private:
  void WriteTime(UnixNanos time) {
    if (times_ == Times::kNanos) {
      writer_.IntText(time);
    } else {
      writer_.String(FormatIso8601(time));
    }
  }

  void WriteText(std::string_view text) {
    if (text.size() <= max_text_bytes_) {
      writer_.String(text);
      return;
    }
    std::size_t end = max_text_bytes_;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    writer_.String(std::string(text.substr(0, end)) + "…");
  }

  void WriteNullable(const DataType& type, const NullableColumn& column, std::size_t row) {
    if (column.IsNull(row)) {
      writer_.Null();
    } else {
      Write(type.arg(), *column.values, row);
    }
  }

  void WriteArray(const DataType& type, const ArrayColumn& column, std::size_t row) {
    writer_.Array();
    for (std::size_t i = column.begin_of(row); i < column.end_of(row); ++i)
      Write(type.arg(), *column.values, i);
    writer_.End();
  }

  void WriteMap(const DataType& type, const MapColumn& column, std::size_t row) {
    const NumberKeys keys(type.arg(0), *column.keys);
    std::map<std::string, std::size_t> last;
    for (std::size_t i = column.begin_of(row); i < column.end_of(row); ++i) last[keys.at(i)] = i;
    writer_.Object();
    for (std::size_t i = column.begin_of(row); i < column.end_of(row); ++i) {
      const std::string key = keys.at(i);
      if (last[key] != i) continue;
      writer_.Key(key);
      Write(type.arg(1), *column.values, i);
    }
    writer_.End();
  }

  void WriteTuple(const DataType& type, const TupleColumn& column, std::size_t row) {
    writer_.Array();
    for (std::size_t i = 0; i < column.elements.size(); ++i) Write(type.arg(i), *column.elements[i], row);
    writer_.End();
  }

  // Keys as text, also those that are numbers.
  class NumberKeys {
   public:
    NumberKeys(const DataType& type, const Column& column) : type_(type), column_(column) {}
    std::string at(std::size_t i) const {
      if (auto text = PlainText(type_, column_, i)) return *std::move(text);
      JsonWriter writer;
      CellWriter(writer, kWholeText, Times::kNanos).Write(type_, column_, i);
      std::string json = writer.Take();
      if (json.size() >= 2 && json.front() == '"') json = json.substr(1, json.size() - 2);
      return json;
    }

   private:
    const DataType& type_;
    const Column& column_;
  };

  JsonWriter& writer_;
  const std::size_t max_text_bytes_;
  const Times times_;
};

}  // namespace

void WriteCell(JsonWriter& writer, const DataType& type, const Column& column, std::size_t row,
               std::size_t max_text_bytes, Times times) {
  CellWriter(writer, max_text_bytes, times).Write(type, column, row);
}

PlainCell PlainCellAt(const DataType& type, const Column& column, std::size_t row) {
  if (auto text = PlainText(type, column, row)) return {*std::move(text), true};
  JsonWriter writer;
  WriteCell(writer, type, column, row, kWholeText, Times::kIso8601);
  std::string json = writer.Take();
  if (json == "null") json.clear();
  if (json.starts_with('"')) json = json.substr(1, json.size() - 2);
  return {std::move(json), false};
}

std::string TextAt(const NamedColumn& column, std::size_t row) {
  return PlainText(*column.type, *column.column, row).value_or("");
}

std::int64_t IntAt(const NamedColumn& column, std::size_t row) {
  const Column& values = *column.column;
  switch (column.type->kind()) {
    case TypeKind::kBool:
    case TypeKind::kUInt8: return NumberAt<std::uint8_t>(values, row);
    case TypeKind::kUInt16: return NumberAt<std::uint16_t>(values, row);
    case TypeKind::kUInt32: return NumberAt<std::uint32_t>(values, row);
    case TypeKind::kUInt64: return static_cast<std::int64_t>(NumberAt<std::uint64_t>(values, row));
    case TypeKind::kInt8: return NumberAt<std::int8_t>(values, row);
    case TypeKind::kInt16: return NumberAt<std::int16_t>(values, row);
    case TypeKind::kInt32: return NumberAt<std::int32_t>(values, row);
    case TypeKind::kInt64: return NumberAt<std::int64_t>(values, row);
    default: return 0;
  }
}

std::uint64_t UintAt(const NamedColumn& column, std::size_t row) {
  return static_cast<std::uint64_t>(IntAt(column, row));
}

UnixNanos TimeAt(const NamedColumn& column, std::size_t row) {
  return TimeOf(*column.type, *column.column, row).value_or(0);
}

}  // namespace sextant::search
