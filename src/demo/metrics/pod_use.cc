#include "demo/metrics/pod_use.h"

#include <algorithm>
#include <cmath>

#include "demo/core/random.h"
#include "demo/core/timeline.h"

namespace sextant::demo {
namespace {

constexpr double kMiB = 1024 * 1024;
constexpr double kIdleCores = 0.045;
constexpr double kMostCores = 0.40;  // the limit

double HoursSince(std::int64_t since_ns) {
  return static_cast<double>(since_ns) / static_cast<double>(kNanosPerHour);
}

double PaymentCores(const Incident& incident) {
  if (incident.phase == Phase::kFull) {
    return std::max(0.10, 0.33 - 0.23 * HoursSince(incident.since_rollout_ns - kGrowthNs));
  }
  return kIdleCores + 0.30 * std::pow(incident.fill, 1.2);
}

// The integral of PaymentCores from the pod's start, in core-hours.
double PaymentCoreHours(const Incident& incident, std::int64_t since_start_ns) {
  if (incident.phase == Phase::kNormal) return kIdleCores * HoursSince(since_start_ns);
  const double growth = HoursSince(kGrowthNs);
  const double grown = std::min(HoursSince(incident.since_rollout_ns), growth);
  double hours = kIdleCores * grown + 0.30 * growth * std::pow(grown / growth, 2.2) / 2.2;
  if (incident.phase == Phase::kFull) {
    const double full = HoursSince(incident.since_rollout_ns - kGrowthNs);
    const double falling = std::min(full, 1.0);
    hours += 0.33 * falling - 0.115 * falling * falling + 0.10 * (full - falling);
  }
  return hours;
}

}  // namespace

PodUse PodUseAt(const TapeOptions& options, Service service, UnixNanos time) {
  Random random(options.seed, 0x757365, service, time);
  const ServiceFacts& facts = FactsOf(service);
  if (service == Service::kPayment) {
    const Incident incident = IncidentAt(options, time);
    const double noise = 1 + 0.05 * std::clamp(random.Normal(), -3.0, 3.0);
    const double memory_mib = facts.memory_mib + 265 * incident.fill;
    return {std::min(kMostCores, PaymentCores(incident) * noise), memory_mib * kMiB};
  }
  const double noise = 1 + 0.06 * std::clamp(random.Normal(), -3.0, 3.0);
  const double drift = 1 + 0.01 * std::clamp(random.Normal(), -3.0, 3.0);
  return {facts.cpu_cores * LoadAt(time) * noise, facts.memory_mib * kMiB * drift};
}

double CpuSeconds(const TapeOptions& options, Service service, UnixNanos started, UnixNanos time) {
  if (service == Service::kPayment) return 3600 * PaymentCoreHours(IncidentAt(options, time), time - started);
  return 3600 * FactsOf(service).cpu_cores * LoadHours(started, time);
}

}  // namespace sextant::demo
