// What Kubernetes says when the payment service is rolled out and rolled back.
#pragma once

#include "demo/core/recorder.h"

namespace sextant::demo {

// The events of one slice, as the collector's watcher sends them.
void PlayKubernetesEvents(Recorder& recorder, UnixNanos slice);

}  // namespace sextant::demo
