#include "store/store.h"

#include <algorithm>
#include <array>

namespace sextant {
namespace {

// MEMORY_LIMIT_EXCEEDED, NOT_ENOUGH_SPACE, TOO_MANY_PARTS, QUERY_WAS_CANCELLED.
constexpr std::array<std::int32_t, 4> kRetryableEngineCodes = {241, 243, 252, 394};

}  // namespace

bool IsRetryable(const Status& status) {
  switch (status.code()) {
    case Code::kUnavailable:
    case Code::kTimeout:
    case Code::kResourceExhausted: return true;
    default:
      return std::find(kRetryableEngineCodes.begin(), kRetryableEngineCodes.end(), status.engine_code()) !=
             kRetryableEngineCodes.end();
  }
}

Result<Capabilities> Store::GetCapabilities(Deadline) { return Capabilities(); }

Result<Block> Store::Collect(const Statement& statement, const RunOptions& options, std::size_t max_rows) {
  Block all;
  bool too_many = false;
  const Result<Progress> ran = Run(statement, options, [&](const Block& block) {
    too_many = all.rows() + block.rows() > max_rows;
    if (too_many) return false;
    if (all.columns.empty()) all = block.CloneEmpty();
    all.Append(block);
    return true;
  });
  if (!ran.ok()) return ran.status();
  if (too_many) {
    return Status(Code::kTooLarge, "The answer has more than " + std::to_string(max_rows) + " rows.");
  }
  return all;
}

}  // namespace sextant
