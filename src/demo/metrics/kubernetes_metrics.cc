#include <array>

#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/metrics/meter.h"
#include "demo/metrics/metrics.h"
#include "demo/metrics/pod_use.h"

namespace sextant::demo {
namespace {

constexpr Scope kKubelet = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/kubeletstatsreceiver", "0.123.0"};
constexpr Scope kCluster = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/k8sclusterreceiver", "0.123.0"};
constexpr Scope kHostCpu = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver/internal/scraper/"
    "cpuscraper",
    "0.123.0"};
constexpr Scope kHostLoad = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver/internal/scraper/"
    "loadscraper",
    "0.123.0"};
constexpr Scope kHostMemory = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver/internal/scraper/"
    "memoryscraper",
    "0.123.0"};
constexpr Scope kHostDisk = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver/internal/scraper/"
    "diskscraper",
    "0.123.0"};
constexpr Scope kHostNetwork = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver/internal/scraper/"
    "networkscraper",
    "0.123.0"};
constexpr Scope kHostFiles = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver/internal/scraper/"
    "filesystemscraper",
    "0.123.0"};

constexpr double kMiB = 1024 * 1024;
constexpr double kDiskBytes = 101e9;
constexpr double kNodeCores = 4;
constexpr double kNodeMemory = 16.7e9;
// The system's own use of each machine.
constexpr PodUse kNodeItself = {0.35, 2.1e9};
// After its end a pod is seen for this long, with nothing left in it.
constexpr std::int64_t kLastSeenNs = 2 * kMetricIntervalNs;

// A machine's disk fills over the day and is swept at midnight.
double DiskFree(UnixNanos time) { return 61.2e9 - static_cast<double>(time % kNanosPerDay) * 1e-5; }

std::int64_t Bytes(double bytes) { return static_cast<std::int64_t>(bytes); }

struct Life {
  Service service;
  UnixNanos started;
  UnixNanos time;
  bool alive;

  Origin origin(Route route) const { return {service, route, static_cast<std::uint64_t>(started)}; }
  double hours() const { return static_cast<double>(time - started) / static_cast<double>(kNanosPerHour); }
};

template <std::size_t N>
using Labels = std::array<otlp::Attribute, N>;

struct Ratios {
  std::string_view cpu;
  std::string_view memory;
};

// Of limits or requests that the pod has.
void AddRatios(Meter& meter, const Ratios& names, const PodUse& use, double cpu, double memory_mib) {
  if (cpu > 0) meter.Gauge(names.cpu, "1", use.cpu_cores / cpu);
  if (memory_mib > 0) meter.Gauge(names.memory, "1", use.memory_bytes / (memory_mib * kMiB));
}

constexpr Ratios kPodLimits = {"k8s.pod.cpu_limit_utilization", "k8s.pod.memory_limit_utilization"};
constexpr Ratios kPodRequests = {"k8s.pod.cpu_request_utilization", "k8s.pod.memory_request_utilization"};
constexpr Ratios kContainerLimits = {"k8s.container.cpu_limit_utilization",
                                     "k8s.container.memory_limit_utilization"};
constexpr Ratios kContainerRequests = {"k8s.container.cpu_request_utilization",
                                       "k8s.container.memory_request_utilization"};

void AddPodSums(Recorder& recorder, Meter& meter, const Life& life) {
  meter.Sum("k8s.pod.cpu.time", "s", CpuSeconds(recorder.options(), life.service, life.started, life.time));
  meter.Sum("k8s.pod.uptime", "s", (life.time - life.started) / kNanosPerSecond);
  const double traffic = 4.0e8 * FactsOf(life.service).cpu_cores * 10 * LoadHours(life.started, life.time);
  const Labels<2> in = {{{"interface", "eth0"}, {"direction", "receive"}}};
  const Labels<2> out = {{{"interface", "eth0"}, {"direction", "transmit"}}};
  meter.Sum("k8s.pod.network.io", "By", Bytes(traffic), in);
  meter.Sum("k8s.pod.network.io", "By", Bytes(traffic * 1.3), out);
  if (life.time % kSlowMetricIntervalNs != 0) return;
  meter.Sum("k8s.pod.network.errors", "1", 0, in);
  meter.Sum("k8s.pod.network.errors", "1", 0, out);
}

