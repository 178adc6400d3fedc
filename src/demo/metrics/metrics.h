// What is measured in the shop. Cumulative values are functions of the time since their pod's start, and
// count the whole shop's traffic, of which the traces are a sample: scale does not change them.
#pragma once

#include "demo/core/recorder.h"

namespace sextant::demo {

inline constexpr std::int64_t kMetricIntervalNs = 60 * kNanosPerSecond;
// Of what hardly changes or is seldom asked for.
inline constexpr std::int64_t kSlowMetricIntervalNs = 5 * kMetricIntervalNs;

// All points of one slice; there are some when it begins a minute.
void PlayMetrics(Recorder& recorder, UnixNanos slice);

// By subject, at a multiple of kMetricIntervalNs.
void AddServiceMetrics(Recorder& recorder, UnixNanos time);     // what the services' SDKs export
void AddPaymentMetrics(Recorder& recorder, UnixNanos time);     // … and the one that the incident is about
void AddKubernetesMetrics(Recorder& recorder, UnixNanos time);  // kubelets, cluster, machines

}  // namespace sextant::demo
