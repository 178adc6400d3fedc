#include "demo/journey_parts.h"

#include "base/time.h"
#include "demo/catalogue.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr std::string_view kShopUrl = "http://frontend-proxy:8080";

void SetHttpFailure(Frame& frame, int status) {
  if (status >= 500) frame.status = SpanStatus::kError;
}

std::string Address(Random& random, int port) {
  return "10." + std::to_string(random.Below(64)) + "." + std::to_string(random.Below(256)) + "." +
         std::to_string(1 + random.Below(254)) + ":" + std::to_string(port);
}

void ProxyAccessLog(Trace& trace, const Frame& ingress, const HttpRequest& request, int status) {
  Random& random = trace.random();
  const std::string upstream = Address(random, 8080);
  const auto took_ms = (ingress.now - ingress.start) / kNanosPerMilli;
  std::string line = "[" + FormatIso8601(ingress.start).substr(0, 23) + "Z] \"" +
                     std::string(request.method) + " " + request.path + " HTTP/1.1\" " +
                     std::to_string(status) + " - via_upstream - \"-\" 0 " +
                     std::to_string(120 + random.Below(900)) + " " + std::to_string(took_ms) + " " +
                     std::to_string(took_ms) + " \"-\" \"python-requests/2.32.3\" \"" + random.Uuid() +
                     "\" \"frontend-proxy:8080\" \"" + upstream + "\" frontend " + Address(random, 53142) +
                     " " + Address(random, 8080) + " " + Address(random, 33266) + " - -";
  AttributeList attributes;
  attributes.Set("event.name", "proxy.access").Set("upstream.cluster", "frontend");
  attributes.Text("upstream.host", upstream).Set("url.path", request.path).Set("url.query", "-");
  attributes.Text("url.full", std::string(kShopUrl) + request.path).Set("url.template", "-");
  attributes.Set("user_agent.original", "python-requests/2.32.3");
  trace.Log(ingress, Service::kFrontendProxy, kEnvoyScope, "", line, attributes);
}

void SetFrontendHttp(Frame& frame, const HttpRequest& request, int status) {
  frame.attributes.Text("http.url", std::string(kShopUrl) + request.path)
      .Set("http.host", "frontend-proxy:8080");
  frame.attributes.Set("net.host.name", "frontend-proxy").Set("http.method", request.method);
  frame.attributes.Set("http.scheme", "http").Set("http.target", request.path).Set("http.flavor", "1.1");
  frame.attributes.Set("http.user_agent", "python-requests/2.32.3").Set("net.transport", "ip_tcp");
  frame.attributes.Set("net.host.port", 8080).Set("http.status_code", status);
  frame.attributes.Set("http.status_text", status == 200 ? "OK" : "INTERNAL SERVER ERROR");
  SetHttpFailure(frame, status);
}

std::string SpanName(std::string_view prefix, const Rpc& rpc) {
  return std::string(prefix) + std::string(rpc.service) + "/" + std::string(rpc.method);
}

}  // namespace

void ThroughProxy(Trace& trace, UnixNanos start, const HttpRequest& request, OwnTime frontend_time,
                  const std::function<int(Frame&)>& body) {
  Random& random = trace.random();
  const std::string url = std::string(kShopUrl) + request.path;
  int status = 200;
  const SpanKindOf client = {Service::kLoadGenerator, kRequestsScope, request.method, SpanKind::kClient};
  trace.Span(nullptr, start, client, {0.4, random.Latency(0.8, 3)}, [&](Frame& root) {
    const SpanKindOf ingress = {Service::kFrontendProxy, kEnvoyScope, "ingress", SpanKind::kServer};
    trace.Span(root, ingress, {0.1, 0.1}, [&](Frame& in) {
      const SpanKindOf egress = {Service::kFrontendProxy, kEnvoyScope, "router frontend egress",
                                 SpanKind::kClient};
      trace.Span(in, egress, {0.2, 0.2}, [&](Frame& out) {
        const SpanKindOf server = {Service::kFrontend, kNodeHttpScope, request.method, SpanKind::kServer};
        trace.Span(out, server, frontend_time, [&](Frame& frontend) {
          status = body(frontend);
          SetFrontendHttp(frontend, request, status);
        });
        out.attributes.Set("component", "proxy")
            .Set("http.protocol", "HTTP/1.1")
            .Set("upstream_cluster", "frontend");
        out.attributes.Text("http.status_code", std::to_string(status)).Set("response_flags", "-");
        SetHttpFailure(out, status);
      });
      in.attributes.Set("component", "proxy").Set("http.method", request.method).Text("http.url", url);
      in.attributes.Text("http.status_code", std::to_string(status)).Set("upstream_cluster", "frontend");
      in.attributes.Text("guid:x-request-id", random.Uuid()).Set("user_agent", "python-requests/2.32.3");
      in.attributes.Set("http.protocol", "HTTP/1.1")
          .Set("response_flags", "-")
          .Set("downstream_cluster", "-");
      if (status >= 500) in.attributes.Set("error", "true");
      SetHttpFailure(in, status);
      ProxyAccessLog(trace, in, request, status);
    });
    root.attributes.Set("http.method", request.method).Text("http.url", url).Set("http.status_code", status);
    if (status >= 400) root.status = SpanStatus::kError;
  });
}

