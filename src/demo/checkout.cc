// POST /api/checkout: the journey that the incident hits.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "demo/catalogue.h"
#include "demo/journey_parts.h"
#include "demo/journeys.h"
#include "demo/timeline.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr std::string_view kCacheFull = "Visa cache full: cannot add new item.";
constexpr std::string_view kChargeError =
    "could not charge the card: rpc error: code = Unknown desc = Visa cache full: cannot add new item.";
constexpr std::string_view kOrderError =
    "failed to charge card: could not charge the card: rpc error: code = Unknown desc = Visa cache full: "
    "cannot add "
    "new item.";

struct Order {
  Customer customer;
  std::vector<std::size_t> products;
  std::vector<std::int64_t> quantities;
  std::int64_t shipping_cents = 0;
  std::int64_t total_cents = 0;
  std::string id;
  std::string transaction;
  std::string tracking;
};

Order RandomOrder(Random& random) {
  static constexpr std::array<std::int64_t, 6> kQuantities = {1, 2, 3, 4, 5, 10};
  Order order;
  order.customer = RandomCustomer(random);
  const std::size_t distinct = random.Chance(0.5) ? 1 : 2 + random.Below(3);
  std::int64_t items = 0;
  for (std::size_t i = 0; i < distinct; ++i) {
    order.products.push_back(random.Below(kProducts.size()));
    order.quantities.push_back(kQuantities[random.Below(kQuantities.size())]);
    items += order.quantities.back();
    order.total_cents += kProducts[order.products.back()].price_cents * order.quantities.back();
  }
  order.shipping_cents = std::llround(random.Uniform(40, 100) * static_cast<double>(items) * 100);
  order.total_cents += order.shipping_cents;
  order.id = random.Uuid();
  order.transaction = random.Uuid();
  order.tracking = random.Uuid();
  return order;
}

// How long the payment service works on a charge, in milliseconds. MasterCard stays below 150; Visa grows
// with the cache: the search through it, and the stalls of a service that runs into its CPU limit.
double ChargeMs(const Incident& incident, bool visa, Random& random) {
  if (visa && incident.phase == Phase::kFull) return random.Uniform(0.8, 3);
  const double s = incident.phase == Phase::kGrowing ? incident.fill : 0;
  double ms = random.LogNormal(4, 0.5);
  if (random.Chance(0.05 * s)) ms += random.Uniform(5, 40);
  if (!visa) return std::min(ms, 149.0);
  if (s > 0) ms += random.LogNormal(55 * s, 0.6);
  if (s > 0 && random.Chance(0.02 + 0.13 * s * s)) {
    ms += static_cast<double>(2 + random.Below(7)) * 100 * random.Uniform(0.7, 1.1);
  }
  return std::min(ms, 950.0);
}

class Checkout {
 public:
  Checkout(Recorder& recorder, Random random, UnixNanos start)
      : trace_(recorder, random),
        start_(start),
        order_(RandomOrder(trace_.random())),
        incident_(IncidentAt(recorder.options(), start)),
        refused_(order_.customer.visa && incident_.phase == Phase::kFull) {}

  void Run() {
    ThroughProxy(trace_, start_, {"POST", "/api/checkout"}, {2, 1.5}, [this](Frame& frontend) {
      trace_.Log(frontend, Service::kFrontend, kNodeLogScope, "info", "Checkout", TraceIds(frontend));
      PlaceOrder(frontend);
      if (refused_) {
        LogFailure(frontend);
      } else {
        for (const std::size_t product : order_.products) {
          FrontendCall(trace_, frontend, kGetProduct,
                       [&](Frame& client) { ServeProduct(trace_, client, product); });
        }
      }
      SetCustomer(frontend);
      return refused_ ? 500 : 200;
    });
  }

 private:
  static constexpr Rpc kPlaceOrder = {"oteldemo.CheckoutService", "PlaceOrder", "checkout"};
  static constexpr Rpc kCharge = {"oteldemo.PaymentService", "Charge", "payment"};
  static constexpr Rpc kGetProduct = {"oteldemo.ProductCatalogService", "GetProduct", "product-catalog"};
  static constexpr Rpc kConvert = {"oteldemo.CurrencyService", "Convert", "currency"};

  AttributeList TraceIds(const Frame& frame) const {
    AttributeList list;
    list.Text("trace_id", ToHex(trace_.id())).Text("span_id", ToHex(frame.id)).Set("trace_flags", "01");
    return list;
  }

  void SetCustomer(Frame& frame) {
    frame.attributes.Set("userId", order_.customer.user_id).Set("email", order_.customer.email);
  }

