// ClickHouse data types as values: parsed from and printed to their names. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"

namespace sextant {

enum class TypeKind : std::uint8_t {
  kUInt8,
  kUInt16,
  kUInt32,
  kUInt64,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kFloat32,
  kFloat64,
  kBool,
  kString,
  kFixedString,
  kDate,
  kDate32,
  kDateTime,
  kDateTime64,  // UInt16 days, Int32 days, UInt32 seconds, Int64 ticks
  kEnum8,
  kEnum16,
  kUuid,
  kIpv4,
  kIpv6,
  kLowCardinality,
  kNullable,
  kArray,
  kMap,
  kTuple,
  kNothing,
};

class DataType;
using DataTypePtr = std::shared_ptr<const DataType>;

// Immutable. What each kind uses:
//   args         LowCardinality, Nullable, Array: 1; Map: 2 (key, value); Tuple: its elements
//   tuple_names  Tuple, when named; else empty
//   size         FixedString: bytes
//   scale        DateTime64: digits after the second, 0–9
//   enum_values  Enum8, Enum16: name → number, in declared order
struct TypeParts {
  TypeKind kind = TypeKind::kNothing;
  std::vector<DataTypePtr> args;
  std::vector<std::string> tuple_names;
  std::size_t size = 0;
  int scale = 0;
  std::vector<std::pair<std::string, std::int16_t>> enum_values;
  std::string timezone;  // DateTime, DateTime64; may be empty
};

class DataType {
 public:
  // Reads a type as system.columns prints it, e.g. "Map(LowCardinality(String), String)". Nested(a T, …)
  // reads as Array(Tuple(a T, …)); SimpleAggregateFunction(f, T) as T. Fails with kBadInput, naming the
  // part, for a type that Sextant cannot decode (cast it in SQL) or nesting deeper than 32.
  static Result<DataTypePtr> Parse(std::string_view name);
  // For names that are constants of ours; aborts on an error.
  static DataTypePtr Of(std::string_view name);

  DataType(TypeParts parts, std::string name) : parts_(std::move(parts)), name_(std::move(name)) {}

  TypeKind kind() const { return parts_.kind; }
  const DataType& arg(std::size_t i = 0) const { return *parts_.args[i]; }
  const DataTypePtr& arg_ptr(std::size_t i = 0) const { return parts_.args[i]; }
  const TypeParts& parts() const { return parts_; }
  // The name it was parsed from, in ClickHouse's spelling.
  const std::string& name() const { return name_; }

  // String, FixedString, Enum, or one of them inside LowCardinality or Nullable.
  bool IsText() const;
  bool IsNumber() const;
  // Date, DateTime, DateTime64 (also Nullable).
  bool IsTime() const;

 private:
  TypeParts parts_;
  std::string name_;
};

}  // namespace sextant