AttributeList RpcAttributes(const Rpc& rpc) {
  return {{"rpc.system", "grpc"}, {"rpc.service", rpc.service}, {"rpc.method", rpc.method}};
}

void FrontendCall(Trace& trace, Frame& parent, const Rpc& rpc, const std::function<void(Frame&)>& body) {
  const std::string name = SpanName("grpc.", rpc);
  const SpanKindOf kind = {Service::kFrontend, kNodeGrpcScope, name, SpanKind::kClient};
  trace.Span(parent, kind, {0.5, 0.4}, [&](Frame& client) {
    client.attributes = RpcAttributes(rpc);
    client.attributes.Set("net.peer.name", rpc.host).Set("net.peer.port", 8080);
    body(client);
    if (client.status == SpanStatus::kUnset) client.attributes.Set("rpc.grpc.status_code", 0);
  });
}

void CheckoutCall(Trace& trace, Frame& parent, const Rpc& rpc, const std::function<void(Frame&)>& body) {
  const std::string name = SpanName("", rpc);
  const SpanKindOf kind = {Service::kCheckout, kGoGrpcScope, name, SpanKind::kClient};
  trace.Span(parent, kind, {0.25, 0.2}, [&](Frame& client) {
    client.attributes = RpcAttributes(rpc);
    client.attributes.Set("net.sock.peer.port", 8080);
    body(client);
    if (client.status == SpanStatus::kUnset) client.attributes.Set("rpc.grpc.status_code", 0);
  });
}

void ServeProduct(Trace& trace, Frame& client, std::size_t product) {
  static constexpr Rpc kRpc = {"oteldemo.ProductCatalogService", "GetProduct", "product-catalog"};
  const SpanKindOf kind = {Service::kProductCatalog, kGoGrpcScope,
                           "oteldemo.ProductCatalogService/GetProduct", SpanKind::kServer};
  trace.Span(client, kind, {trace.random().Latency(0.08, 0.6), 0}, [&](Frame& server) {
    server.attributes = RpcAttributes(kRpc);
    server.attributes.Set("rpc.grpc.status_code", 0).Set("app.product.id", kProducts[product].id);
    server.attributes.Set("app.product.name", kProducts[product].name);
    server.Event("Product Found");
  });
}

void ServeConversion(Trace& trace, Frame& client, std::string_view to) {
  static constexpr Rpc kRpc = {"oteldemo.CurrencyService", "Convert", "currency"};
  const SpanKindOf kind = {Service::kCurrency, {"currency"}, "Currency/Convert", SpanKind::kServer};
  trace.Span(client, kind, {trace.random().Latency(0.05, 0.5), 0}, [&](Frame& server) {
    server.attributes = RpcAttributes(kRpc);
    server.attributes.Set("rpc.grpc.status_code", 0).Set("app.currency.conversion.from", "USD");
    server.attributes.Set("app.currency.conversion.to", to);
    server.events.push_back({server.start, "Processing currency conversion request", {}});
    server.Event("Conversion successful, response sent back");
    server.status = SpanStatus::kOk;
    trace.Log(server, Service::kCurrency, {"currency", "1.19.0"}, "INFO", "Convert conversion successful");
  });
}