  void PlaceOrder(Frame& frontend) {
    FrontendCall(trace_, frontend, kPlaceOrder, [this](Frame& client) {
      const SpanKindOf kind = {Service::kCheckout, kGoGrpcScope, "oteldemo.CheckoutService/PlaceOrder",
                               SpanKind::kServer};
      trace_.Span(client, kind, {0.5, 0.4}, [this](Frame& server) { ServePlaceOrder(server); });
      SetCustomer(client);
      if (!refused_) return;
      client.status = SpanStatus::kError;
      client.attributes.Set("rpc.grpc.status_code", 13).Set("grpc.error_name", "Error");
      client.attributes.Text("grpc.error_message", "13 INTERNAL: " + std::string(kOrderError));
    });
  }

  void ServePlaceOrder(Frame& server) {
    server.attributes = RpcAttributes(kPlaceOrder);
    server.attributes.Set("app.user.id", order_.customer.user_id).Set("app.user.currency", "USD");
    trace_.Stdout(server, Service::kCheckout,
                  Json(server, "[PlaceOrder] user_id=\\\"" + order_.customer.user_id +
                                   "\\\" user_currency=\\\"USD\\\""));
    Prepare(server);
    server.Event("prepared");
    Charge(server);
    if (refused_) {
      error_event_.Set("exception.message", kChargeError);
      server.events.push_back({server.now, "error", error_event_});
      server.status = SpanStatus::kError;
      server.status_message = kOrderError;
      server.attributes.Set("rpc.grpc.status_code", 13);
      return;
    }
    server.Event("charged");
    trace_.Stdout(server, Service::kCheckout,
                  Json(server, "payment went through (transaction_id: " + order_.transaction + ")"));
    Ship(server);
    SendEmail(server);
    Publish(server);
    server.attributes.Set("app.order.id", order_.id).Set("app.shipping.tracking.id", order_.tracking);
    server.attributes.Set("app.shipping.amount", Dollars(order_.shipping_cents));
    server.attributes.Set("app.order.amount", Dollars(order_.total_cents));
    server.attributes.Set("app.order.items.count", order_.products.size()).Set("rpc.grpc.status_code", 0);
  }

  void Prepare(Frame& server) {
    const SpanKindOf kind = {
        Service::kCheckout, {"checkout"}, "prepareOrderItemsAndShippingQuoteFromCart", SpanKind::kInternal};
    trace_.Span(server, kind, {0.2, 0.2}, [this](Frame& prepare) {
      const Rpc get_cart = {"oteldemo.CartService", "GetCart", "cart"};
      CheckoutCall(trace_, prepare, get_cart,
                   [this](Frame& client) { ServeCart(trace_, client, "GetCart", order_.customer.user_id); });
      for (const std::size_t product : order_.products) {
        CheckoutCall(trace_, prepare, kGetProduct,
                     [&](Frame& client) { ServeProduct(trace_, client, product); });
        CheckoutCall(trace_, prepare, kConvert,
                     [this](Frame& client) { ServeConversion(trace_, client, "USD"); });
      }
      const Rpc get_quote = {"oteldemo.ShippingService", "GetQuote", "shipping"};
      CheckoutCall(trace_, prepare, get_quote, [this](Frame& client) {
        ServeQuote(trace_, client, order_.products.size(), order_.shipping_cents);
      });
      CheckoutCall(trace_, prepare, kConvert,
                   [this](Frame& client) { ServeConversion(trace_, client, "USD"); });
      prepare.attributes.Set("app.shipping.amount", Dollars(order_.shipping_cents));
      prepare.attributes.Set("app.order.items.count", order_.products.size());
    });
  }

  void Charge(Frame& server) {
    CheckoutCall(trace_, server, kCharge, [this](Frame& client) {
      const SpanKindOf kind = {Service::kPayment, kNodeGrpcScope, "grpc.oteldemo.PaymentService/Charge",
                               SpanKind::kServer};
      trace_.Span(client, kind, {0.3, 0.2}, [this](Frame& payment) { ServeCharge(payment); });
      if (!refused_) return;
      client.status = SpanStatus::kError;
      client.status_message = kCacheFull;
      client.attributes.Set("rpc.grpc.status_code", 2);
    });
  }

  void ServeCharge(Frame& payment) {
    payment.attributes = RpcAttributes(kCharge);
    payment.attributes.Text("app.payment.amount", Money(order_.total_cents));
    AttributeList received = TraceIds(payment);
    received.Text("app.payment.amount", Money(order_.total_cents)).Set("request.amount.currencyCode", "USD");
    received.Text("request.amount.units.low", std::to_string(order_.total_cents / 100));
    trace_.Log(payment, Service::kPayment, kNodeLogScope, "info", "Charge request received.", received);
    const double work_ms = ChargeMs(incident_, order_.customer.visa, trace_.random());
    if (refused_) {
      Refuse(payment, work_ms);
    } else {
      Accept(payment, work_ms);
    }
  }

