#include "demo/traffic/http.h"

#include "demo/core/pods.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr Scope kRequestsScope = {"opentelemetry.instrumentation.requests", "0.51b0"};
constexpr Scope kEnvoyScope = {""};
constexpr Scope kNodeHttpScope = {"@opentelemetry/instrumentation-http", "0.51.1"};

// Of GET requests; part of the noise that every shop has.
constexpr double kUnreachableShare = 0.0004;

std::string_view StatusText(int status) {
  switch (status) {
    case 200: return "OK";
    case 308: return "PERMANENT REDIRECT";
    case 503: return "SERVICE UNAVAILABLE";
    default: return "INTERNAL SERVER ERROR";
  }
}

void FailFrom500(Frame& frame, int status) {
  if (status >= 500) frame.status = SpanStatus::kError;
}

std::string Port(Random& random) { return std::to_string(32'768 + random.Below(28'000)); }

Service ServiceOf(std::string_view cluster) {
  if (cluster == "flagservice") return Service::kFlagd;
  return cluster == "image-provider" ? Service::kImageProvider : Service::kFrontend;
}

struct Passage {
  const HttpRequest& request;
  std::string_view cluster;
  std::string id;
  std::string upstream;  // address
  std::string url;
  int status = 200;
  int response_bytes = 0;
  std::string_view flags = "-";
};

void LogAccess(Trace& trace, const Frame& ingress, const Passage& passage) {
  const HttpRequest& request = passage.request;
  const std::string proxy = ClusterIp(Service::kFrontendProxy);
  const auto took_ms = std::to_string((ingress.now - ingress.start) / kNanosPerMilli);
  const std::string source = "10.40.3.9:" + Port(trace.random());
  std::string line;
  line.reserve(360);
  line.append("[").append(FormatIso8601(ingress.start).substr(0, 23)).append("Z] \"").append(request.method);
  line.append(" ").append(request.path).append(" HTTP/1.1\" ").append(std::to_string(passage.status));
  line.append(passage.flags == "-" ? " - via_upstream - \"-\" "
                                   : " UF upstream_reset_before_response_started - \"-\" ");
  line.append(std::to_string(request.body_bytes)).append(" ").append(std::to_string(passage.response_bytes));
  line.append(" ").append(took_ms).append(" ").append(took_ms).append(" \"-\" \"").append(request.user_agent);
  line.append("\" \"").append(passage.id).append("\" \"frontend-proxy:8080\" \"").append(passage.upstream);
  line.append("\" ")
      .append(passage.cluster)
      .append(" ")
      .append(proxy)
      .append(":")
      .append(Port(trace.random()));
  line.append(" ").append(proxy).append(":8080 ").append(source).append(" - -");
  const std::string_view path = std::string_view(request.path).substr(0, request.path.find('?'));
  AttributeList attributes = {{"event.name", "proxy.access"},
                              {"upstream.cluster", passage.cluster},
                              {"upstream.host", passage.upstream},
                              {"server.address", "frontend-proxy:8080"},
                              {"source.address", source},
                              {"user_agent.original", request.user_agent},
                              {"url.full", passage.url},
                              {"url.path", path},
                              {"url.query", "-"},
                              {"url.template", "-"}};
  attributes.Text("destination.address", proxy + ":8080");
  trace.Log(ingress, Service::kFrontendProxy, kEnvoyScope, {}, line, attributes);
}

void DescribeEgress(Frame& egress, const Passage& passage) {
  egress.attributes.Add({{"http.protocol", "HTTP/1.1"},
                         {"upstream_address", passage.upstream},
                         {"peer.address", passage.upstream},
                         {"component", "proxy"},
                         {"upstream_cluster", passage.cluster},
                         {"upstream_cluster.name", passage.cluster},
                         {"response_flags", passage.flags}});
  egress.attributes.Text("http.status_code", std::to_string(passage.status));
  FailFrom500(egress, passage.status);
}

