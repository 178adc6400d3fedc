#include "ingest/sealing.h"

#include <algorithm>

namespace sextant::ingest {

std::chrono::milliseconds UntilSealed(const OpenSegment& segment, const SealPolicy& policy) {
  constexpr std::chrono::milliseconds kNow{0};
  const bool may_rest = segment.rows < policy.small_rows && !segment.watched;
  const auto latest = may_rest ? policy.max_quiet_age : policy.max_age;
  const auto due = segment.tables_busy ? latest : std::min(policy.min_age, latest);
  return std::max(kNow, due - segment.age);
}

}  // namespace sextant::ingest
