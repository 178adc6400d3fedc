// What journeys share: the way of a request through the proxy to the frontend, and calls between services.
#pragma once

#include <functional>

#include <string>
#include <string_view>
#include <utility>

#include "demo/tree.h"

namespace sextant::demo {

inline constexpr Scope kRequestsScope = {"opentelemetry.instrumentation.requests", "0.51b0"};
inline constexpr Scope kEnvoyScope = {""};
inline constexpr Scope kNodeHttpScope = {"@opentelemetry/instrumentation-http", "0.51.1"};
inline constexpr Scope kNodeGrpcScope = {"@opentelemetry/instrumentation-grpc", "0.51.1"};
inline constexpr Scope kGoGrpcScope = {
    "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc", "0.60.0"};
inline constexpr Scope kNodeLogScope = {"node-logger"};
inline constexpr Scope kAspNetScope = {"Microsoft.AspNetCore"};
inline constexpr Scope kRedisScope = {"OpenTelemetry.Instrumentation.StackExchangeRedis", "1.11.0-beta.2"};

// A request as the load generator sends it.
struct HttpRequest {
  std::string_view method;
  std::string path;
};

// load-generator → ingress → egress → frontend, around `body(frontend)`, which gives the HTTP status.
void ThroughProxy(Trace& trace, UnixNanos start, const HttpRequest& request, OwnTime frontend_time,
                  const std::function<int(Frame& frontend)>& body);

// "oteldemo.CartService" and its method; where its server listens.
struct Rpc {
  std::string_view service;
  std::string_view method;
  std::string_view host;
};

// Attributes of a gRPC call that went well, as Go and Node write them.
AttributeList RpcAttributes(const Rpc& rpc);

// Client span of the frontend around `body(client)`.
void FrontendCall(Trace& trace, Frame& parent, const Rpc& rpc, const std::function<void(Frame&)>& body);
// Client span of checkout around `body(client)`.
void CheckoutCall(Trace& trace, Frame& parent, const Rpc& rpc, const std::function<void(Frame&)>& body);

// Server spans of the services below.
void ServeProduct(Trace& trace, Frame& client, std::size_t product);
void ServeConversion(Trace& trace, Frame& client, std::string_view to);
void ServeCart(Trace& trace, Frame& client, std::string_view method, const std::string& user_id);
void ServeQuote(Trace& trace, Frame& client, std::size_t items, std::int64_t cost_cents);

}  // namespace sextant::demo
