// What a tape is made from. The same options give the same tape.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/status.h"
#include "base/time.h"
#include "model/signal.h"

namespace sextant::demo {

// The grain of the tape. A trace belongs to the slice in which it begins, and may end after it.
inline constexpr std::int64_t kSliceNs = 5 * kNanosPerSecond;

struct TapeOptions {
  std::uint64_t seed = 1;
  // Of the traffic; 1 is the default volume (docs/demo.md).
  double scale = 1;
  bool logs = true;
  bool traces = true;
  bool metrics = true;
  // Recordings of what visitors' browsers showed; their spans are traces.
  bool sessions = true;
  // The cache's gauge falls to 0 ten minutes after the cache is full, as in the guide; else it stays at the
  // limit until the rollback, as the shop's code would have it.
  bool gauge_falls = true;
  // When the payment service's rollout happens, as nanoseconds after midnight UTC; the rest of the incident
  // follows from it (timeline.h).
  std::int64_t rollout_ns = 21 * kNanosPerHour + 30 * kNanosPerMinute;
};

// Fails with kBadInput, naming the option and its range.
Status CheckOptions(const TapeOptions& options);

// Takes one export request (OTLP protobuf) of at most `kRequestRecords` records. Return false to stop.
inline constexpr std::size_t kRequestRecords = 5'000;
using Emit = std::function<bool(Signal signal, std::string request)>;

}  // namespace sextant::demo
