#include "demo/core/resource.h"

#include "base/bytes.h"
#include "demo/core/random.h"

namespace sextant::demo {
namespace {

constexpr const char* kKernel = "6.1.112+";

void AddShop(const ServiceFacts& facts, const Pod& pod, ResourceAttributes& out) {
  out.emplace_back("service.name", facts.name);
  out.emplace_back("service.namespace", "opentelemetry-demo");
  out.emplace_back("service.version", "2.0.2");
  out.emplace_back("k8s.namespace.name", "otel-demo");
  out.emplace_back("k8s.deployment.name", facts.name);
  out.emplace_back("k8s.pod.name", pod.name);
  out.emplace_back("k8s.pod.uid", pod.uid);
  out.emplace_back("k8s.node.name", pod.node);
}

void AddSdk(std::string_view language, std::string_view version, ResourceAttributes& out) {
  out.emplace_back("telemetry.sdk.language", language);
  out.emplace_back("telemetry.sdk.name",
                   language == "cpp" && version.size() > 10 ? "envoy" : "opentelemetry");
  out.emplace_back("telemetry.sdk.version", version);
}

void AddDistro(std::string_view name, std::string_view version, ResourceAttributes& out) {
  out.emplace_back("telemetry.distro.name", name);
  out.emplace_back("telemetry.distro.version", version);
}

std::string InstanceId(const Pod& pod) {
  return Random(static_cast<std::uint64_t>(pod.started), pod.name.size(), pod.name[0], pod.name[1]).Uuid();
}

void AddNodeJs(const Pod& pod, const Origin& origin, ResourceAttributes& out) {
  const bool payment = origin.service == Service::kPayment;
  if (origin.route == Route::kLogs) {
    out.emplace_back("hyperdx.distro.version", "0.8.1");
  } else {
    AddDistro("hyperdx", "0.8.1", out);
    out.emplace_back("service.instance.id", InstanceId(pod));
  }
  out.emplace_back("host.name", pod.name);
  out.emplace_back("host.arch", "amd64");
  out.emplace_back("host.id", pod.container_id.substr(0, 32));
  out.emplace_back("os.type", "linux");
  out.emplace_back("os.version", kKernel);
  out.emplace_back("process.pid", payment ? "1" : "18");
  out.emplace_back("process.executable.name", "node");
  out.emplace_back("process.executable.path", "/usr/local/bin/node");
  out.emplace_back("process.command", payment ? "/usr/src/app/index.js" : "/app/server.js");
  out.emplace_back("process.command_args",
                   payment
                       ? R"(["/usr/local/bin/node","--require","./opentelemetry.js","/usr/src/app/index.js"])"
                       : R"(["/usr/local/bin/node","--require","./Instrumentation.js","/app/server.js"])");
  out.emplace_back("process.runtime.name", "nodejs");
  out.emplace_back("process.runtime.version", "22.14.0");
  out.emplace_back("process.runtime.description", "Node.js");
  out.emplace_back("process.owner", payment ? "node" : "nextjs");
}

void AddGo(const ServiceFacts& facts, const Pod& pod, ResourceAttributes& out) {
  const std::string binary = "/usr/src/app/" + std::string(facts.name);
  out.emplace_back("host.name", pod.name);
  out.emplace_back("container.id", pod.container_id);
  out.emplace_back("os.type", "linux");
  out.emplace_back("os.description", "Alpine Linux 3.21.3 (Linux " + pod.name + " " + kKernel + " x86_64)");
  out.emplace_back("process.pid", "1");
  out.emplace_back("process.executable.name", facts.name);
  out.emplace_back("process.executable.path", binary);
  out.emplace_back("process.command_args", "[\"./" + std::string(facts.name) + "\"]");
  out.emplace_back("process.owner", "root");
  out.emplace_back("process.runtime.name", "go");
  out.emplace_back("process.runtime.version", "go1.22.12");
  out.emplace_back("process.runtime.description", "go version go1.22.12 linux/amd64");
}

void AddJava(const ServiceFacts& facts, const Pod& pod, ResourceAttributes& out) {
  AddDistro("opentelemetry-java-instrumentation", "2.13.3", out);
  out.emplace_back("service.instance.id", InstanceId(pod));
  out.emplace_back("host.name", pod.name);
  out.emplace_back("host.arch", "amd64");
  out.emplace_back("container.id", pod.container_id);
  out.emplace_back("os.type", "linux");
  out.emplace_back("os.description", std::string("Linux ") + kKernel);
  out.emplace_back("process.pid", "1");
  out.emplace_back("process.executable.path", "/opt/java/openjdk/bin/java");
  out.emplace_back("process.command_args",
                   "[\"/opt/java/openjdk/bin/java\",\"-jar\",\"" + std::string(facts.name) + ".jar\"]");
  out.emplace_back("process.runtime.name", "OpenJDK Runtime Environment");
  out.emplace_back("process.runtime.version", "21.0.6+7-LTS");
  out.emplace_back("process.runtime.description", "Eclipse Adoptium OpenJDK 64-Bit Server VM 21.0.6+7-LTS");
}

void AddDotnet(const Pod& pod, ResourceAttributes& out) {
  out.emplace_back("container.id", pod.container_id);
  out.emplace_back("host.name", pod.name);
}

void AddPhp(const Pod& pod, ResourceAttributes& out) {
  out.emplace_back("telemetry.distro.name", "opentelemetry-php-instrumentation");
  out.emplace_back("telemetry.distro.version", "1.1.2");
  out.emplace_back("host.name", pod.name);
  out.emplace_back("host.arch", "x86_64");
  out.emplace_back("os.type", "linux");
  out.emplace_back("process.runtime.name", "cli");
  out.emplace_back("process.runtime.version", "8.3.19");
}

void AddRuby(ResourceAttributes& out) {
  out.emplace_back("process.pid", "1");
  out.emplace_back("process.command", "email_server.rb");
  out.emplace_back("process.runtime.name", "ruby");
  out.emplace_back("process.runtime.version", "3.2.8");
  out.emplace_back("process.runtime.description", "ruby 3.2.8 [x86_64-linux-musl]");
}

void AddRuntime(const ServiceFacts& facts, const Pod& pod, const Origin& origin, ResourceAttributes& out) {
  switch (facts.runtime) {
    case Runtime::kPython:
      AddSdk("python", facts.sdk_version, out);
      out.emplace_back("telemetry.auto.version", "0.51b0");
      return;
    case Runtime::kEnvoy:
      AddSdk("cpp", facts.sdk_version, out);
      if (origin.route == Route::kLogs) out.emplace_back("log_name", "otel_envoy_access_log");
      return;
    case Runtime::kNodeJs: AddSdk("nodejs", facts.sdk_version, out); return AddNodeJs(pod, origin, out);
    case Runtime::kGo: AddSdk("go", facts.sdk_version, out); return AddGo(facts, pod, out);
    case Runtime::kDotnet: AddSdk("dotnet", facts.sdk_version, out); return AddDotnet(pod, out);
    case Runtime::kDotnetAuto:
      AddSdk("dotnet", facts.sdk_version, out);
      AddDistro("opentelemetry-dotnet-instrumentation", "1.11.0", out);
      return AddDotnet(pod, out);
    case Runtime::kCpp: return AddSdk("cpp", facts.sdk_version, out);
    case Runtime::kRust:
      AddSdk("rust", facts.sdk_version, out);
      out.emplace_back("os.type", "linux");
      out.emplace_back("process.pid", "1");
      return;
    case Runtime::kPhp: AddSdk("php", facts.sdk_version, out); return AddPhp(pod, out);
    case Runtime::kRuby: AddSdk("ruby", facts.sdk_version, out); return AddRuby(out);
    case Runtime::kJava: AddSdk("java", facts.sdk_version, out); return AddJava(facts, pod, out);
    case Runtime::kNginx:
    case Runtime::kBrowser:
    case Runtime::kNone: return;
  }
}

// What the collector's Kubernetes processor knows of a pod: its labels, and when it began.
void AddLabels(const ServiceFacts& facts, const Pod& pod, ResourceAttributes& out) {
  const std::string_view name = facts.name;
  const std::string rest = pod.name.substr(name.size() + 1);
  out.emplace_back("app", "app");
  out.emplace_back("app.kubernetes.io/component", name);
  out.emplace_back("app.kubernetes.io/instance", "opentelemetry-demo");
  out.emplace_back("app.kubernetes.io/name", name);
  out.emplace_back("opentelemetry.io/name", name);
  out.emplace_back("pod-template-hash", rest.substr(0, rest.find('-')));
  out.emplace_back("k8s.pod.start_time", FormatIso8601(pod.started).substr(0, 19) + "Z");
}

ResourceAttributes Collected(const ServiceFacts& facts, const Pod& pod, Route route) {
  ResourceAttributes out = {{"service.name", std::string(facts.name)},
                            {"k8s.namespace.name", "otel-demo"},
                            {"k8s.deployment.name", std::string(facts.name)},
                            {"k8s.pod.name", pod.name},
                            {"k8s.pod.uid", pod.uid},
                            {"k8s.node.name", pod.node}};
  AddLabels(facts, pod, out);
  if (route == Route::kPod) return out;
  out.emplace_back("k8s.container.name", facts.name);
  if (route == Route::kStdout) out.emplace_back("k8s.container.restart_count", "0");
  if (route == Route::kContainer) out.emplace_back("container.id", pod.container_id);
  return out;
}

ResourceAttributes Browser(const TapeOptions& options, std::uint64_t visit) {
  Random random(options.seed, 0x72756d, visit);
  return {{"service.name", "frontend"},
          {"telemetry.sdk.language", "webjs"},
          {"telemetry.sdk.name", "@hyperdx/otel-web"},
          {"telemetry.sdk.version", "0.16.3"},
          {"process.runtime.name", "browser"},
          {"rum.version", "0.16.3"},
          {"rum.scriptInstance", ToHex(random.Bytes(8))},
          {"rum.sessionId", ToHex(random.Bytes(16))}};
}

}  // namespace

ResourceAttributes ResourceOf(const TapeOptions& options, const Origin& origin) {
  const ServiceFacts& facts = FactsOf(origin.service);
  if (origin.service == Service::kBrowser) return Browser(options, origin.instance);
  if (origin.service == Service::kNamespace) return {{"k8s.namespace.name", "otel-demo"}};
  if (origin.service == Service::kNode) {
    ResourceAttributes out = {{"k8s.node.name", NodeName(options, origin.instance)}};
    if (origin.route == Route::kHost) {
      out.emplace_back("host.name", out.front().second);
      out.emplace_back("os.type", "linux");
    }
    return out;
  }
  if (origin.route == Route::kDeployment) {
    return {{"k8s.deployment.name", std::string(facts.name)}, {"k8s.namespace.name", "otel-demo"}};
  }
  const Pod pod = PodAt(options, origin.service, static_cast<UnixNanos>(origin.instance));
  if (origin.route >= Route::kStdout) return Collected(facts, pod, origin.route);
  ResourceAttributes out;
  if (facts.runtime == Runtime::kNginx) {
    out.emplace_back("service.name", facts.name);
    return out;
  }
  AddShop(facts, pod, out);
  AddRuntime(facts, pod, origin, out);
  return out;
}

}  // namespace sextant::demo