void DescribeIngress(Frame& ingress, const Passage& passage) {
  ingress.attributes.Add({{"node_id", ""},
                          {"zone", ""},
                          {"guid:x-request-id", passage.id},
                          {"http.url", passage.url},
                          {"http.method", passage.request.method},
                          {"downstream_cluster", "-"},
                          {"user_agent", passage.request.user_agent},
                          {"http.protocol", "HTTP/1.1"},
                          {"peer.address", "10.40.3.9"},
                          {"component", "proxy"},
                          {"upstream_cluster", passage.cluster},
                          {"upstream_cluster.name", passage.cluster},
                          {"response_flags", passage.flags}});
  ingress.attributes.Text("request_size", std::to_string(passage.request.body_bytes));
  ingress.attributes.Text("response_size", std::to_string(passage.response_bytes));
  ingress.attributes.Text("http.status_code", std::to_string(passage.status));
  if (passage.status >= 500) ingress.attributes.Set("error", "true");
  FailFrom500(ingress, passage.status);
}

void DescribeFrontend(Frame& frontend, const HttpRequest& request, int status) {
  frontend.attributes.Text("http.url", std::string(kShopUrl) + request.path);
  frontend.attributes.Add({{"http.host", "frontend-proxy:8080"},
                           {"net.host.name", "frontend-proxy"},
                           {"http.method", request.method},
                           {"http.scheme", "http"},
                           {"http.target", request.path},
                           {"http.user_agent", request.user_agent},
                           {"http.flavor", "1.1"},
                           {"net.transport", "ip_tcp"},
                           {"net.host.port", 8080},
                           {"http.status_code", status},
                           {"http.status_text", StatusText(status)}});
  frontend.attributes.Text("net.host.ip", ClusterIp(Service::kFrontend));
  frontend.attributes.Text("net.peer.ip", ClusterIp(Service::kFrontendProxy));
  if (request.body_bytes > 0)
    frontend.attributes.Set("http.request_content_length_uncompressed", request.body_bytes);
  FailFrom500(frontend, status);
}

}  // namespace

int ThroughEnvoy(Trace& trace, Frame& client, const HttpRequest& request, std::string_view cluster,
                 Upstream upstream) {
  Random& random = trace.random();
  Passage passage{request, cluster, random.Uuid(), ClusterIp(ServiceOf(cluster)) + ":8080",
                  std::string(kShopUrl) + request.path};
  passage.response_bytes = 120 + static_cast<int>(random.Below(900));
  const bool unreachable = request.method == "GET" && random.Chance(kUnreachableShare);
  const std::string egress_name = "router " + std::string(cluster) + " egress";
  trace.Span(client, {Service::kFrontendProxy, kEnvoyScope, "ingress", SpanKind::kServer}, {0.1, 0.1},
             [&](Frame& ingress) {
               trace.Span(ingress, {Service::kFrontendProxy, kEnvoyScope, egress_name, SpanKind::kClient},
                          {0.2, 0.2}, [&](Frame& egress) {
                            passage.status = unreachable ? 503 : upstream(egress);
                            if (unreachable) passage.flags = "UF";
                            DescribeEgress(egress, passage);
                          });
               DescribeIngress(ingress, passage);
               LogAccess(trace, ingress, passage);
             });
  return passage.status;
}

int ThroughFrontend(Trace& trace, Frame& client, const HttpRequest& request, OwnTime own, Handler handler) {
  return ThroughEnvoy(trace, client, request, "frontend", [&](Frame& egress) {
    int status = 200;
    const SpanShape shape = {Service::kFrontend, kNodeHttpScope, request.method, SpanKind::kServer};
    trace.Span(egress, shape, own, [&](Frame& frontend) {
      status = handler(frontend);
      DescribeFrontend(frontend, request, status);
    });
    return status;
  });
}

void LocustCall(Trace& trace, UnixNanos start, std::string_view method, const std::string& url,
                FunctionRef<int(Frame& client)> body) {
  const SpanShape shape = {Service::kLoadGenerator, kRequestsScope, method, SpanKind::kClient};
  trace.Root(start, shape, {0.4, trace.random().Latency(0.8, 3)}, [&](Frame& client) {
    const int status = body(client);
    client.attributes.Add({{"http.method", method}, {"http.url", url}, {"http.status_code", status}});
    if (status >= 400) client.status = SpanStatus::kError;
  });
}

void AskShop(Recorder& recorder, Random random, UnixNanos start, const HttpRequest& request, OwnTime own,
             FunctionRef<int(Trace& trace, Frame& frontend)> handler) {
  Trace trace(recorder, random);
  LocustCall(trace, start, request.method, std::string(kShopUrl) + request.path, [&](Frame& client) {
    return ThroughFrontend(trace, client, request, own,
                           [&](Frame& frontend) { return handler(trace, frontend); });
  });
}

}  // namespace sextant::demo
