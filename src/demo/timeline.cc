#include "demo/timeline.h"

#include <algorithm>
#include <cmath>

#include "base/bytes.h"
#include "demo/random.h"

namespace sextant::demo {

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
    incident.gauge = incident.since_rollout_ns < kGrowthNs + kGaugePlateauNs ? kCacheLimit : 0;
  }
  return incident;
}

double LoadAt(UnixNanos time) {
  const double day = static_cast<double>(time % kNanosPerDay) / static_cast<double>(kNanosPerDay);
  return 1 + 0.25 * std::cos(2 * M_PI * (day - 16.0 / 24));
}

Pod PaymentPodAt(const TapeOptions& options, UnixNanos time) {
  const Incident incident = IncidentAt(options, time);
  const bool leaking = incident.phase != Phase::kNormal;
  Random random(options.seed, 0x706f64, incident.day, leaking);
  const UnixNanos rollout = time - incident.since_rollout_ns;
  Pod pod;
  pod.name = "payment-" + ToHex(random.Bytes(5)).substr(0, 10) + "-" + random.PodSuffix(5);
  pod.uid = random.Uuid();
  pod.started = leaking ? rollout : rollout + kRollbackNs;
  return pod;
}

}  // namespace sextant::demo
