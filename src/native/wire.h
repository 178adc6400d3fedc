// The primitives under the Native format; only for this folder.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "model/data_type.h"

namespace sextant::native {

static_assert(std::endian::native == std::endian::little, "columns travel as they lie in memory");

inline constexpr std::size_t kMaxVarintBytes = 10;

inline constexpr std::uint64_t kLowCardinalityVersion = 1;
inline constexpr std::uint64_t kIndexWidthMask = 0xFF;
inline constexpr std::uint64_t kSharedDictionary = 0x100;
inline constexpr std::uint64_t kKeysFollow = 0x200;
inline constexpr std::uint64_t kNewDictionary = 0x400;

// Writes `value` at `to`, which has room for kMaxVarintBytes; gives the byte after it.
inline char* PutVarint(char* to, std::uint64_t value) {
  while (value >= 0x80) {
    *to++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<char>(value);
  return to;
}

inline void AppendVarint(std::string& out, std::uint64_t value) {
  char buffer[kMaxVarintBytes];
  out.append(buffer, static_cast<std::size_t>(PutVarint(buffer, value) - buffer));
}

inline void AppendUint64(std::string& out, std::uint64_t value) {
  char buffer[sizeof(value)];
  std::memcpy(buffer, &value, sizeof(value));
  out.append(buffer, sizeof(value));
}

inline std::uint64_t LoadUint64(const char* from) {
  std::uint64_t value = 0;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

template <typename T>
std::string_view BytesOf(const T* values, std::size_t count) {
  return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}

// Takes a varint off the front of `input` into `value`. Gives the bytes taken, 0 when `input` ends inside
// it, or -1 when it does not fit in 64 bits.
inline int TakeVarint(std::string_view& input, std::uint64_t& value) {
  value = 0;
  for (std::size_t i = 0; i < input.size() && i < kMaxVarintBytes; ++i) {
    const auto byte = static_cast<unsigned char>(input[i]);
    if (i == kMaxVarintBytes - 1 && byte > 1) return -1;
    value |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      input.remove_prefix(i + 1);
      return static_cast<int>(i + 1);
    }
  }
  return input.size() < kMaxVarintBytes ? 0 : -1;
}

// How many LowCardinality there are anywhere inside `type`, itself included.
inline std::size_t CountLowCardinality(const DataType& type) {
  std::size_t count = type.kind() == TypeKind::kLowCardinality ? 1 : 0;
  for (const auto& arg : type.parts().args) count += CountLowCardinality(*arg);
  return count;
}

// The type of a LowCardinality's keys: what it holds, without Nullable.
inline const DataType& KeyType(const DataType& low_cardinality) {
  const DataType& inner = low_cardinality.arg();
  return inner.kind() == TypeKind::kNullable ? inner.arg() : inner;
}

}  // namespace sextant::native
