#include <algorithm>

#include "base/bytes.h"
#include "demo/core/pods.h"
#include "demo/traffic/backends.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;

constexpr Scope kRecommendationScope = {"recommendation"};
constexpr Scope kMainScope = {"main"};
constexpr Scope kJavaGrpcScope = {"io.opentelemetry.grpc-1.6", "2.13.3-alpha"};
constexpr Scope kAnnotationScope = {"io.opentelemetry.opentelemetry-instrumentation-annotations-1.16",
                                    "2.13.3-alpha"};
constexpr Scope kAdScope = {"ad"};
constexpr Scope kAdLogScope = {"oteldemo.AdService"};

std::string IdList(std::span<const std::size_t> products) {
  std::string list = "[";
  for (const std::size_t product : products) {
    list += (list.size() == 1 ? "'" : ", '") + std::string(kProducts[product].id) + "'";
  }
  return list + "]";
}

std::string JsonIdList(std::span<const std::size_t> products) {
  std::string list = IdList(products);
  std::replace(list.begin(), list.end(), '\'', '"');
  return list;
}

void LogRecommendation(Trace& trace, const Frame& server, std::span<const std::size_t> products) {
  const std::string body = "Receive ListRecommendations for product ids:" + IdList(products);
  AttributeList values = {{"code.filepath", "/app/recommendation_server.py"},
                          {"code.function", "ListRecommendations"},
                          {"code.lineno", 47},
                          {"otelTraceSampled", true},
                          {"otelServiceName", "recommendation"}};
  values.Text("otelSpanID", ToHex(server.id)).Text("otelTraceID", ToHex(trace.id()));
  trace.Log(server, Service::kRecommendation, kMainScope, {"INFO", 9}, body, values);
  trace.Line(server, Service::kRecommendation,
             FormatIso8601(server.now).substr(0, 19) +
                 " INFO [main] [recommendation_server.py:47] [trace_id=" + ToHex(trace.id()) +
                 " span_id=" + ToHex(server.id) + "] - " + body);
}

void GetProductList(Trace& trace, Frame& server, std::span<const std::size_t> products) {
  trace.Span(server, {Service::kRecommendation, kRecommendationScope, "get_product_list"}, {0.5, 0.4},
             [&](Frame& list) {
               list.AddEvent("feature_flag")
                   .Add({{"feature_flag.key", "recommendationCacheFailure"},
                         {"feature_flag.variant", "off"},
                         {"feature_flag.provider_name", "flagd"}});
               RecommendationCall(trace, list, kListProducts,
                                  [&](Frame& client) { ServeProductList(trace, client); });
               list.attributes = {{"app.recommendation.cache_enabled", "False"},
                                  {"app.products.count", kProducts.size()},
                                  {"app.filtered_products.count", kProducts.size() - 1}};
               list.attributes.Text("app.filtered_products.list", JsonIdList(products));
             });
}

bool HasAds(std::string_view category) { return category != "books" && category != "flashlights"; }

struct Ads {
  std::span<const std::string_view> categories;
  std::string_view session;
  bool targeted = false;
  int count = 0;
};

void LogAds(Trace& trace, const Frame& server, const Ads& ads, std::string_view keys) {
  if (ads.session.empty()) {
    trace.Log(server, Service::kAd, kAdLogScope, {"INFO", 9}, "no baggage found in context");
  }
  const std::string body = ads.categories.empty()
                               ? "Non-targeted ad request received, preparing random response."
                               : "Targeted ad request received for " + std::string(keys);
  trace.Log(server, Service::kAd, kAdLogScope, {"INFO", 9}, body);
  trace.Line(server, Service::kAd,
             FormatIso8601(server.now).substr(0, 19) + " - oteldemo.AdService - INFO - " + body +
                 " trace_id=" + ToHex(trace.id()) + " span_id=" + ToHex(server.id));
}

