// Happenings at a steady rate, each with a number: how many fall into a slice, however the tape is cut.
#pragma once

#include <cmath>
#include <cstdint>

#include "demo/core/options.h"

namespace sextant::demo {

struct EvenCount {
  std::int64_t first = 0;  // the number of the first of them
  std::int64_t count = 0;
};

// `phase` in [0, 1) keeps streams of one rate apart.
inline EvenCount CountEvenly(UnixNanos slice, double per_hour, double phase = 0) {
  const double per_slice = per_hour * static_cast<double>(kSliceNs) / static_cast<double>(kNanosPerHour);
  const std::int64_t number = slice / kSliceNs;
  const auto index = static_cast<double>(number);
  const auto first = static_cast<std::int64_t>(std::floor(index * per_slice + phase));
  const auto next = static_cast<std::int64_t>(std::floor((index + 1) * per_slice + phase));
  return {first, next - first};
}

}  // namespace sextant::demo
