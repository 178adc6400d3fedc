// Whether the rollup beside a table may answer: the stretches of a range in which it has counted exactly the
// rows that the table has. Where rows were stored before the rollup existed, or a moment ago and not yet
// counted, or were deleted, the numbers differ, and the table itself is read.
#pragma once

#include <vector>

#include "query/plan/rollup.h"
#include "search/run.h"

namespace sextant::search {

struct RollupTrust {
  std::vector<TimeRange> trusted;  // whole buckets, oldest first, apart
  // For each field: its values are counted wherever the rollup has rows of the range.
  std::vector<bool> counted;
};

// More buckets, or more marks of what is not counted, are not looked at: nothing is trusted.
inline constexpr std::size_t kMaxRollupRows = 200'000;

// Runs two small statements, a third when the numbers differ. Nothing is trusted when `table` has no rollup,
// or its rollup cannot be read. Fails as `run` does by a limit, by cancel, or when the engine is away.
Result<RollupTrust> AskRollup(RequestRun& run, const plan::Table& table,
                              const std::vector<plan::RollupField>& fields, TimeRange range);

}  // namespace sextant::search
