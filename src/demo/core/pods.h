// Which pod of a service runs when, and on which machine. Pods live for four weeks; payment's for the
// stretches of the incident: a leaking one for six hours from each rollout, then a clean one.
#pragma once

#include <string>

#include "demo/core/options.h"
#include "demo/core/services.h"

namespace sextant::demo {

struct Pod {
  std::string name;
  std::string uid;
  std::string node;
  std::string container_id;  // 64 hexadecimal digits
  UnixNanos started = 0;
};

// When the pod that runs at `time` was started; cheap.
UnixNanos PodStart(const TapeOptions& options, Service service, UnixNanos time);
Pod PodAt(const TapeOptions& options, Service service, UnixNanos time);

inline constexpr std::size_t kNodeCount = 3;
std::string NodeName(const TapeOptions& options, std::size_t node);
// The number of the machine that pods of `service` run on.
std::size_t NodeOf(Service service);

// "10.40.1.17": where a service answers inside the cluster.
std::string ClusterIp(Service service);

}  // namespace sextant::demo
