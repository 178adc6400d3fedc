#include "demo/core/options.h"

namespace sextant::demo {
namespace {

constexpr double kLeastScale = 0.01;
constexpr double kMostScale = 50;

}  // namespace

Status CheckOptions(const TapeOptions& options) {
  if (!(options.scale >= kLeastScale && options.scale <= kMostScale)) {
    return {Code::kBadInput, "--scale must be from 0.01 to 50."};
  }
  if (options.rollout_ns < 0 || options.rollout_ns >= kNanosPerDay) {
    return {Code::kBadInput, "The rollout must lie within a day."};
  }
  return {};
}

}  // namespace sextant::demo
