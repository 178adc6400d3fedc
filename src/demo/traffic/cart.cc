#include "demo/traffic/backends.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;

constexpr Scope kAspNetScope = {"Microsoft.AspNetCore"};
constexpr Scope kRedisScope = {"OpenTelemetry.Instrumentation.StackExchangeRedis", "1.11.0-beta.2"};
constexpr Scope kStoreScope = {"cart.cartstore.ValkeyCartStore"};

void AskValkey(Trace& trace, Frame& server, std::string_view command, std::string_view user_id) {
  const SpanShape shape = {Service::kCart, kRedisScope, command, SpanKind::kClient};
  trace.Span(server, shape, {trace.random().Latency(0.5, 4), 0}, [&](Frame& call) {
    call.attributes = {{"db.system", "redis"},
                       {"db.redis.database_index", 0},
                       {"db.redis.flags", command == "EXPIRE" ? "DemandMaster" : "None"},
                       {"server.address", "valkey-cart"},
                       {"net.peer.name", "valkey-cart"},
                       {"net.peer.port", 6379}};
    call.attributes.Text("db.statement", std::string(command) + " " + std::string(user_id));
    call.AddEvent(call.start, "Enqueued");
    call.AddEvent(call.start + (call.now - call.start) / 8, "Sent");
    call.AddEvent("ResponseReceived");
  });
}

// The template as the SDK sends it, and filled in on the console.
void LogCall(Trace& trace, const Frame& server, const CartCall& call) {
  AttributeList values = {{"userId", call.user_id}};
  std::string_view form = "GetCartAsync called with userId={userId}";
  std::string filled = "GetCartAsync called with userId=" + std::string(call.user_id);
  if (call.rpc.method() == "EmptyCart") {
    form = "EmptyCartAsync called with userId={userId}";
    filled = "EmptyCartAsync called with userId=" + std::string(call.user_id);
  } else if (call.rpc.method() == "AddItem") {
    form = "AddItemAsync called with userId={userId}, productId={productId}, quantity={quantity}";
    filled = "AddItemAsync called with userId=" + std::string(call.user_id) +
             ", productId=" + std::string(call.product) + ", quantity=" + std::to_string(call.quantity);
    values.Add({{"productId", call.product}, {"quantity", call.quantity}});
  }
  trace.Log(server, Service::kCart, kStoreScope, {"Information", 9}, form, values);
  trace.Line(server, Service::kCart, "info: cart.cartstore.ValkeyCartStore[0]");
  trace.Line(server, Service::kCart, "      " + filled);
}

}  // namespace

void ServeCart(Trace& trace, Frame& client, const CartCall& call) {
  const std::string path = "/" + std::string(call.rpc.path());
  const std::string name = "POST " + path;
  const bool empties = call.rpc.method() == "EmptyCart";
  const bool adds = call.rpc.method() == "AddItem";
  const SpanShape shape = {Service::kCart, kAspNetScope, name, SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.3, 2), 0.2}, [&](Frame& server) {
    LogCall(trace, server, call);
    server.AddEvent(empties ? "Empty cart" : "Fetch cart");
    if (empties) {
      server.AddEvent("feature_flag")
          .Add({{"feature_flag.key", "cartFailure"},
                {"feature_flag.variant", "off"},
                {"feature_flag.provider_name", "flagd Provider"}});
    } else {
      AskValkey(trace, server, "HGET", call.user_id);
    }
    if (empties || adds) {
      AskValkey(trace, server, "HMSET", call.user_id);
      AskValkey(trace, server, "EXPIRE", call.user_id);
    }
    server.attributes = {{"server.address", "cart"},
                         {"server.port", 8080},
                         {"http.request.method", "POST"},
                         {"url.scheme", "http"},
                         {"network.protocol.version", "2"},
                         {"user_agent.original", call.from_go ? "grpc-go/1.71.0" : "grpc-node-js/1.12.6"},
                         {"grpc.status_code", 0},
                         {"http.response.status_code", 200},
                         {"app.user.id", call.user_id}};
    server.attributes.Text("url.path", path).Text("grpc.method", path).Text("http.route", path);
    if (adds)
      server.attributes.Add({{"app.product.id", call.product}, {"app.product.quantity", call.quantity}});
    if (!adds && !empties) server.attributes.Set("app.cart.items.count", call.items);
  });
}

}  // namespace sextant::demo
