#include "demo/core/pods.h"
#include "demo/traffic/backends.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr Scope kCurrencyScope = {"currency", "1.19.0"};

void DescribeGoServer(Trace& trace, Frame& server, const Rpc& rpc) {
  server.attributes = RpcAttributes(rpc);
  Succeed(server);
  server.attributes.Text("net.sock.peer.addr", ClusterIp(Service::kFrontend));
  server.attributes.Set("net.sock.peer.port", 32'768 + trace.random().Below(28'000));
}

}  // namespace

void ServeProduct(Trace& trace, Frame& client, std::size_t product) {
  const SpanShape shape = {Service::kProductCatalog, kGoGrpcScope, kGetProduct.path(), SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.08, 0.6), 0}, [&](Frame& server) {
    DescribeGoServer(trace, server, kGetProduct);
    server.attributes.Add(
        {{"app.product.id", kProducts[product].id}, {"app.product.name", kProducts[product].name}});
    if (product == 0) {
      server.AddEvent(server.start, "feature_flag")
          .Add({{"feature_flag.key", "productCatalogFailure"},
                {"feature_flag.variant", "off"},
                {"feature_flag.provider_name", "flagd"}});
    }
    server.AddEvent("Product Found");
  });
}

void ServeProductList(Trace& trace, Frame& client) {
  const SpanShape shape = {Service::kProductCatalog, kGoGrpcScope, kListProducts.path(), SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.1, 0.8), 0}, [&](Frame& server) {
    DescribeGoServer(trace, server, kListProducts);
    server.attributes.Set("app.products.count", kProducts.size());
  });
}

void ServeConversion(Trace& trace, Frame& client, std::string_view from, std::string_view to) {
  const SpanShape shape = {Service::kCurrency, kCurrencyScope, "Currency/Convert", SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.05, 0.5), 0}, [&](Frame& server) {
    server.attributes = RpcAttributes(kConvert);
    Succeed(server);
    server.attributes.Add({{"app.currency.conversion.from", from}, {"app.currency.conversion.to", to}});
    server.AddEvent(server.start, "Processing currency conversion request");
    server.AddEvent("Conversion successful, response sent back");
    server.status = SpanStatus::kOk;
    trace.Log(server, Service::kCurrency, kCurrencyScope, {"INFO", 9}, "Convert conversion successful");
  });
}

void ServeCurrencies(Trace& trace, Frame& client) {
  const SpanShape shape = {Service::kCurrency, kCurrencyScope, "Currency/GetSupportedCurrencies",
                           SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.05, 0.5), 0}, [&](Frame& server) {
    server.attributes = RpcAttributes(kGetCurrencies);
    Succeed(server);
    server.AddEvent(server.start, "Processing supported currencies request");
    server.AddEvent("Currencies fetched, response sent back");
    server.status = SpanStatus::kOk;
    trace.Log(server, Service::kCurrency, kCurrencyScope, {"INFO", 9}, "GetSupportedCurrencies successful");
  });
}

}  // namespace sextant::demo
