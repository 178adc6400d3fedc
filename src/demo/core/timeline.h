// What the incident does at each instant of the tape. Period 24 h, from one payment rollout to the next:
//   0 h      rollout of a payment service that leaks: every Visa number goes into a cache, none leaves it
//   0–4.5 h  the cache grows to 100,000; payments by Visa slow down with it
//   4.5–6 h  the cache is full: every Visa payment is refused at once
//   6 h      rolled back: a clean pod, normal until the next rollout
#pragma once

#include <cstdint>

#include "demo/core/options.h"

namespace sextant::demo {

inline constexpr std::int64_t kGrowthNs = 9 * kNanosPerHour / 2;
inline constexpr std::int64_t kRollbackNs = 6 * kNanosPerHour;
inline constexpr std::int64_t kGaugePlateauNs = 10 * kNanosPerMinute;
inline constexpr std::int64_t kCacheLimit = 100'000;

enum class Phase : std::uint8_t { kNormal, kGrowing, kFull };

struct Incident {
  Phase phase = Phase::kNormal;
  std::int64_t day = 0;  // counts rollouts
  std::int64_t since_rollout_ns = 0;
  // Entries in the cache, and its share of the limit.
  std::int64_t cache_size = 0;
  double fill = 0;
  // What the gauge says (TapeOptions::gauge_falls).
  std::int64_t gauge = 0;
};

Incident IncidentAt(const TapeOptions& options, UnixNanos time);

// Traffic over the day: 1 ± 0.25, busiest at 16:00 UTC.
double LoadAt(UnixNanos time);
// Hours of traffic at load 1 from `from` to `to`.
double LoadHours(UnixNanos from, UnixNanos to);

}  // namespace sextant::demo
