#include "demo/traffic/background.h"

#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/traffic/payment.h"

namespace sextant::demo {
namespace {

constexpr std::int64_t kReloadNs = 10 * kNanosPerSecond;
constexpr std::int64_t kSegmentNs = 15 * kNanosPerSecond;
constexpr std::int64_t kMinuteNs = kNanosPerMinute;
constexpr std::int64_t kSaveNs = 5 * kNanosPerMinute;
constexpr Scope kRootLogScope = {"root"};
constexpr Scope kLocustScope = {"locust.main"};

std::string Clock(UnixNanos time) { return FormatIso8601(time).substr(11, 8); }

void LogSdk(Recorder& recorder, Service service, UnixNanos time, Scope scope, std::string_view body) {
  otlp::LogRecord log;
  log.time = log.observed_time = time;
  log.severity_number = 9;
  log.severity_text = "INFO";
  log.body = body;
  recorder.Add(service, scope, log);
}

void ReloadCatalogue(Recorder& recorder, UnixNanos time) {
  const std::string stamp = "time=\"" + FormatIso8601(time).substr(0, 19) + "Z\" level=info msg=";
  recorder.AddLine(Service::kProductCatalog, time, stamp + "\"Reloading Product Catalog...\"");
  recorder.AddLine(Service::kProductCatalog, time + kNanosPerMilli, stamp + "\"Loaded 10 products\"");
}

void LogBroker(Recorder& recorder, UnixNanos time, std::string_view logger, const std::string& line) {
  LogSdk(recorder, Service::kKafka, time, {logger}, line);
  recorder.AddLine(Service::kKafka, time,
                   "[" + FormatIso8601(time).substr(0, 10) + " " + Clock(time) + "] INFO " + line + " (" +
                       std::string(logger) + ")");
}

// A new segment of the broker's metadata.
void RollSegment(Recorder& recorder, UnixNanos time) {
  const std::int64_t offset = (time - PodStart(recorder.options(), Service::kKafka, time)) / kSegmentNs * 30;
  const std::string at = std::to_string(offset);
  LogBroker(recorder, time, "org.apache.kafka.storage.internals.log.ProducerStateManager",
            "[ProducerStateManager partition=__cluster_metadata-0] Wrote producer snapshot at offset " + at +
                " with 0 producer ids in 1 ms.");
  LogBroker(recorder, time + 2 * kNanosPerMilli, "kafka.log.UnifiedLog",
            "[MetadataLog partition=__cluster_metadata-0, nodeId=1] Rolled new log segment at offset " + at +
                " in 3 ms.");
}

void SaveCache(Recorder& recorder, UnixNanos time) {
  const std::string stamp = "1:M " + FormatIso8601(time).substr(0, 10) + " " + Clock(time) + ".000 * ";
  const std::string child = std::to_string(20 + time / kSaveNs % 4000);
  recorder.AddLine(Service::kValkey, time, stamp + "100 changes in 300 seconds. Saving...");
  recorder.AddLine(Service::kValkey, time + 2 * kNanosPerMilli,
                   stamp + "Background saving started by pid " + child);
  recorder.AddLine(Service::kValkey, time + 40 * kNanosPerMilli,
                   child + stamp.substr(1) + "DB saved on disk");
  recorder.AddLine(Service::kValkey, time + 90 * kNanosPerMilli,
                   stamp + "Background saving terminated with success");
}

void LogMinute(Recorder& recorder, UnixNanos time) {
  recorder.AddLine(
      Service::kFlagd, time,
      R"({"level":"info","ts":")" + FormatIso8601(time).substr(0, 19) +
          R"(Z","caller":"runtime/runtime.go:112","msg":"configuration change notification (type: update) for source file:./etc/flagd/demo.flagd.json"})");
  recorder.AddLine(Service::kArtillery, time,
                   "Metrics for period to: " + Clock(time) + "(+0000) (width: 59.9s)");
  LogBroker(recorder, time + 7 * kNanosPerMilli, "kafka.coordinator.group.GroupCoordinator",
            "[GroupCoordinator 1]: Group accounting with generation 3 is stable with 1 member");
}

bool Starts(const Recorder& recorder, Service service, UnixNanos slice) {
  return PodStart(recorder.options(), service, slice + kSliceNs - 1) >= slice;
}

void StartLocust(Recorder& recorder, UnixNanos time) {
  LogSdk(recorder, Service::kLoadGenerator, time, kRootLogScope, "Instrumentation complete");
  LogSdk(recorder, Service::kLoadGenerator, time + kNanosPerSecond, kLocustScope,
         "Ramping to 10 users at a rate of 1.00 per second");
  LogSdk(recorder, Service::kLoadGenerator, time + 2 * kNanosPerSecond, kLocustScope,
         R"(All users spawned: {"WebsiteUser": 10} (10 total users))");
}

}  // namespace

void PlayBackground(Recorder& recorder, UnixNanos slice) {
  if (slice % kReloadNs == 0) ReloadCatalogue(recorder, slice);
  if (slice % kSegmentNs == 0) RollSegment(recorder, slice + 3 * kNanosPerSecond);
  if (slice % kMinuteNs == 0) LogMinute(recorder, slice);
  if (slice % kSaveNs == 0) SaveCache(recorder, slice);
  if (Starts(recorder, Service::kLoadGenerator, slice)) StartLocust(recorder, slice + kNanosPerSecond);
  if (Starts(recorder, Service::kPayment, slice)) {
    StartPayment(recorder, Random(recorder.options().seed, 0x7374617274, slice), slice + kNanosPerSecond);
  }
}

}  // namespace sextant::demo
