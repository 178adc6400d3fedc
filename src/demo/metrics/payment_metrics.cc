#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/metrics/meter.h"
#include "demo/metrics/metrics.h"

namespace sextant::demo {
namespace {

constexpr Scope kCardScope = {"payment.card_validator"};
constexpr Scope kRuntimeScope = {"@opentelemetry/instrumentation-runtime-node", "0.4.0"};
constexpr Scope kHttpScope = {"@opentelemetry/instrumentation-http", "0.51.1"};

// Of the whole shop, of whose traces the tape holds a sample.
constexpr double kChargesPerHour = 27'500;
constexpr double kVisaShare = 0.71;
constexpr double kExportsPerHour = 900;

// Successful charges since the pod's start.
double Charges(const Incident& incident, UnixNanos started, UnixNanos time) {
  const UnixNanos full = time - incident.since_rollout_ns + kGrowthNs;
  if (incident.phase != Phase::kFull) return kChargesPerHour * LoadHours(started, time);
  return kChargesPerHour * (LoadHours(started, full) + (1 - kVisaShare) * LoadHours(full, time));
}

}  // namespace

void AddPaymentMetrics(Recorder& recorder, UnixNanos time) {
  const Incident incident = IncidentAt(recorder.options(), time);
  const UnixNanos started = PodStart(recorder.options(), Service::kPayment, time);
  const Origin origin = {Service::kPayment, Route::kMetrics, static_cast<std::uint64_t>(started)};

  otlp::NumberPoint size;
  size.time = time;
  size.value = incident.gauge;
  recorder.AddGauge(origin, kCardScope,
                    {.name = "visa_validation_cache.size",
                     .description = "Size of the Visa validation cache",
                     .unit = "entries"},
                    size);
  const otlp::Attribute currency = {"app.payment.currency", "USD"};
  Meter(recorder, origin, kCardScope, started, time)
      .Sum("app.payment.transactions", "", static_cast<std::int64_t>(Charges(incident, started, time)),
           {&currency, 1});
  const double busy = incident.phase == Phase::kFull ? 0.35 : 0.05 + 0.70 * incident.fill;
  Meter(recorder, origin, kRuntimeScope, started, time).Gauge("nodejs.event_loop.utilization", "1", busy);
  const otlp::Attribute exported[] = {{"http.method", "POST"},
                                      {"net.peer.name", "my-clickstack-otel-collector"},
                                      {"net.peer.port", 4318},
                                      {"http.status_code", 200},
                                      {"http.flavor", "1.1"}};
  Meter(recorder, origin, kHttpScope, started, time)
      .Histogram("http.client.duration", "ms", {kMillisecondBounds, 6, 40},
                 kExportsPerHour * static_cast<double>(time - started) / static_cast<double>(kNanosPerHour),
                 exported);
}

}  // namespace sextant::demo
