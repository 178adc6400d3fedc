#include "demo/core/pods.h"

#include "base/bytes.h"
#include "demo/core/random.h"
#include "demo/core/timeline.h"

namespace sextant::demo {
namespace {

constexpr std::int64_t kPodLifeNs = 28 * kNanosPerDay;

}  // namespace

UnixNanos PodStart(const TapeOptions& options, Service service, UnixNanos time) {
  if (service == Service::kPayment) {
    const Incident incident = IncidentAt(options, time);
    const UnixNanos rollout = time - incident.since_rollout_ns;
    return incident.phase == Phase::kNormal ? rollout + kRollbackNs : rollout;
  }
  const UnixNanos offset = static_cast<UnixNanos>(service) * 97 * kNanosPerSecond;
  return time - (time - offset) % kPodLifeNs;
}

Pod PodAt(const TapeOptions& options, Service service, UnixNanos time) {
  Pod pod;
  pod.started = PodStart(options, service, time);
  Random random(options.seed, 0x706f64, service, pod.started);
  pod.uid = random.Uuid();
  pod.container_id = ToHex(random.Bytes(32));
  pod.node = NodeName(options, NodeOf(service));
  pod.name = FactsOf(service).pod;
  if (service == Service::kPayment) {
    pod.name += "-" + ToHex(random.Bytes(5)) + "-" + random.PodSuffix(5);
  }
  return pod;
}

std::string NodeName(const TapeOptions& options, std::size_t node) {
  Random pool(options.seed, 0x706f6f6c);
  Random suffix(options.seed, 0x6e6f6465, node);
  return "gke-otel-demo-default-pool-" + ToHex(pool.Bytes(4)) + "-" + suffix.PodSuffix(4);
}

std::size_t NodeOf(Service service) { return static_cast<std::size_t>(service) % kNodeCount; }

std::string ClusterIp(Service service) {
  return "10.40." + std::to_string(NodeOf(service)) + "." + std::to_string(11 + static_cast<int>(service));
}

}  // namespace sextant::demo
