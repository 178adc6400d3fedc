#include "demo/traffic/kubernetes_events.h"

#include <cstdio>

#include "base/json.h"
#include "demo/core/pods.h"
#include "demo/core/tree.h"

namespace sextant::demo {
namespace {

constexpr Scope kScope = {
    "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/k8sobjectsreceiver", "0.123.0"};
constexpr std::string_view kImage = "ghcr.io/open-telemetry/demo:2.0.2-payment";

struct Event {
  std::string_view reason;
  std::string note;
  std::string_view kind;
  std::string name;
  std::string uid;
};

// "payment-8f0c2d6e41" of "payment-8f0c2d6e41-x2k7p".
std::string ReplicaSetOf(const Pod& pod) { return pod.name.substr(0, pod.name.rfind('-')); }

void Write(Recorder& recorder, UnixNanos time, const Event& event) {
  char suffix[20];
  std::snprintf(suffix, sizeof suffix, ".%016llx", static_cast<unsigned long long>(time));
  const std::string name = event.name + suffix;
  JsonWriter json;
  json.Object().Key("apiVersion").String("events.k8s.io/v1").Key("kind").String("Event");
  json.Key("metadata").Object().Key("name").String(name).Key("namespace").String("otel-demo");
  json.Key("creationTimestamp").String(FormatIso8601(time).substr(0, 19) + "Z").End();
  json.Key("reason").String(event.reason).Key("note").String(event.note).Key("type").String("Normal");
  json.Key("regarding").Object().Key("kind").String(event.kind).Key("namespace").String("otel-demo");
  json.Key("name").String(event.name).Key("uid").String(event.uid).End().End();
  const std::string object = json.Take();
  const std::string body = "{\"object\":" + object + ",\"type\":\"ADDED\"}";
  const AttributeList attributes = {{"k8s.resource.name", "events"},
                                    {"event.domain", "k8s"},
                                    {"event.name", name},
                                    {"object", object},
                                    {"type", "ADDED"}};
  otlp::LogRecord log;
  log.time = log.observed_time = time;
  log.body = body;
  log.attributes = attributes;
  recorder.Add({Service::kNamespace, Route::kEvents}, kScope, log);
}

// From `old_pod` to `new_pod`, over a few seconds from `start`.
void WriteRollout(Recorder& recorder, UnixNanos start, const Pod& old_pod, const Pod& new_pod) {
  const std::string old_set = ReplicaSetOf(old_pod);
  const std::string new_set = ReplicaSetOf(new_pod);
  Random random(recorder.options().seed, 0x6b3873, start);
  const std::string deployment_uid = Random(recorder.options().seed, 0x6b3873).Uuid();
  const std::string old_uid = Random(recorder.options().seed, 0x727365, old_pod.started).Uuid();
  const std::string new_uid = Random(recorder.options().seed, 0x727365, new_pod.started).Uuid();
  UnixNanos time = start;
  const auto write = [&](const Event& event) {
    time += static_cast<std::int64_t>(random.Uniform(40, 300) * static_cast<double>(kNanosPerMilli));
    Write(recorder, time, event);
  };
  write({"ScalingReplicaSet", "Scaled up replica set " + new_set + " to 1", "Deployment", "payment",
         deployment_uid});
  write({"SuccessfulCreate", "Created pod: " + new_pod.name, "ReplicaSet", new_set, new_uid});
  write({"Scheduled", "Successfully assigned otel-demo/" + new_pod.name + " to " + new_pod.node, "Pod",
         new_pod.name, new_pod.uid});
  write({"Pulled", "Container image \"" + std::string(kImage) + "\" already present on machine", "Pod",
         new_pod.name, new_pod.uid});
  write({"Created", "Created container: payment", "Pod", new_pod.name, new_pod.uid});
  write({"Started", "Started container payment", "Pod", new_pod.name, new_pod.uid});
  write({"ScalingReplicaSet", "Scaled down replica set " + old_set + " to 0 from 1", "Deployment", "payment",
         deployment_uid});
  write({"SuccessfulDelete", "Deleted pod: " + old_pod.name, "ReplicaSet", old_set, old_uid});
  write({"Killing", "Stopping container payment", "Pod", old_pod.name, old_pod.uid});
}

}  // namespace

void PlayKubernetesEvents(Recorder& recorder, UnixNanos slice) {
  const TapeOptions& options = recorder.options();
  const UnixNanos started = PodStart(options, Service::kPayment, slice + kSliceNs - 1);
  if (started < slice) return;
  WriteRollout(recorder, started, PodAt(options, Service::kPayment, started - 1),
               PodAt(options, Service::kPayment, started));
}

}  // namespace sextant::demo
