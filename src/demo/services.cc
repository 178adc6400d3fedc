#include "demo/services.h"

#include "base/bytes.h"
#include "demo/random.h"
#include "demo/timeline.h"

namespace sextant::demo {
namespace {

struct Facts {
  std::string_view name;
  std::string_view pod;  // empty: made by timeline.h
  std::string_view language;
  std::string_view sdk_version;
  std::string_view distro;
  std::string_view distro_version;
};

constexpr std::array<Facts, kServiceCount> kFacts = {{
    {"load-generator", "load-generator-57cbb7dfc9-ncxcf", "python", "1.30.0", "", ""},
    {"frontend-proxy", "frontend-proxy-7b8f6cd957-s25qj", "cpp", "", "", ""},
    {"frontend", "frontend-6dcb696646-fmcdz", "nodejs", "1.24.1", "hyperdx", "0.8.1"},
    {"checkout", "checkout-784f69b785-cnlpp", "go", "1.35.0", "", ""},
    {"payment", "", "nodejs", "1.24.1", "hyperdx", "0.8.1"},
    {"currency", "currency-fd7775b9c-rf6cr", "cpp", "1.19.0", "", ""},
    {"cart", "cart-5b4c98bd8-xm7m2", "dotnet", "1.11.2", "", ""},
    {"product-catalog", "product-catalog-7fb77f9c78-49bhj", "go", "1.35.0", "", ""},
    {"shipping", "shipping-7fc69f7fd7-zxrx6", "rust", "0.22.1", "", ""},
    {"quote", "quote-576c557cdf-qn6pr", "php", "1.2.2", "", ""},
    {"email", "email-5c54598f99-2td8s", "ruby", "1.4.0", "", ""},
}};

const Facts& FactsOf(Service service) { return kFacts[static_cast<std::size_t>(service)]; }

void AddSdk(const Facts& facts, Route route, ResourceAttributes& out) {
  out.emplace_back("telemetry.sdk.language", facts.language);
  out.emplace_back("telemetry.sdk.name", facts.name == "frontend-proxy" ? "envoy" : "opentelemetry");
  if (!facts.sdk_version.empty()) out.emplace_back("telemetry.sdk.version", facts.sdk_version);
  if (facts.distro.empty()) return;
  if (route == Route::kLogs) {
    out.emplace_back("hyperdx.distro.version", facts.distro_version);
  } else {
    out.emplace_back("telemetry.distro.name", facts.distro);
    out.emplace_back("telemetry.distro.version", facts.distro_version);
  }
}

void AddNodeProcess(const Placement& place, ResourceAttributes& out) {
  out.emplace_back("host.name", place.pod);
  out.emplace_back("host.arch", "amd64");
  out.emplace_back("os.type", "linux");
  out.emplace_back("process.executable.name", "node");
  out.emplace_back("process.executable.path", "/usr/local/bin/node");
  out.emplace_back("process.runtime.name", "nodejs");
  out.emplace_back("process.runtime.version", "22.14.0");
  out.emplace_back("process.runtime.description", "Node.js");
}

// What the collector's Kubernetes processor knows of a pod: its labels.
void AddLabels(const Facts& facts, ResourceAttributes& out) {
  out.emplace_back("app.kubernetes.io/component", facts.name);
  out.emplace_back("app.kubernetes.io/instance", "opentelemetry-demo");
  out.emplace_back("app.kubernetes.io/name", facts.name);
  out.emplace_back("opentelemetry.io/name", facts.name);
}

}  // namespace

std::string_view NameOf(Service service) { return FactsOf(service).name; }

std::string NodeName(const TapeOptions& options, std::size_t node) {
  Random random(options.seed, 0x6e6f6465);
  const std::string pool = ToHex(random.Bytes(4));
  Random suffix(options.seed, 0x6e6f6465, node);
  return "gke-otel-demo-default-pool-" + pool + "-" + suffix.PodSuffix(4);
}

Placement PlacementOf(const TapeOptions& options, Service service, UnixNanos time) {
  const Facts& facts = FactsOf(service);
  const std::string node = NodeName(options, static_cast<std::size_t>(service) % kNodeCount);
  if (service == Service::kPayment) {
    const Pod pod = PaymentPodAt(options, time);
    return {pod.name, pod.uid, node};
  }
  Random random(options.seed, 0x756964, service);
  return {std::string(facts.pod), random.Uuid(), node};
}

ResourceAttributes ResourceOf(const TapeOptions& options, Service service, Route route, UnixNanos time) {
  const Facts& facts = FactsOf(service);
  const Placement place = PlacementOf(options, service, time);
  ResourceAttributes out = {
      {"service.name", std::string(facts.name)},
      {"service.namespace", "opentelemetry-demo"},
      {"service.version", "2.0.2"},
      {"k8s.namespace.name", "otel-demo"},
      {"k8s.deployment.name", std::string(facts.name)},
      {"k8s.pod.name", place.pod},
      {"k8s.pod.uid", place.uid},
      {"k8s.node.name", place.node},
  };
  if (route == Route::kStdout || route == Route::kKubelet) {
    AddLabels(facts, out);
    if (route == Route::kStdout) {
      out.emplace_back("k8s.container.name", facts.name);
      out.emplace_back("k8s.container.restart_count", "0");
    }
    return out;
  }
  AddSdk(facts, route, out);
  if (facts.language == "nodejs") AddNodeProcess(place, out);
  if (service == Service::kFrontendProxy && route == Route::kLogs) {
    out.emplace_back("log_name", "otel_envoy_access_log");
  }
  return out;
}

}  // namespace sextant::demo
