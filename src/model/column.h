// Columns: the values of one column of a block, typed, in memory, as the Native format lays them out.
// Struct of arrays: no object per value. Not thread-safe; a column has one owner.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/data_type.h"

namespace sextant {

class Column;
using ColumnPtr = std::unique_ptr<Column>;

// Order[i] is the row of the source that becomes row i.
using RowOrder = std::vector<std::uint32_t>;

class Column {
 public:
  virtual ~Column() = default;
  virtual std::size_t size() const = 0;
  // Bytes held by the values (not the capacity).
  virtual std::size_t bytes() const = 0;
  // Appends rows [begin, end) of `other`, which must have the same class and shape.
  virtual void AppendRange(const Column& other, std::size_t begin, std::size_t end) = 0;
  // The rows picked by `order`, in that order; `order` may repeat and leave out rows.
  virtual ColumnPtr Pick(const RowOrder& order) const = 0;
  // An empty column of the same class and shape.
  virtual ColumnPtr CloneEmpty() const = 0;
};

// Integers, floats, Bool (as uint8), Date…, DateTime, DateTime64 (as int64), Enum (as int8/int16), IPv4.
template <typename T>
class NumberColumn final : public Column {
 public:
  std::vector<T> values;

  void Append(T value) { values.push_back(value); }
  std::size_t size() const override { return values.size(); }
  std::size_t bytes() const override { return values.size() * sizeof(T); }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override { return std::make_unique<NumberColumn<T>>(); }
};

// String: all bytes end to end; ends[i] is where value i stops.
class StringColumn final : public Column {
 public:
  std::string data;
  std::vector<std::uint64_t> ends;

  void Append(std::string_view value) {
    data.append(value);
    ends.push_back(data.size());
  }
  std::string_view at(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends[row - 1];
    return {data.data() + begin, ends[row] - begin};
  }
  std::size_t size() const override { return ends.size(); }
  std::size_t bytes() const override { return data.size() + ends.size() * sizeof(std::uint64_t); }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override { return std::make_unique<StringColumn>(); }
};

// FixedString(N), UUID (16), IPv6 (16): `width` bytes a value. A UUID lies as it travels: its first eight
// bytes of text reversed, then its last eight reversed. IPv6 is in network order.
class FixedStringColumn final : public Column {
 public:
  explicit FixedStringColumn(std::size_t width_bytes) : width(width_bytes) {}
  const std::size_t width;
  std::string data;

  // Shorter values are padded with zero bytes; longer ones must not be given.
  void Append(std::string_view value) {
    data.append(value);
    data.append(width - value.size(), '\0');
  }
  std::string_view at(std::size_t row) const { return {data.data() + row * width, width}; }
  std::size_t size() const override { return width == 0 ? 0 : data.size() / width; }
  std::size_t bytes() const override { return data.size(); }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override { return std::make_unique<FixedStringColumn>(width); }
};

// LowCardinality(String): each distinct value once in `dictionary`, rows as indexes into it.
class LowCardinalityColumn final : public Column {
 public:
  StringColumn dictionary;
  std::vector<std::uint32_t> indexes;

  // Adds the value to the dictionary unless it is there, and gives its index.
  std::uint32_t Intern(std::string_view value);
  void Append(std::string_view value) { indexes.push_back(Intern(value)); }
  void AppendIndex(std::uint32_t index) { indexes.push_back(index); }
  std::string_view at(std::size_t row) const { return dictionary.at(indexes[row]); }
  std::size_t size() const override { return indexes.size(); }
  std::size_t bytes() const override { return dictionary.bytes() + indexes.size() * sizeof(std::uint32_t); }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override { return std::make_unique<LowCardinalityColumn>(); }

 private:
  // Open addressing over dictionary entries: slot → index + 1, 0 is free. Power-of-two size.
  std::vector<std::uint32_t> slots_;
  std::vector<std::uint64_t> hashes_;  // of each dictionary entry that was interned
  void Grow();
};

// Nullable(T), and LowCardinality(Nullable(T)): nulls[i] != 0 means no value in row i; `values` then holds
// some value there that means nothing.
class NullableColumn final : public Column {
 public:
  explicit NullableColumn(ColumnPtr inner) : values(std::move(inner)) {}
  std::vector<std::uint8_t> nulls;
  ColumnPtr values;

