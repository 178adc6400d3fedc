#include "demo/metrics/metrics.h"

namespace sextant::demo {

void PlayMetrics(Recorder& recorder, UnixNanos slice) {
  if (slice % kMetricIntervalNs != 0) return;
  AddServiceMetrics(recorder, slice);
  AddPaymentMetrics(recorder, slice);
  AddKubernetesMetrics(recorder, slice);
}

}  // namespace sextant::demo
