// Values of columns as JSON (openapi.yaml, Cell) and as the few plain kinds that services need. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"
#include "model/block.h"

namespace sextant::search {

// Text longer than this is cut in lists of rows, with "…" at its end; one row asked for by its id has it all.
inline constexpr std::size_t kMaxCellBytes = 32 * 1024;
inline constexpr std::size_t kWholeText = ~std::size_t{0};

// How times are written.
enum class Times : std::uint8_t { kNanos, kIso8601 };

// Writes the value at `row`: text → string, 64-bit integers → string, other numbers → number, Bool →
// boolean, times → nanoseconds as string (or as Times says), NULL → null, Array and Tuple → array, Map →
// object (a key that comes twice, once, with its last value).
void WriteCell(JsonWriter& writer, const DataType& type, const Column& column, std::size_t row,
               std::size_t max_text_bytes, Times times = Times::kNanos);

// The value at `row` for people and spreadsheets: text as it is, numbers as digits, times as ISO-8601, "" for
// NULL, everything else as JSON. `is_text` tells text, which may look like anything.
struct PlainCell {
  std::string text;
  bool is_text = false;
};
PlainCell PlainCellAt(const DataType& type, const Column& column, std::size_t row);

// A text value: String, LowCardinality(String), Enum …; "" for NULL and for other types.
std::string TextAt(const NamedColumn& column, std::size_t row);
// An integer of any width or a Bool; 0 for other types.
std::uint64_t UintAt(const NamedColumn& column, std::size_t row);
std::int64_t IntAt(const NamedColumn& column, std::size_t row);
// DateTime64, DateTime, Date in nanoseconds; 0 for other types.
UnixNanos TimeAt(const NamedColumn& column, std::size_t row);

}  // namespace sextant::search
