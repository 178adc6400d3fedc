// The resource attributes of everything that sends telemetry: what each language's SDK says of itself, what
// the collector knows of a pod.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "demo/core/pods.h"

namespace sextant::demo {

// How a record left its service; each has its own resource.
enum class Route : std::uint8_t {
  kTraces,
  kLogs,
  kMetrics,
  kStdout,      // the container's output, read from the node's disk
  kPod,         // the kubelet and the cluster on the pod
  kContainer,   // … and on its container
  kDeployment,  // the cluster on the deployment
  kHost,        // the node as a machine
  kEvents,      // Kubernetes events
};
inline constexpr std::size_t kRouteCount = 9;

// Who sends: a service, by a route, in one of its instances (a pod by its start, a visit, a node).
struct Origin {
  Service service;
  Route route;
  std::uint64_t instance = 0;
};

using ResourceAttributes = std::vector<std::pair<std::string, std::string>>;

ResourceAttributes ResourceOf(const TapeOptions& options, const Origin& origin);

}  // namespace sextant::demo
