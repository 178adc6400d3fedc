// How large the allocations of a test are. Replaces operator new for the whole program that links it.
#pragma once

#include <cstddef>

namespace sextant::native {

// The largest number of bytes asked of operator new at once since ForgetAllocations, by any thread.
std::size_t LargestAllocation();
void ForgetAllocations();

}  // namespace sextant::native
