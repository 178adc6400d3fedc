// Link count_allocations.cc into a benchmark to count what it takes from the heap.
#pragma once

#include <cstdint>

namespace sextant {

// Calls of operator new in this process.
std::uint64_t AllocationsSoFar();

}  // namespace sextant