  void Refuse(Frame& payment, double work_ms) {
    payment.Spend(work_ms - 0.5);
    const SpanKindOf kind = {Service::kPayment,
                             {"@hyperdx/instrumentation-exception", "0.1.0"},
                             "Error: Visa cache full: cannot add new item.",
                             SpanKind::kInternal};
    trace_.Span(payment, kind, {}, [this](Frame& thrown) {
      exception_.Set("exception.type", "Error").Set("exception.message", kCacheFull);
      exception_.Set("exception.parsed_stacktrace", kFrames);
      exception_.Set("exception.mechanism", R"({"type":"generic","handled":true})");
      thrown.events.push_back({thrown.now, "exception", exception_});
      thrown.attributes.Set("exception.modules", "{}").Text("app.payment.amount", Money(order_.total_cents));
      thrown.status = SpanStatus::kError;
    });
    AttributeList log = TraceIds(payment);
    log.Text("app.payment.amount", Money(order_.total_cents));
    trace_.Log(payment, Service::kPayment, kNodeLogScope, "error", kCacheFull, log);
    payment.attributes.Set("grpc.error_name", "Error").Set("grpc.error_message", kCacheFull);
  }

  void Accept(Frame& payment, double work_ms) {
    static constexpr std::array<std::string_view, 4> kLevels = {"platinum", "gold", "silver", "bronze"};
    const std::string_view level = kLevels[trace_.random().Below(kLevels.size())];
    const std::string_view card = order_.customer.visa ? "visa" : "mastercard";
    const auto describe = [&](AttributeList& list, UnixNanos now) {
      if (order_.customer.visa && incident_.phase == Phase::kGrowing)
        list.Set("cache.size", incident_.cache_size);
      list.Set("app.payment.card_type", card).Set("app.payment.card_valid", true);
      list.Set("app.loyalty.level", level)
          .Set("app.payment.charged", true)
          .Set("app.payment.currency", "USD");
      list.Set("app.payment.timestamp", now / kNanosPerMilli).Set("app.payment.transactions", 1);
    };
    const SpanKindOf kind = {Service::kPayment, {"payment"}, "charge", SpanKind::kInternal};
    trace_.Span(payment, kind, {std::max(0.1, work_ms - 0.5), 0}, [&](Frame& charge) {
      charge.attributes.Text("app.payment.amount", Money(order_.total_cents));
      describe(charge.attributes, charge.now);
    });
    if (order_.customer.visa && incident_.phase == Phase::kGrowing) {
      AttributeList cache = TraceIds(payment);
      cache.Set("size", incident_.cache_size);
      trace_.Log(payment, Service::kPayment, kNodeLogScope, "info", "cache", cache);
    }
    AttributeList log = TraceIds(payment);
    log.Set("transactionId", order_.transaction).Set("cardType", card);
    log.Set("lastFourDigits", order_.customer.card_tail).Set("loyalty_level", level).Set("cached", false);
    trace_.Log(payment, Service::kPayment, kNodeLogScope, "info", "Transaction complete.", log);
    describe(payment.attributes, payment.now);
    payment.attributes.Set("rpc.grpc.status_code", 0);
  }

  void Ship(Frame& server) {
    const Rpc ship = {"oteldemo.ShippingService", "ShipOrder", "shipping"};
    CheckoutCall(trace_, server, ship, [&](Frame& client) {
      const SpanKindOf kind = {
          Service::kShipping, {"shipping"}, "oteldemo.ShippingService/ShipOrder", SpanKind::kServer};
      trace_.Span(client, kind, {trace_.random().Latency(0.1, 1), 0}, [&](Frame& shipping) {
        shipping.attributes = RpcAttributes(ship);
        shipping.attributes.Set("app.shipping.tracking.id", order_.tracking).Set("rpc.grpc.status_code", 0);
        shipping.Event("Shipping tracking id created, response sent back");
        trace_.Stdout(
            shipping, Service::kShipping,
            FormatIso8601(shipping.now).substr(11, 8) + " [INFO] Tracking ID Created: " + order_.tracking);
      });
    });
    server.Event("shipped");
    const Rpc empty = {"oteldemo.CartService", "EmptyCart", "cart"};
    CheckoutCall(trace_, server, empty,
                 [this](Frame& client) { ServeCart(trace_, client, "EmptyCart", order_.customer.user_id); });
  }