void ServeCart(Trace& trace, Frame& client, std::string_view method, const std::string& user_id) {
  const std::string path = "/oteldemo.CartService/" + std::string(method);
  const std::string name = "POST " + path;
  const SpanKindOf kind = {Service::kCart, kAspNetScope, name, SpanKind::kServer};
  trace.Span(client, kind, {0.3, 0.2}, [&](Frame& server) {
    const std::string body = std::string(method) + "Async called with userId={userId}";
    AttributeList log;
    log.Set("userId", user_id);
    trace.Log(server, Service::kCart, {"cart.cartstore.ValkeyCartStore"}, "Information", body, log);
    const bool empties = method == "EmptyCart";
    for (const std::string_view command :
         {std::string_view(empties ? "HMSET" : "HGET"), std::string_view("EXPIRE")}) {
      if (!empties && command == "EXPIRE") continue;
      const SpanKindOf redis = {Service::kCart, kRedisScope, command, SpanKind::kClient};
      trace.Span(server, redis, {trace.random().Latency(0.5, 4), 0}, [&](Frame& call) {
        call.attributes.Set("db.system", "redis").Set("db.redis.database_index", 0);
        call.attributes.Text("db.statement", std::string(command) + " " + user_id);
        call.attributes.Set("server.address", "valkey-cart").Set("net.peer.port", 6379);
        call.events.push_back({call.start, "Enqueued", {}});
        call.Event("ResponseReceived");
      });
    }
    server.attributes.Set("server.address", "cart")
        .Set("server.port", 8080)
        .Set("http.request.method", "POST");
    server.attributes.Text("url.path", path).Text("grpc.method", path).Set("grpc.status_code", 0);
    server.attributes.Set("http.response.status_code", 200).Set("app.user.id", user_id);
    server.Event(empties ? "Empty cart" : "Fetch cart");
  });
}

void ServeQuote(Trace& trace, Frame& client, std::size_t items, std::int64_t cost_cents) {
  static constexpr Rpc kRpc = {"oteldemo.ShippingService", "GetQuote", "shipping"};
  const double cost = static_cast<double>(cost_cents) / 100;
  const SpanKindOf shipping = {
      Service::kShipping, {"shipping"}, "oteldemo.ShippingService/GetQuote", SpanKind::kServer};
  trace.Span(client, shipping, {0.6, 0.3}, [&](Frame& server) {
    const SpanKindOf post = {Service::kShipping, {"opentelemetry-otlp", "0.15.0"}, "POST", SpanKind::kClient};
    trace.Span(server, post, {0.8, 0.6}, [&](Frame& call) {
      const SpanKindOf quote = {
          Service::kQuote, {"io.opentelemetry.contrib.php.slim"}, "POST /getquote", SpanKind::kServer};
      trace.Span(call, quote, {trace.random().Latency(1.4, 12), 0.3}, [&](Frame& handler) {
        const SpanKindOf calculate = {
            Service::kQuote, {"manual-instrumentation"}, "calculate-quote", SpanKind::kInternal};
        trace.Span(handler, calculate, {trace.random().Latency(0.06, 0.5), 0}, [&](Frame& inner) {
          inner.attributes.Set("app.quote.items.count", items).Set("app.quote.cost.total", cost);
          inner.Event("Quote calculated, returning its value");
        });
        AttributeList log;
        log.Set("context.total", cost);
        trace.Log(handler, Service::kQuote, {"slim-app"}, "INFO", "Calculated quote", log);
        handler.attributes.Set("http.request.method", "POST").Set("http.route", "/getquote");
      });
      call.attributes.Set("http.method", "POST")
          .Set("http.url", "http://quote:8080/getquote")
          .Set("http.status_code", 200);
    });
    server.attributes = RpcAttributes(kRpc);
    server.attributes.Set("app.shipping.items.count", items).Set("app.shipping.cost.total", cost);
    server.attributes.Set("rpc.grpc.status_code", 0);
    server.Event("Received Quote");
    trace.Stdout(server, Service::kShipping,
                 FormatIso8601(server.now).substr(11, 8) + " [INFO] Sending Quote: " + Money(cost_cents));
  });
}

}  // namespace sextant::demo
