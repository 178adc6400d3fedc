// When a segment stops taking requests and is inserted. Pure: the pipeline asks, with the time in its hand.
#pragma once

#include <chrono>
#include <cstddef>

namespace sextant::ingest {

struct SealPolicy {
  // A segment is full, and sealed whatever its age, at any of these. Rows and bytes of one table; a single
  // larger request has a segment to itself.
  std::size_t max_rows = 1'000'000;
  std::size_t max_bytes = std::size_t{64} << 20;
  // Of all tables together.
  std::size_t max_total_bytes = std::size_t{128} << 20;

  // No sooner, so that trickles become few inserts.
  std::chrono::milliseconds min_age{200};
  // At the latest, whatever else waits.
  std::chrono::milliseconds max_age{1'000};
  // At the latest for a small segment that nobody is watching for.
  std::chrono::milliseconds max_quiet_age{5'000};
  std::size_t small_rows = 1'000;
};

struct OpenSegment {
  std::chrono::milliseconds age{0};
  std::size_t rows = 0;
  // An earlier insert into one of its tables has not returned.
  bool tables_busy = false;
  // Somebody tails.
  bool watched = false;
};

// How long the segment may stay open if nothing changes and it does not fill; zero: seal it now.
std::chrono::milliseconds UntilSealed(const OpenSegment& segment, const SealPolicy& policy);

}  // namespace sextant::ingest
