#include "base/allocator.h"

#include <malloc.h>

namespace sextant {

void TuneAllocator() {
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_ARENA_MAX, 4);
}

void ReturnFreedMemory() { malloc_trim(0); }

}  // namespace sextant
