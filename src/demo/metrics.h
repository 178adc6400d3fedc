// Metrics of the shop: the payment service's own, and what the kubelets say of pods and nodes.
#pragma once

#include "base/time.h"
#include "demo/recorder.h"

namespace sextant::demo {

inline constexpr std::int64_t kMetricIntervalNs = 60 * kNanosPerSecond;

// All points of the instant `time`, a multiple of kMetricIntervalNs.
void AddMetrics(Recorder& recorder, UnixNanos time);

}  // namespace sextant::demo
