// The spans that the benches send.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "base/time.h"

namespace sextant::bench {

std::string RandomId(std::mt19937_64& random, std::size_t size);

// A collector's batch, as an OTLP protobuf request: five services; each span has its own 12 attributes and
// shares 8 of its resource; every tenth has an event. All start at `now`.
std::string MakeTraceRequest(std::size_t spans, std::uint64_t seed, UnixNanos now);

}  // namespace sextant::bench