  bool IsNull(std::size_t row) const { return nulls[row] != 0; }
  std::size_t size() const override { return nulls.size(); }
  std::size_t bytes() const override { return nulls.size() + values->bytes(); }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override { return std::make_unique<NullableColumn>(values->CloneEmpty()); }
};

// Array(T): ends[i] is where row i stops in `values`.
class ArrayColumn final : public Column {
 public:
  explicit ArrayColumn(ColumnPtr inner) : values(std::move(inner)) {}
  std::vector<std::uint64_t> ends;
  ColumnPtr values;

  std::size_t begin_of(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
  std::size_t end_of(std::size_t row) const { return ends[row]; }
  // Closes a row after its elements were appended to `values`.
  void EndRow() { ends.push_back(values->size()); }
  std::size_t size() const override { return ends.size(); }
  std::size_t bytes() const override { return ends.size() * sizeof(std::uint64_t) + values->bytes(); }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override { return std::make_unique<ArrayColumn>(values->CloneEmpty()); }
};

// Map(K, V): keys and values end to end; ends[i] is where row i stops in both.
class MapColumn final : public Column {
 public:
  MapColumn(ColumnPtr key_column, ColumnPtr value_column)
      : keys(std::move(key_column)), values(std::move(value_column)) {}
  std::vector<std::uint64_t> ends;
  ColumnPtr keys;
  ColumnPtr values;

  std::size_t begin_of(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
  std::size_t end_of(std::size_t row) const { return ends[row]; }
  void EndRow() { ends.push_back(keys->size()); }
  std::size_t size() const override { return ends.size(); }
  std::size_t bytes() const override {
    return ends.size() * sizeof(std::uint64_t) + keys->bytes() + values->bytes();
  }
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override {
    return std::make_unique<MapColumn>(keys->CloneEmpty(), values->CloneEmpty());
  }
};

class TupleColumn final : public Column {
 public:
  explicit TupleColumn(std::vector<ColumnPtr> columns) : elements(std::move(columns)) {}
  std::vector<ColumnPtr> elements;

  std::size_t size() const override { return elements.empty() ? 0 : elements.front()->size(); }
  std::size_t bytes() const override;
  void AppendRange(const Column& other, std::size_t begin, std::size_t end) override;
  ColumnPtr Pick(const RowOrder& order) const override;
  ColumnPtr CloneEmpty() const override;
};

// An empty column for `type`: the class says how values are held, the type how they travel.
// LowCardinality(String) is a LowCardinalityColumn, LowCardinality(Nullable(String)) a NullableColumn over
// one; LowCardinality of anything else is held in full, as T.
ColumnPtr MakeColumn(const DataType& type);

// Calls `visit` with a zero of the C++ type that holds `kind` in a NumberColumn; false for other kinds.
template <typename Visitor>
bool VisitNumberKind(TypeKind kind, Visitor&& visit) {
  switch (kind) {
    case TypeKind::kUInt8:
    case TypeKind::kBool:
    case TypeKind::kNothing: visit(std::uint8_t{}); return true;
    case TypeKind::kUInt16:
    case TypeKind::kDate: visit(std::uint16_t{}); return true;
    case TypeKind::kUInt32:
    case TypeKind::kDateTime:
    case TypeKind::kIpv4: visit(std::uint32_t{}); return true;
    case TypeKind::kUInt64: visit(std::uint64_t{}); return true;
    case TypeKind::kInt8:
    case TypeKind::kEnum8: visit(std::int8_t{}); return true;
    case TypeKind::kInt16:
    case TypeKind::kEnum16: visit(std::int16_t{}); return true;
    case TypeKind::kInt32:
    case TypeKind::kDate32: visit(std::int32_t{}); return true;
    case TypeKind::kInt64:
    case TypeKind::kDateTime64: visit(std::int64_t{}); return true;
    case TypeKind::kFloat32: visit(float{}); return true;
    case TypeKind::kFloat64: visit(double{}); return true;
    default: return false;
  }
}

// FNV-free 64-bit hash of bytes, stable within one process only.
std::uint64_t HashBytes(std::string_view bytes);

}  // namespace sextant
