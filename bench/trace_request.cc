#include "trace_request.h"

#include "otlp/write.h"

namespace sextant::bench {

std::string RandomId(std::mt19937_64& random, std::size_t size) {
  std::string id(size, '\0');
  for (char& c : id) c = static_cast<char>(random() | 1);
  return id;
}

std::string MakeTraceRequest(std::size_t spans, std::uint64_t seed, UnixNanos now) {
  static constexpr const char* kRoutes[] = {"/api/cart", "/api/checkout", "/api/products/{id}",
                                            "/api/shipping"};
  std::mt19937_64 random(seed);
  otlp::ExportWriter writer(Signal::kTraces);
  for (int service = 0; service < 5; ++service) {
    const std::string name = "service-" + std::to_string(service);
    const otlp::Attribute resource[] = {{"service.name", name},
                                        {"service.version", "2.0.2"},
                                        {"service.namespace", "opentelemetry-demo"},
                                        {"telemetry.sdk.language", "nodejs"},
                                        {"telemetry.sdk.name", "opentelemetry"},
                                        {"telemetry.sdk.version", "1.24.1"},
                                        {"k8s.pod.name", "frontend-6dcb696646-fmcdz"},
                                        {"host.name", "ip-10-0-12-221.internal"}};
    writer.BeginResource({.attributes = resource});
    writer.BeginScope({.name = "@opentelemetry/instrumentation-http", .version = "0.52.1"});
    for (std::size_t i = 0; i < spans / 5; ++i) {
      const char* route = kRoutes[random() % 4];
      const std::string url =
          std::string("http://frontend-proxy:8080") + route + "?id=" + std::to_string(random() % 100000);
      const std::string peer =
          "10.0." + std::to_string(random() % 256) + "." + std::to_string(random() % 256);
      const otlp::Attribute attributes[] = {
          {"http.request.method", "GET"},
          {"http.route", route},
          {"url.full", url},
          {"url.scheme", "http"},
          {"http.response.status_code", 200},
          {"network.protocol.version", "1.1"},
          {"network.peer.address", peer},
          {"network.peer.port", static_cast<std::int64_t>(random() % 60000)},
          {"server.address", "frontend-proxy"},
          {"user_agent.original", "python-requests/2.31.0"},
          {"app.user.id", RandomId(random, 1)},
          {"app.cache.hit", random() % 2 == 0}};
      const otlp::SpanEvent events[] = {
          {.time = now, .name = "message", .attributes = std::span(attributes).first(2)}};
      writer.Add(otlp::SpanRecord{.trace_id = RandomId(random, 16),
                                  .span_id = RandomId(random, 8),
                                  .parent_span_id = RandomId(random, 8),
                                  .name = route,
                                  .kind = otlp::SpanKind::kServer,
                                  .start = now,
                                  .end = now + static_cast<UnixNanos>(random() % 1'000'000'000),
                                  .attributes = attributes,
                                  .events = i % 10 == 0 ? std::span<const otlp::SpanEvent>(events)
                                                        : std::span<const otlp::SpanEvent>()});
    }
  }
  return writer.TakeProtobuf();
}

}  // namespace sextant::bench
