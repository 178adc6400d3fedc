// What pods use of their machines, at each instant.
#pragma once

#include "demo/core/options.h"
#include "demo/core/services.h"

namespace sextant::demo {

struct PodUse {
  double cpu_cores = 0;
  double memory_bytes = 0;
};

// With a little noise. Payment's is the incident's: its search grows with the cache and eats its CPU limit;
// its memory is never given back.
PodUse PodUseAt(const TapeOptions& options, Service service, UnixNanos time);

// Core-seconds since `started`, without noise; never falls.
double CpuSeconds(const TapeOptions& options, Service service, UnixNanos started, UnixNanos time);

}  // namespace sextant::demo
