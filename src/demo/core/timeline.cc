#include "demo/core/timeline.h"

#include <cmath>

namespace sextant::demo {
namespace {

constexpr double kSwing = 0.25;
constexpr UnixNanos kBusiest = 16 * kNanosPerHour;

double Turn(UnixNanos time) {
  const auto of_day = static_cast<double>((time - kBusiest) % kNanosPerDay);
  return 2 * M_PI * of_day / static_cast<double>(kNanosPerDay);
}

}  // namespace

Incident IncidentAt(const TapeOptions& options, UnixNanos time) {
  Incident incident;
  const UnixNanos shifted = time - options.rollout_ns;
  incident.day = shifted / kNanosPerDay - (shifted % kNanosPerDay < 0 ? 1 : 0);
  incident.since_rollout_ns = shifted - incident.day * kNanosPerDay;
  if (incident.since_rollout_ns < kGrowthNs) {
    incident.phase = Phase::kGrowing;
    incident.fill = static_cast<double>(incident.since_rollout_ns) / static_cast<double>(kGrowthNs);
    incident.cache_size = std::llround(incident.fill * static_cast<double>(kCacheLimit));
    incident.gauge = incident.cache_size;
  } else if (incident.since_rollout_ns < kRollbackNs) {
    incident.phase = Phase::kFull;
    incident.fill = 1;
    incident.cache_size = kCacheLimit;
    const bool plateau = incident.since_rollout_ns < kGrowthNs + kGaugePlateauNs;
    incident.gauge = plateau || !options.gauge_falls ? kCacheLimit : 0;
  }
  return incident;
}

double LoadAt(UnixNanos time) { return 1 + kSwing * std::cos(Turn(time)); }

double LoadHours(UnixNanos from, UnixNanos to) {
  const double hours = static_cast<double>(to - from) / static_cast<double>(kNanosPerHour);
  return hours + kSwing * 24 / (2 * M_PI) * (std::sin(Turn(to)) - std::sin(Turn(from)));
}

}  // namespace sextant::demo
