// How the tables of otlp/ add typed columns to their block. For {metric_,}tables.cc.
#pragma once

#include "model/block.h"

namespace sextant::otlp {

// The types of our columns, parsed once per process. Immutable.
struct ColumnTypes {
  DataTypePtr time = DataType::Of("DateTime64(9)");
  DataTypePtr flag = DataType::Of("Bool");
  DataTypePtr uint8 = DataType::Of("UInt8");
  DataTypePtr uint32 = DataType::Of("UInt32");
  DataTypePtr uint64 = DataType::Of("UInt64");
  DataTypePtr int32 = DataType::Of("Int32");
  DataTypePtr float64 = DataType::Of("Float64");
  DataTypePtr text = DataType::Of("String");
  DataTypePtr name = DataType::Of("LowCardinality(String)");
  DataTypePtr attributes = DataType::Of("Map(LowCardinality(String), String)");
  DataTypePtr times = DataType::Of("Array(DateTime64(9))");
  DataTypePtr texts = DataType::Of("Array(String)");
  DataTypePtr names = DataType::Of("Array(LowCardinality(String))");
  DataTypePtr uint64s = DataType::Of("Array(UInt64)");
  DataTypePtr float64s = DataType::Of("Array(Float64)");
  DataTypePtr attribute_sets = DataType::Of("Array(Map(LowCardinality(String), String))");
};
const ColumnTypes& Types();

// Of any of our tables, with room for the columns that enrich/ and ingest/ add.
inline constexpr std::size_t kMostColumns = 40;

template <typename C>
C& AddColumn(Block& block, const char* name, const DataTypePtr& type) {
  ColumnPtr column = MakeColumn(*type);
  SXT_CHECK(dynamic_cast<C*>(column.get()) != nullptr, name);
  auto& typed = static_cast<C&>(*column);
  if (block.columns.empty()) block.columns.reserve(kMostColumns);
  block.columns.push_back({name, type, std::move(column)});
  return typed;
}

inline NumberColumn<std::int64_t>& AddTime(Block& block, const char* name) {
  return AddColumn<NumberColumn<std::int64_t>>(block, name, Types().time);
}
inline NumberColumn<std::uint8_t>& AddFlag(Block& block, const char* name) {
  return AddColumn<NumberColumn<std::uint8_t>>(block, name, Types().flag);
}
inline NumberColumn<std::uint8_t>& AddUint8(Block& block, const char* name) {
  return AddColumn<NumberColumn<std::uint8_t>>(block, name, Types().uint8);
}
inline NumberColumn<std::uint32_t>& AddUint32(Block& block, const char* name) {
  return AddColumn<NumberColumn<std::uint32_t>>(block, name, Types().uint32);
}
inline NumberColumn<std::uint64_t>& AddUint64(Block& block, const char* name) {
  return AddColumn<NumberColumn<std::uint64_t>>(block, name, Types().uint64);
}
inline NumberColumn<std::int32_t>& AddInt32(Block& block, const char* name) {
  return AddColumn<NumberColumn<std::int32_t>>(block, name, Types().int32);
}
inline NumberColumn<double>& AddFloat64(Block& block, const char* name) {
  return AddColumn<NumberColumn<double>>(block, name, Types().float64);
}
inline StringColumn& AddText(Block& block, const char* name) {
  return AddColumn<StringColumn>(block, name, Types().text);
}
inline LowCardinalityColumn& AddName(Block& block, const char* name) {
  return AddColumn<LowCardinalityColumn>(block, name, Types().name);
}
inline MapColumn& AddAttributes(Block& block, const char* name) {
  return AddColumn<MapColumn>(block, name, Types().attributes);
}
inline ArrayColumn& AddArray(Block& block, const char* name, const DataTypePtr& type) {
  return AddColumn<ArrayColumn>(block, name, type);
}

}  // namespace sextant::otlp