void AddPod(Recorder& recorder, const Life& life, const PodUse& use) {
  const ServiceFacts& facts = FactsOf(life.service);
  Meter meter(recorder, life.origin(Route::kPod), kKubelet, life.started, life.time);
  meter.Gauge("k8s.pod.cpu.usage", "{cpu}", use.cpu_cores);
  meter.Gauge("k8s.pod.memory.usage", "By", Bytes(use.memory_bytes));
  meter.Gauge("k8s.pod.memory.working_set", "By", Bytes(use.memory_bytes * 0.93));
  meter.Gauge("k8s.pod.filesystem.available", "By", Bytes(DiskFree(life.time)));
  AddRatios(meter, kPodLimits, use, facts.cpu_limit, facts.memory_limit_mib);
  if (!life.alive) return;
  AddPodSums(recorder, meter, life);
  if (life.time % kSlowMetricIntervalNs != 0) return;
  meter.Gauge("k8s.pod.memory.rss", "By", Bytes(use.memory_bytes * 0.88));
  AddRatios(meter, kPodRequests, use, facts.cpu_request, facts.memory_request_mib);
  if (facts.memory_limit_mib > 0) {
    meter.Gauge("k8s.pod.memory.available", "By",
                Bytes(facts.memory_limit_mib * kMiB - use.memory_bytes * 0.93));
  }
  meter.Gauge("k8s.pod.memory.page_faults", "1", Bytes(2'600 + 340 * life.hours()));
  meter.Gauge("k8s.pod.memory.major_page_faults", "1", 12);
  meter.Gauge("k8s.pod.filesystem.capacity", "By", Bytes(kDiskBytes));
  meter.Gauge("k8s.pod.filesystem.usage", "By", Bytes(48e6 + 2e4 * life.hours()));
}

void AddContainer(Recorder& recorder, const Life& life, const PodUse& use) {
  const ServiceFacts& facts = FactsOf(life.service);
  Meter meter(recorder, life.origin(Route::kContainer), kKubelet, life.started, life.time);
  meter.Gauge("container.cpu.usage", "{cpu}", use.cpu_cores);
  meter.Gauge("container.memory.usage", "By", Bytes(use.memory_bytes));
  AddRatios(meter, kContainerLimits, use, facts.cpu_limit, facts.memory_limit_mib);
  if (life.time % kSlowMetricIntervalNs != 0) return;
  meter.Gauge("container.memory.working_set", "By", Bytes(use.memory_bytes * 0.93));
  AddRatios(meter, kContainerRequests, use, facts.cpu_request, facts.memory_request_mib);
  meter.Sum("container.cpu.time", "s", CpuSeconds(recorder.options(), life.service, life.started, life.time));
  meter.Sum("container.uptime", "s", (life.time - life.started) / kNanosPerSecond);
  meter.Gauge("container.filesystem.available", "By", Bytes(DiskFree(life.time)));
  meter.Gauge("container.filesystem.capacity", "By", Bytes(kDiskBytes));
  meter.Gauge("container.filesystem.usage", "By", Bytes(41e6));
}

void AddClusterView(Recorder& recorder, const Life& life) {
  const ServiceFacts& facts = FactsOf(life.service);
  Meter pod(recorder, life.origin(Route::kPod), kCluster, life.started, life.time);
  pod.Gauge("k8s.pod.phase", "", 2);
  Meter container(recorder, life.origin(Route::kContainer), kCluster, life.started, life.time);
  container.Gauge("k8s.container.restarts", "{restart}", 0);
  container.Gauge("k8s.container.ready", "", 1);
  if (life.time % kSlowMetricIntervalNs != 0) return;
  const auto add = [&](std::string_view name, std::string_view unit, double value) {
    if (value > 0) container.Gauge(name, unit, value);
  };
  add("k8s.container.cpu_request", "{cpu}", facts.cpu_request);
  add("k8s.container.cpu_limit", "{cpu}", facts.cpu_limit);
  add("k8s.container.memory_request", "By", facts.memory_request_mib * kMiB);
  add("k8s.container.memory_limit", "By", facts.memory_limit_mib * kMiB);
  Meter deployment(recorder, {life.service, Route::kDeployment}, kCluster, life.started, life.time);
  for (const std::string_view name : {"k8s.deployment.desired", "k8s.deployment.available"}) {
    deployment.Gauge(name, "{pod}", 1);
  }
  for (const std::string_view name : {"k8s.replicaset.desired", "k8s.replicaset.available"}) {
    deployment.Gauge(name, "{pod}", 1);
  }
}

void AddNode(Recorder& recorder, std::size_t node, UnixNanos time, const PodUse& use) {
  const UnixNanos started = PodStart(recorder.options(), Service::kNode, time);
  Meter meter(recorder, {Service::kNode, Route::kPod, node}, kKubelet, started, time);
  meter.Gauge("k8s.node.cpu.usage", "{cpu}", use.cpu_cores);
  meter.Gauge("k8s.node.memory.usage", "By", Bytes(use.memory_bytes));
  meter.Gauge("k8s.node.memory.working_set", "By", Bytes(use.memory_bytes * 0.9));
  meter.Gauge("k8s.node.memory.rss", "By", Bytes(use.memory_bytes * 0.7));
  meter.Gauge("k8s.node.memory.available", "By", Bytes(kNodeMemory - use.memory_bytes * 0.9));
  meter.Gauge("k8s.node.filesystem.available", "By", Bytes(DiskFree(time)));
  meter.Gauge("k8s.node.filesystem.capacity", "By", Bytes(kDiskBytes));
  meter.Gauge("k8s.node.filesystem.usage", "By", Bytes(kDiskBytes - DiskFree(time)));
  meter.Sum("k8s.node.uptime", "s", (time - started) / kNanosPerSecond);
  for (const std::string_view direction : {"receive", "transmit"}) {
    const Labels<2> labels = {{{"interface", "eth0"}, {"direction", direction}}};
    meter.Sum("k8s.node.network.io", "By", Bytes(3.1e9 * LoadHours(started, time)), labels);
  }
  Meter cluster(recorder, {Service::kNode, Route::kPod, node}, kCluster, started, time);
  cluster.Gauge("k8s.node.condition_ready", "", 1);
}

void AddHost(Recorder& recorder, std::size_t node, UnixNanos time, const PodUse& use) {
  const UnixNanos started = PodStart(recorder.options(), Service::kNode, time);
  const Origin origin = {Service::kNode, Route::kHost, node};
  const double hours = LoadHours(started, time);
  Meter cpu(recorder, origin, kHostCpu, started, time);
  const std::array<std::pair<std::string_view, double>, 3> states = {
      {{"user", 0.7}, {"system", 0.25}, {"idle", 3.05}}};
  for (const auto& [state, cores] : states) {
    const Labels<2> labels = {{{"cpu", "cpu0"}, {"state", state}}};
    cpu.Sum("system.cpu.time", "s", 3600 * cores / kNodeCores * hours, labels);
  }
  Meter load(recorder, origin, kHostLoad, started, time);
  load.Gauge("system.cpu.load_average.1m", "{thread}", use.cpu_cores * 1.3);
  load.Gauge("system.cpu.load_average.5m", "{thread}", use.cpu_cores * 1.25);
  load.Gauge("system.cpu.load_average.15m", "{thread}", use.cpu_cores * 1.22);
  Meter memory(recorder, origin, kHostMemory, started, time);
  const std::array<std::pair<std::string_view, double>, 3> kinds = {
      {{"used", use.memory_bytes}, {"cached", 5.1e9}, {"free", kNodeMemory - use.memory_bytes - 5.1e9}}};
  for (const auto& [state, bytes] : kinds) {
    const Labels<1> labels = {{{"state", state}}};
    memory.Level("system.memory.usage", "By", Bytes(bytes), labels);
  }
  Meter disk(recorder, origin, kHostDisk, started, time);
  Meter network(recorder, origin, kHostNetwork, started, time);
  for (const bool in : {true, false}) {
    const Labels<2> disk_labels = {{{"device", "sda"}, {"direction", in ? "read" : "write"}}};
    disk.Sum("system.disk.io", "By", Bytes((in ? 4.1e7 : 1.3e9) * hours), disk_labels);
    disk.Sum("system.disk.operations", "{operations}", Bytes((in ? 900 : 71'000) * hours), disk_labels);
    const Labels<2> network_labels = {{{"device", "eth0"}, {"direction", in ? "receive" : "transmit"}}};
    network.Sum("system.network.io", "By", Bytes(3.1e9 * hours), network_labels);
  }
  Meter files(recorder, origin, kHostFiles, started, time);
  for (const bool used : {true, false}) {
    const Labels<4> labels = {
        {{"device", "/dev/sda1"}, {"mountpoint", "/"}, {"type", "ext4"}, {"state", used ? "used" : "free"}}};
    files.Level("system.filesystem.usage", "By", Bytes(used ? kDiskBytes - DiskFree(time) : DiskFree(time)),
                labels);
  }
}

// The pod that payment had before, while it is still listed.
void AddEndedPayment(Recorder& recorder, UnixNanos time) {
  const UnixNanos started = PodStart(recorder.options(), Service::kPayment, time);
  if (time - started >= kLastSeenNs) return;
  const UnixNanos old_start = PodStart(recorder.options(), Service::kPayment, started - 1);
  AddPod(recorder, {Service::kPayment, old_start, time, false}, {});
}

}  // namespace

void AddKubernetesMetrics(Recorder& recorder, UnixNanos time) {
  const TapeOptions& options = recorder.options();
  std::array<PodUse, kNodeCount> nodes;
  nodes.fill(kNodeItself);
  for (std::size_t i = 0; i < kPodCount; ++i) {
    const auto service = static_cast<Service>(i);
    const Life life = {service, PodStart(options, service, time), time, true};
    const PodUse use = PodUseAt(options, service, time);
    AddPod(recorder, life, use);
    AddContainer(recorder, life, use);
    AddClusterView(recorder, life);
    nodes[NodeOf(service)].cpu_cores += use.cpu_cores;
    nodes[NodeOf(service)].memory_bytes += use.memory_bytes;
  }
  AddEndedPayment(recorder, time);
  for (std::size_t node = 0; node < kNodeCount; ++node) {
    AddNode(recorder, node, time, nodes[node]);
    AddHost(recorder, node, time, nodes[node]);
  }
  const UnixNanos started = PodStart(options, Service::kNamespace, time);
  Meter(recorder, {Service::kNamespace, Route::kPod}, kCluster, started, time)
      .Gauge("k8s.namespace.phase", "", 1);
}

}  // namespace sextant::demo
