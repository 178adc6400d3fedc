// The telescope shop's tape: endless telemetry of a small e-commerce site, with one incident every 24 hours.
// Pure: what happens in a slice of time is a function of the options and that slice alone, so that hours can
// be made in parallel, in any order, and again.
//   core/     what the shop is made of, the incident's timeline, how records become requests
//   traffic/  what visitors, services and Kubernetes do: spans and logs
//   metrics/  what is measured
#pragma once

#include <limits>

#include "demo/core/options.h"

namespace sextant::demo {

// How long after its slice a record's time may be, at most.
inline constexpr std::int64_t kReach = 5 * kNanosPerMinute;

// Plays [from, to), both multiples of kSliceNs: every record of those slices, in requests. How requests are
// cut depends on the range; the records do not. Records whose time is before `since` are left out: to make
// again all that a tape holds from an instant on, play from kReach before it. False when `emit` stopped it.
bool Play(const TapeOptions& options, UnixNanos from, UnixNanos to, const Emit& emit,
          UnixNanos since = std::numeric_limits<UnixNanos>::min());

}  // namespace sextant::demo
