#include "demo/metrics.h"

#include <algorithm>
#include <cmath>

#include "demo/random.h"
#include "demo/timeline.h"

namespace sextant::demo {
namespace {

constexpr Scope kKubeletScope = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/kubeletstatsreceiver"};
constexpr Scope kCardScope = {"payment.card_validator"};
constexpr double kMiB = 1024 * 1024;

// What a pod uses when the shop is calm.
struct PodUse {
  Service service;
  double cpu_cores;
  double memory_mib;
};

constexpr PodUse kPodUses[] = {
    {Service::kLoadGenerator, 0.12, 310},  {Service::kFrontendProxy, 0.05, 48},
    {Service::kFrontend, 0.14, 168},       {Service::kCheckout, 0.02, 34},
    {Service::kCurrency, 0.006, 12},       {Service::kCart, 0.02, 96},
    {Service::kProductCatalog, 0.015, 22}, {Service::kShipping, 0.003, 8},
    {Service::kQuote, 0.01, 40},           {Service::kEmail, 0.006, 92},
};

struct Use {
  double cpu_cores = 0;
  double memory_bytes = 0;
};

// The leaking pod: its search grows with the cache and eats its CPU limit; its memory is never given back.
Use PaymentUse(const Incident& incident, Random& random) {
  const double s = incident.fill;
  const double noise = 1 + 0.05 * random.Normal();
  if (incident.phase == Phase::kFull) {
    const double since =
        static_cast<double>(incident.since_rollout_ns - kGrowthNs) / static_cast<double>(kNanosPerHour);
    return {std::max(0.10, 0.33 - 0.23 * since) * noise, 360 * kMiB};
  }
  return {std::min(0.40, (0.045 + 0.30 * std::pow(s, 1.2)) * noise), (95 + 265 * s) * kMiB};
}

void AddPod(Recorder& recorder, Service service, UnixNanos time, const Use& use) {
  const auto gauge = [&](std::string_view name, std::string_view unit, double value) {
    otlp::NumberPoint point;
    point.time = time;
    point.value = value;
    recorder.AddGauge(service, Route::kKubelet, kKubeletScope, {.name = name, .unit = unit}, point);
  };
  gauge("k8s.pod.cpu.usage", "{cpu}", use.cpu_cores);
  gauge("k8s.pod.memory.usage", "By", use.memory_bytes);
  gauge("k8s.pod.memory.working_set", "By", use.memory_bytes * 0.93);
  gauge("k8s.pod.filesystem.available", "By", 61.2e9 - static_cast<double>(time % kNanosPerDay) * 1e-6);
}

void AddNodes(Recorder& recorder, UnixNanos time, const std::array<Use, kNodeCount>& used) {
  for (std::size_t node = 0; node < kNodeCount; ++node) {
    const std::string name = NodeName(recorder.options(), node);
    const auto gauge = [&](std::string_view metric, std::string_view unit, double value) {
      otlp::NumberPoint point;
      point.time = time;
      point.value = value;
      recorder.AddNodeGauge(name, kKubeletScope, {.name = metric, .unit = unit}, point);
    };
    gauge("k8s.node.cpu.usage", "{cpu}", 0.35 + used[node].cpu_cores);
    gauge("k8s.node.memory.usage", "By", 2.1e9 + used[node].memory_bytes);
    gauge("k8s.node.filesystem.available", "By", 61.2e9 - static_cast<double>(time % kNanosPerDay) * 1e-6);
  }
}

}  // namespace

void AddMetrics(Recorder& recorder, UnixNanos time) {
  const TapeOptions& options = recorder.options();
  Random random(options.seed, 0x6d6574, time);
  const Incident incident = IncidentAt(options, time);

  otlp::NumberPoint size;
  size.time = time;
  size.value = incident.gauge;
  recorder.AddGauge(Service::kPayment, Route::kMetrics, kCardScope,
                    {.name = "visa_validation_cache.size",
                     .description = "Size of the Visa validation cache",
                     .unit = "entries"},
                    size);

  std::array<Use, kNodeCount> nodes;
  const auto add = [&](Service service, const Use& use) {
    AddPod(recorder, service, time, use);
    Use& node = nodes[static_cast<std::size_t>(service) % kNodeCount];
    node.cpu_cores += use.cpu_cores;
    node.memory_bytes += use.memory_bytes;
  };
  for (const PodUse& calm : kPodUses) {
    const double cpu = calm.cpu_cores * LoadAt(time) * (1 + 0.06 * random.Normal());
    add(calm.service, {cpu, calm.memory_mib * kMiB * (1 + 0.01 * random.Normal())});
  }
  add(Service::kPayment, PaymentUse(incident, random));
  AddNodes(recorder, time, nodes);
}

}  // namespace sextant::demo
