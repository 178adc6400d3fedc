// The metrics of services whose day is always the same: each service's own tables, and its runtime's.
#include <vector>

#include "demo/metrics/metrics.h"
#include "demo/metrics/runtime_tables.h"

namespace sextant::demo {
namespace {

using enum Service;
using enum Shape;
using enum Grows;

constexpr Scope kDotnetScope = {"OpenTelemetry.Instrumentation.Runtime", "1.11.1"};
constexpr Scope kDotnetProcessScope = {"OpenTelemetry.Instrumentation.Process", "1.11.0-beta.2"};
constexpr Scope kGrpcScope = {"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc",
                              "0.60.0"};
constexpr Scope kGoScope = {"go.opentelemetry.io/contrib/instrumentation/runtime", "0.60.0"};
constexpr Scope kPythonScope = {"opentelemetry.instrumentation.system_metrics", "0.51b0"};
constexpr Scope kJvmScope = {"io.opentelemetry.runtime-telemetry-java8", "2.13.3-alpha"};

constexpr MetricRow kCartRows[] = {
    {"app.cart.add_item.latency", "s", kSeconds, {54000, 0.0018, 0.012}},
    {"app.cart.get_cart.latency", "s", kSeconds, {122000, 0.0006, 0.005}},
};

constexpr MetricRow kCartServer[] = {
    {"http.server.request.duration",
     "s",
     kSeconds,
     {54000, 0.0026, 0.0182},
     "http.route=/oteldemo.CartService/AddItem"},
    {"http.server.request.duration",
     "s",
     kSeconds,
     {122000, 0.0012, 0.0084},
     "http.route=/oteldemo.CartService/GetCart"},
    {"http.server.request.duration",
     "s",
     kSeconds,
     {27000, 0.0022, 0.0154},
     "http.route=/oteldemo.CartService/EmptyCart"},
};

constexpr MetricRow kCartActive[] = {
    {"http.server.active_requests",
     "{request}",
     kLevel,
     {2, 0.5},
     "http.request.method=POST;url.scheme=http"},
};

constexpr MetricRow kKestrel[] = {
    {"kestrel.active_connections", "{connection}", kLevel, {6, 0.1}},
    {"kestrel.queued_requests", "{request}", kLevel, {0}},
    {"kestrel.connection.duration", "s", kSeconds, {14, 280, 900}},
};

// `work` is the calls an hour.
constexpr MetricRow kCheckoutServer[] = {
    {"rpc.server.duration", "ms", kMillis, {1, 46, 184}, "", kWork},
    {"rpc.server.request.size", "By", kMillis, {1, 310, 420}, "", kWork},
    {"rpc.server.response.size", "By", kMillis, {1, 260, 900}, "", kWork},
    {"rpc.server.requests_per_rpc", "{count}", kMillis, {1, 1, 1.001}, "", kWork},
    {"rpc.server.responses_per_rpc", "{count}", kMillis, {1, 1, 1.001}, "", kWork},
};

constexpr MetricRow kCatalogServer[] = {
    {"rpc.server.duration", "ms", kMillis, {1, 0.08, 0.56}, "", kWork},
    {"rpc.server.request.size", "By", kMillis, {1, 24, 60}, "", kWork},
    {"rpc.server.response.size", "By", kMillis, {1, 180, 900}, "", kWork},
    {"rpc.server.requests_per_rpc", "{count}", kMillis, {1, 1, 1.001}, "", kWork},
    {"rpc.server.responses_per_rpc", "{count}", kMillis, {1, 1, 1.001}, "", kWork},
};

constexpr MetricRow kCheckoutCalls[] = {
    {"rpc.client.duration",
     "ms",
     kMillis,
     {27000, 2.1, 12.6},
     "rpc.service=oteldemo.CartService;rpc.method=GetCart"},
    {"rpc.client.duration",
     "ms",
     kMillis,
     {26000, 3, 18},
     "rpc.service=oteldemo.CartService;rpc.method=EmptyCart"},
    {"rpc.client.duration",
     "ms",
     kMillis,
     {52000, 0.8, 4.8},
     "rpc.service=oteldemo.ProductCatalogService;rpc.method=GetProduct"},
    {"rpc.client.duration",
     "ms",
     kMillis,
     {79000, 0.8, 4.8},
     "rpc.service=oteldemo.CurrencyService;rpc.method=Convert"},
    {"rpc.client.duration",
     "ms",
     kMillis,
     {27000, 7, 42},
     "rpc.service=oteldemo.ShippingService;rpc.method=GetQuote"},
    {"rpc.client.duration",
     "ms",
     kMillis,
     {26000, 0.9, 5.4},
     "rpc.service=oteldemo.ShippingService;rpc.method=ShipOrder"},
    {"rpc.client.duration",
     "ms",
     kMillis,
     {27000, 7, 42},
     "rpc.service=oteldemo.PaymentService;rpc.method=Charge"},
};

constexpr MetricRow kCheckoutPosts[] = {
    {"http.client.duration", "ms", kMillis, {26000, 6, 35}, "http.status_code=200;net.peer.port=8080"},
    {"http.client.request.size", "By", kCounter, {16000000}},
    {"http.client.response.size", "By", kCounter, {200000}},
};

constexpr MetricRow kCurrencyRows[] = {
    {"app.currency_counter", "", kCounter, {134000}, "currency_code=USD"},
};

constexpr MetricRow kRecommendationRows[] = {
    {"app_recommendations_counter", "recommendations", kCounter, {206000}, "recommendation.type=catalog"},
};

constexpr MetricRow kLocust[] = {
    {"http.client.duration", "ms", kMillis, {260000, 14, 84}, "http.method=GET"},
    {"http.client.duration", "ms", kMillis, {150000, 22, 132}, "http.method=POST"},
};

constexpr MetricRow kAdRows[] = {
    {"app.ads.ad_requests",
     "",
     kCounter,
     {27000},
     "app.ads.ad_request_type=TARGETED;app.ads.ad_response_type=TARGETED"},
    {"app.ads.ad_requests",
     "",
     kCounter,
     {8000},
     "app.ads.ad_request_type=TARGETED;app.ads.ad_response_type=RANDOM"},
    {"app.ads.ad_requests",
     "",
     kCounter,
     {6000},
     "app.ads.ad_request_type=NOT_TARGETED;app.ads.ad_response_type=RANDOM"},
};

constexpr MetricRow kAdServer[] = {
    {"rpc.server.duration",
     "ms",
     kMillis,
     {41000, 2, 15},
     "rpc.service=oteldemo.AdService;rpc.method=GetAds"},
};

constexpr MetricRow kFraudConsumer[] = {
    {"kafka.consumer.records_lag", "", kGauge, {0}, "topic=orders;partition=0"},
    {"kafka.consumer.records_consumed_total", "", kCounter, {27000}, "topic=orders"},
    {"kafka.consumer.fetch_latency_avg", "", kGauge, {480, 0.05}},
    {"kafka.consumer.bytes_consumed_rate", "", kGauge, {2100, 0.2}, "topic=orders"},
};

constexpr MetricRow kBroker[] = {
    {"kafka.message.count", "{message}", kCounter, {27000}},
    {"kafka.request.count", "{request}", kCounter, {54000}, "type=fetch"},
    {"kafka.request.failed", "{request}", kCounter, {0.1}, "type=fetch"},
    {"kafka.request.time.total", "ms", kCounter, {162000}, "type=fetch"},
    {"kafka.request.time.50p", "ms", kGauge, {480, 0.15}, "type=fetch"},
    {"kafka.request.time.99p", "ms", kGauge, {501, 0.15}, "type=fetch"},
    {"kafka.request.count", "{request}", kCounter, {27000}, "type=produce"},
    {"kafka.request.failed", "{request}", kCounter, {0.1}, "type=produce"},
    {"kafka.request.time.total", "ms", kCounter, {81000}, "type=produce"},
    {"kafka.request.time.50p", "ms", kGauge, {1.2, 0.15}, "type=produce"},
    {"kafka.request.time.99p", "ms", kGauge, {4.6, 0.15}, "type=produce"},
    {"kafka.request.queue", "{request}", kLevel, {0}},
    {"kafka.network.io", "By", kCounter, {1.1e7}, "state=in"},
    {"kafka.network.io", "By", kCounter, {2.2e7}, "state=out"},
    {"kafka.partition.count", "{partition}", kLevel, {51}},
    {"kafka.controller.active.count", "{controller}", kLevel, {1}},
    {"kafka.lag.max", "{message}", kGauge, {0}},
};

constexpr MetricRow kQuotes[] = {
    {"quotes", "quotes", kCounter, {13600}, "number_of_items=1"},
    {"quotes", "quotes", kCounter, {4900}, "number_of_items=2"},
    {"quotes", "quotes", kCounter, {4600}, "number_of_items=3"},
    {"quotes", "quotes", kCounter, {4400}, "number_of_items=4"},
};

constexpr MetricRow kFlags[] = {
    {"http.server.duration", "s", kSeconds, {68000, 0.0006, 0.004}, "http.method=POST;http.code=200"},
    {"http.server.response.size", "By", kMillis, {68000, 190, 300}, "http.method=POST"},
    {"http.server.active_requests", "{request}", kLevel, {3, 0.4}},
    {"feature_flag.flagd.impression",
     "{impression}",
     kCounter,
     {68000},
     "feature_flag.key=loadGeneratorFloodHomepage;feature_flag.variant=off;reason=STATIC"},
    {"feature_flag.flagd.impression",
     "{impression}",
     kCounter,
     {56000},
     "feature_flag.key=productCatalogFailure;feature_flag.variant=off;reason=STATIC"},
    {"feature_flag.flagd.impression",
     "{impression}",
     kCounter,
     {27000},
     "feature_flag.key=cartFailure;feature_flag.variant=off;reason=STATIC"},
    {"feature_flag.flagd.impression",
     "{impression}",
     kCounter,
     {2},
     "feature_flag.key=paymentCacheLeak;feature_flag.variant=on;reason=STATIC"},
    {"feature_flag.flagd.evaluation.reason", "{reason}", kCounter, {151000}, "reason=STATIC"},
};

constexpr std::string_view kGrpcDone = "rpc.system=grpc;rpc.grpc.status_code=0";
constexpr std::string_view kGetProductDone =
    "rpc.system=grpc;rpc.service=oteldemo.ProductCatalogService;rpc.method=GetProduct;rpc.grpc.status_code=0";
constexpr std::string_view kListProductsDone =
    "rpc.system=grpc;rpc.service=oteldemo.ProductCatalogService;rpc.method=ListProducts;"
    "rpc.grpc.status_code=0";
constexpr std::string_view kPlaceOrderDone =
    "rpc.system=grpc;rpc.service=oteldemo.CheckoutService;rpc.method=PlaceOrder;rpc.grpc.status_code=0";
constexpr std::string_view kCartPosts =
    "http.request.method=POST;http.response.status_code=200;network.protocol.version=2;url.scheme=http";
constexpr std::string_view kLocustLabels =
    "http.scheme=http;net.peer.name=frontend-proxy;http.status_code=200";

std::vector<MetricTable> Tables() {
  const Scope hosting = {"Microsoft.AspNetCore.Hosting"};
  return {
      {kCart, {"OpenTelemetry.Demo.Cart"}, kCartRows},
      {kCart, hosting, kCartServer, 1, 1, kCartPosts},
      {kCart, hosting, kCartActive},
      {kCart, {"Microsoft.AspNetCore.Server.Kestrel"}, kKestrel},
      {kCart, kDotnetScope, DotnetRows()},
      {kCart, kDotnetProcessScope, DotnetProcessRows()},
      {kAccounting, kDotnetScope, DotnetRows(), 0.4},
      {kAccounting, kDotnetProcessScope, DotnetProcessRows(), 0.4},
      {kCheckout, kGrpcScope, kCheckoutServer, 27'000, 1, kPlaceOrderDone},
      {kCheckout, kGrpcScope, kCheckoutCalls, 1, 1, kGrpcDone},
      {kCheckout,
       {"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp", "0.60.0"},
       kCheckoutPosts,
       1,
       1,
       "http.method=POST;net.peer.name=email"},
      {kCheckout, kGoScope, GoRows()},
      {kProductCatalog, kGrpcScope, kCatalogServer, 560'000, 1, kGetProductDone},
      {kProductCatalog, kGrpcScope, kCatalogServer, 41'000, 1, kListProductsDone},
      {kProductCatalog, kGoScope, GoRows(), 1, 0.65},
      {kCurrency, {"app.currency"}, kCurrencyRows},
      {kRecommendation, {"recommendation"}, kRecommendationRows},
      {kRecommendation, kPythonScope, PythonRows()},
      {kLoadGenerator, kPythonScope, PythonRows(), 4, 3.5},
      {kLoadGenerator, {"opentelemetry.instrumentation.requests", "0.51b0"}, kLocust, 1, 1, kLocustLabels},
      {kAd, {"ad"}, kAdRows},
      {kAd, {"io.opentelemetry.grpc-1.6", "2.13.3-alpha"}, kAdServer, 1, 1, kGrpcDone},
      {kAd, kJvmScope, JvmRows()},
      {kFraudDetection, kJvmScope, JvmRows(), 1, 0.92},
      {kFraudDetection,
       {"io.opentelemetry.kafka-clients-0.11", "2.13.3-alpha"},
       kFraudConsumer,
       1,
       1,
       "client-id=consumer-fraud-detection-1"},
      {kKafka, kJvmScope, JvmRows(), 1, 3.2},
      {kKafka, {"io.opentelemetry.jmx-metrics", "2.13.3-alpha"}, kBroker},
      {kQuote, {"quotes"}, kQuotes},
      {kFlagd, {"flagd"}, kFlags},
  };
}

}  // namespace

void AddServiceMetrics(Recorder& recorder, UnixNanos time) {
  static const std::vector<MetricTable> tables = Tables();
  std::uint64_t number = 0;
  for (const MetricTable& table : tables) {
    AddTable(recorder, table, time, Random(recorder.options().seed, 0x6d6574, time, ++number));
  }
}

}  // namespace sextant::demo