  void SendEmail(Frame& server) {
    const SpanKindOf post = {Service::kCheckout,
                             {"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp", "0.60.0"},
                             "HTTP POST",
                             SpanKind::kClient};
    trace_.Span(server, post, {0.4, 0.3}, [this](Frame& client) {
      const SpanKindOf rack = {Service::kEmail,
                               {"OpenTelemetry::Instrumentation::Rack"},
                               "POST /send_order_confirmation",
                               SpanKind::kServer};
      trace_.Span(client, rack, {0.8, 0.4}, [this](Frame& email) {
        const SpanKindOf send = {Service::kEmail, {"email"}, "send_email", SpanKind::kInternal};
        trace_.Span(email, send, {trace_.random().Latency(2, 14), 0.2}, [this](Frame& inner) {
          inner.attributes.Set("app.email.recipient", order_.customer.email);
        });
        email.attributes.Set("http.method", "POST")
            .Set("http.status_code", 200)
            .Set("app.order.id", order_.id);
        email.attributes.Set("http.target", "/send_order_confirmation")
            .Set("http.user_agent", "Go-http-client/1.1");
        trace_.Stdout(email, Service::kEmail, "Order confirmation email sent to: " + order_.customer.email);
      });
      client.attributes.Set("http.url", "http://email:8080/send_order_confirmation")
          .Set("http.method", "POST");
      client.attributes.Set("http.status_code", 200).Set("net.peer.name", "email");
    });
    trace_.Stdout(server, Service::kCheckout,
                  Json(server, "order confirmation email sent to \\\"" + order_.customer.email + "\\\""));
  }

  void Publish(Frame& server) {
    const SpanKindOf kind = {Service::kCheckout, {"checkout"}, "orders publish", SpanKind::kProducer};
    trace_.Span(server, kind, {trace_.random().Latency(0.5, 5), 0}, [](Frame& publish) {
      publish.attributes.Set("peer.service", "kafka").Set("network.transport", "tcp");
      publish.attributes.Set("messaging.system", "kafka").Set("messaging.destination.name", "orders");
      publish.attributes.Set("messaging.operation", "publish").Set("messaging.kafka.producer.success", true);
    });
  }

  // The SDK's record, and what the console prints twice.
  void LogFailure(Frame& frontend) {
    AttributeList log = TraceIds(frontend);
    log.Set("userId", order_.customer.user_id).Set("email", order_.customer.email);
    log.Set("error.code", 13).Set("error.details", kOrderError);
    log.Set("error.metadata.content-type", R"(["application/grpc+proto"])");
    trace_.Log(frontend, Service::kFrontend, kNodeLogScope, "error", "Failed to place order", log);
    const std::string console = "{\"code\":13,\"details\":\"" + std::string(kOrderError) +
                                "\",\"metadata\":{\"content-type\":[\"application/grpc+proto\"]}}";
    AttributeList copy = TraceIds(frontend);
    copy.Set("userId", order_.customer.user_id).Set("email", order_.customer.email);
    frontend.Spend(0.3);
    trace_.Log(frontend, Service::kFrontend, kNodeLogScope, "error", console, copy);
    frontend.Spend(0.3);
    trace_.Log(frontend, Service::kFrontend, kNodeLogScope, "error", " \u2a2f " + console, copy);
  }

  static double Dollars(std::int64_t cents) { return static_cast<double>(cents) / 100; }

  static std::string Json(const Frame& frame, const std::string& message) {
    return "{\"message\":\"" + message + "\",\"severity\":\"info\",\"timestamp\":\"" +
           FormatIso8601(frame.now) + "\"}";
  }

  static constexpr std::string_view kFrames =
      R"({"frames":[{"filename":"/usr/src/app/index.js","function":"chargeServiceHandler","lineno":22},)"
      R"({"filename":"node:internal/process/task_queues","function":"process.processTicksAndRejections","lineno":95},)"
      R"({"filename":"/usr/src/app/charge.js","function":"module.exports.charge","lineno":127},)"
      R"({"filename":"/usr/src/app/charge.js","function":"validateCreditCard","lineno":70}]})";

  Trace trace_;
  const UnixNanos start_;
  const Order order_;
  const Incident incident_;
  const bool refused_;
  // Of events, which are written with their span.
  AttributeList error_event_;
  AttributeList exception_;
};

}  // namespace

void CheckOut(Recorder& recorder, Random random, UnixNanos start) { Checkout(recorder, random, start).Run(); }

}  // namespace sextant::demo
