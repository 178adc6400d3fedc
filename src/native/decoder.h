// Decoders: one per node of a type, each filling one column from bytes that arrive in pieces. Only for this
// folder; BlockReader drives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/status.h"
#include "model/column.h"
#include "native/native.h"

namespace sextant::native {

// Nothing that must be seen whole is longer than this.
inline constexpr std::size_t kMaxAtomBytes = 16;

enum class Step : std::uint8_t { kDone, kMore };

// Reused from block to block: Begin, Read until kDone, Take.
class Decoder {
 public:
  virtual ~Decoder() = default;
  // Starts on an empty column that will get `rows` values. Allocates nothing for them yet.
  virtual void Begin(std::size_t rows) = 0;
  // Takes values off the front of `input`. kMore: fewer than kMaxAtomBytes are left, and the values go on
  // behind them. On an error `input` begins near the guilty byte.
  virtual Result<Step> Read(std::string_view& input) = 0;
  virtual ColumnPtr Take() = 0;
};

using DecoderPtr = std::unique_ptr<Decoder>;

// The values of `type`, without the prefix. `type` and `limits` outlive the decoder.
DecoderPtr MakeDecoder(const DataType& type, const ReadLimits& limits);

// LowCardinality(T), for MakeDecoder.
DecoderPtr MakeLowCardinalityDecoder(const DataType& type, const ReadLimits& limits);

// Strings of at most `max_value_bytes` each.
DecoderPtr MakeStringDecoder(std::size_t max_value_bytes);

}  // namespace sextant::native
