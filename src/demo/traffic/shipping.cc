#include "demo/traffic/shipping.h"

#include "demo/core/pods.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;

constexpr Scope kShippingScope = {"shipping"};
constexpr Scope kReqwestScope = {"opentelemetry-otlp", "0.15.0"};
constexpr Scope kSlimScope = {"io.opentelemetry.contrib.php.slim"};
constexpr Scope kManualScope = {"manual-instrumentation"};
constexpr Scope kSlimLogScope = {"slim-app"};

void LogLine(Trace& trace, const Frame& frame, std::string_view text) {
  trace.Line(frame, Service::kShipping,
             FormatIso8601(frame.now).substr(11, 8) + " [INFO] " + std::string(text));
}

void Calculate(Trace& trace, Frame& parent, int items, double cost) {
  trace.Span(parent, {Service::kQuote, kSlimScope, "{closure}"}, {0.1, 0.1}, [&](Frame& closure) {
    closure.attributes = {
        {"code.function", "{closure}"}, {"code.filepath", "/var/www/app/routes.php"}, {"code.lineno", 53}};
    trace.Span(closure, {Service::kQuote, kManualScope, "calculate-quote"},
               {trace.random().Latency(0.06, 0.5), 0}, [&](Frame& inner) {
                 inner.attributes = {{"app.quote.items.count", items}, {"app.quote.cost.total", cost}};
                 inner.AddEvent(inner.start, "Calculating quote");
                 inner.AddEvent("Quote calculated, returning its value");
               });
  });
}

void ServeGetQuote(Trace& trace, Frame& client, int items, double cost) {
  const SpanShape shape = {Service::kQuote, kSlimScope, "POST /getquote", SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(1.2, 11), 0.3}, [&](Frame& server) {
    server.AddEvent(server.start, "Received get quote request, processing it");
    Calculate(trace, server, items, cost);
    server.AddEvent("Quote processed, response sent back").Set("app.quote.cost.total", cost);
    trace.Log(server, Service::kQuote, kSlimLogScope, {"INFO", 9}, "Calculated quote",
              AttributeList{{"context.total", cost}});
    trace.Line(server, Service::kQuote,
               "[" + FormatIso8601(server.now).substr(0, 19) + "Z] \"POST /getquote HTTP/1.1\" 200 5");
    server.attributes = {{"http.request.method", "POST"},
                         {"http.route", "/getquote"},
                         {"http.response.status_code", 200},
                         {"url.full", "http://quote:8080/getquote"},
                         {"url.scheme", "http"},
                         {"network.protocol.version", "1.1"}};
  });
}

}  // namespace

void ServeQuote(Trace& trace, Frame& client, std::string_view zip_code, int items, std::int64_t cost_cents) {
  const double cost = Dollars(cost_cents);
  const SpanShape shape = {Service::kShipping, kShippingScope, kGetQuote.path(), SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.5, 2.5), 0.3}, [&](Frame& server) {
    server.AddEvent(server.start, "Processing get quote request");
    const UnixNanos called = server.now;
    trace.Span(server, {Service::kShipping, kReqwestScope, "POST", SpanKind::kClient}, {0.9, 0.6},
               [&](Frame& call) {
                 ServeGetQuote(trace, call, items, cost);
                 call.attributes = {{"http.method", "POST"},
                                    {"http.scheme", "http"},
                                    {"http.host", "quote"},
                                    {"http.url", "http://quote:8080/getquote"},
                                    {"net.host.port", 8080},
                                    {"http.status_code", 200},
                                    {"http.user_agent", ""},
                                    {"code.filepath", "reqwest-tracing/src/reqwest_otel_span_builder.rs"},
                                    {"code.namespace", "reqwest_tracing::reqwest_otel_span_builder"},
                                    {"code.lineno", 141},
                                    {"thread.id", 3},
                                    {"thread.name", "actix-rt|system:0|arbiter:0"},
                                    {"busy_ns", 180'000 + trace.random().Below(90'000)},
                                    {"idle_ns", call.now - called}};
               });
    server.AddEvent("Received Quote").Set("app.shipping.cost.total", cost);
    server.attributes = RpcAttributes(kGetQuote);
    server.attributes.Add({{"app.shipping.zip_code", zip_code},
                           {"app.shipping.items.count", items},
                           {"app.shipping.cost.total", cost}});
    Succeed(server);
    LogLine(trace, server, "Received quote: \"" + Money(cost_cents) + "\"");
    LogLine(trace, server, "Sending Quote: " + Money(cost_cents));
  });
}

void ServeShipOrder(Trace& trace, Frame& client, const Order& order) {
  const SpanShape shape = {Service::kShipping, kShippingScope, kShipOrder.path(), SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.1, 1), 0}, [&](Frame& server) {
    server.AddEvent(server.start, "Processing shipping order request");
    server.AddEvent("Shipping tracking id created, response sent back");
    server.attributes = RpcAttributes(kShipOrder);
    server.attributes.Set("app.shipping.tracking.id", order.tracking);
    Succeed(server);
    LogLine(trace, server, "Tracking ID Created: " + order.tracking);
  });
}

}  // namespace sextant::demo
