// The way of an HTTP request into the shop: a client, Envoy in front, a server behind it.
#pragma once

#include <string>
#include <string_view>

#include "demo/core/tree.h"

namespace sextant::demo {

inline constexpr std::string_view kShopUrl = "http://frontend-proxy:8080";
inline constexpr std::string_view kLocustAgent = "python-requests/2.32.3";

struct HttpRequest {
  std::string_view method;
  std::string path;  // with the query
  std::string_view user_agent = kLocustAgent;
  int body_bytes = 0;
};

// What stands behind Envoy; gives the HTTP status.
using Upstream = FunctionRef<int(Frame& egress)>;
// What the frontend does for a request; gives the HTTP status.
using Handler = FunctionRef<int(Frame& frontend)>;

// ingress → egress to `cluster`, under the client's span, with Envoy's access log. Now and then, for GETs,
// Envoy does not reach the upstream and answers 503 itself. Gives the HTTP status.
int ThroughEnvoy(Trace& trace, Frame& client, const HttpRequest& request, std::string_view cluster,
                 Upstream upstream);
// The same to the frontend, whose server span is around `handler`.
int ThroughFrontend(Trace& trace, Frame& client, const HttpRequest& request, OwnTime own, Handler handler);

// A whole trace: the load generator asks the frontend.
void AskShop(Recorder& recorder, Random random, UnixNanos start, const HttpRequest& request, OwnTime own,
             FunctionRef<int(Trace& trace, Frame& frontend)> handler);

// The load generator's client span around `body`, which gives the HTTP status.
void LocustCall(Trace& trace, UnixNanos start, std::string_view method, const std::string& url,
                FunctionRef<int(Frame& client)> body);

}  // namespace sextant::demo