void PickAds(Trace& trace, Frame& server, Ads& ads) {
  for (const std::string_view category : ads.categories) {
    const int found = HasAds(category) ? 1 + static_cast<int>(trace.random().Below(2)) : 0;
    ads.count += found;
    trace.Span(server, {Service::kAd, kAnnotationScope, "getAdsByCategory"},
               {trace.random().Latency(0.05, 0.5), 0}, [&](Frame& get) {
                 get.attributes = {{"app.ads.category", category},
                                   {"app.ads.count", found},
                                   {"code.function", "getAdsByCategory"},
                                   {"code.namespace", "oteldemo.AdService"}};
               });
  }
  ads.targeted = ads.count > 0;
  if (ads.targeted) return;
  ads.count = 2;
  trace.Span(server, {Service::kAd, kAdScope, "getRandomAds"}, {trace.random().Latency(0.05, 0.5), 0},
             [](Frame& get) { get.attributes.Set("app.ads.count", 2); });
}

}  // namespace

std::array<std::size_t, 4> ServeRecommendations(Trace& trace, Frame& client, std::size_t asked) {
  std::array<std::size_t, kProducts.size()> order{};
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::swap(order[asked], order.back());
  for (std::size_t i = 0; i < 5; ++i)
    std::swap(order[i], order[i + trace.random().Below(order.size() - 1 - i)]);
  const std::span<const std::size_t> five(order.data(), 5);
  const std::string name = "/" + std::string(kListRecommendations.path());
  const SpanShape shape = {Service::kRecommendation, kPythonGrpcScope, name, SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.9, 5), 0.6}, [&](Frame& server) {
    GetProductList(trace, server, five);
    server.attributes = RpcAttributes(kListRecommendations);
    Succeed(server);
    server.attributes.Add({{"net.peer.port", 32'768 + trace.random().Below(28'000)},
                           {"rpc.user_agent", "grpc-node-js/1.12.6"},
                           {"app.products_recommended.count", 5}});
    server.attributes.Text("net.peer.ip", ClusterIp(Service::kFrontend));
    LogRecommendation(trace, server, five);
  });
  return {order[0], order[1], order[2], order[3]};
}

void ServeAds(Trace& trace, Frame& client, std::span<const std::string_view> categories,
              std::string_view session) {
  const SpanShape shape = {Service::kAd, kJavaGrpcScope, kGetAds.path(), SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(1.4, 11), 0.4}, [&](Frame& server) {
    Ads ads{categories, session};
    std::string keys = "[";
    for (const std::string_view category : categories)
      keys += (keys.size() == 1 ? "" : ", ") + std::string(category);
    keys += "]";
    LogAds(trace, server, ads, keys);
    server.AddEvent(server.start, "message").Add({{"message.type", "RECEIVED"}, {"message.id", 1}});
    PickAds(trace, server, ads);
    server.AddEvent("message").Add({{"message.type", "SENT"}, {"message.id", 1}});
    const std::size_t thread = trace.random().Below(8);
    server.attributes = RpcAttributes(kGetAds);
    Succeed(server);
    server.attributes.Add({{"server.address", "ad"},
                           {"server.port", 8080},
                           {"network.peer.port", 32'768 + trace.random().Below(28'000)},
                           {"thread.id", 40 + thread},
                           {"app.ads.contextKeys.count", categories.size()},
                           {"app.ads.count", ads.count},
                           {"app.ads.ad_request_type", categories.empty() ? "NOT_TARGETED" : "TARGETED"},
                           {"app.ads.ad_response_type", ads.targeted ? "TARGETED" : "RANDOM"}});
    server.attributes.Text("network.peer.address", ClusterIp(Service::kFrontend));
    server.attributes.Text("thread.name", "grpc-default-executor-" + std::to_string(thread));
    server.attributes.Text("app.ads.contextKeys", keys);
    if (!session.empty()) server.attributes.Set("session.id", session);
  });
}

}  // namespace sextant::demo
