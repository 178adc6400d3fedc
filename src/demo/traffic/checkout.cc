#include "demo/traffic/checkout.h"

#include "base/bytes.h"
#include "base/json.h"
#include "demo/core/pods.h"
#include "demo/traffic/backends.h"
#include "demo/traffic/fulfilment.h"
#include "demo/traffic/payment.h"
#include "demo/traffic/shipping.h"
#include "demo/traffic/winston.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr Scope kCheckoutScope = {"checkout"};
// What the frontend's console capture adds besides the SDK's own record.
constexpr double kConsoleMs = 0.3;

void AddFlag(Frame& frame, std::string_view key) {
  frame.AddEvent("feature_flag")
      .Add({{"feature_flag.key", key},
            {"feature_flag.variant", "off"},
            {"feature_flag.provider_name", "flagd"}});
}

void Prepare(Trace& trace, Frame& server, const Order& order) {
  const SpanShape shape = {Service::kCheckout, kCheckoutScope, "prepareOrderItemsAndShippingQuoteFromCart"};
  trace.Span(server, shape, {0.2, 0.2}, [&](Frame& prepare) {
    CheckoutCall(trace, prepare, kGetCart, [&](Frame& client) {
      ServeCart(trace, client, {kGetCart, order.customer.user_id, order.quantity, {}, 0, true});
    });
    for (const OrderItem& item : order.items) {
      CheckoutCall(trace, prepare, kGetProduct,
                   [&](Frame& client) { ServeProduct(trace, client, item.product); });
      CheckoutCall(trace, prepare, kConvert,
                   [&](Frame& client) { ServeConversion(trace, client, "USD", "USD"); });
    }
    CheckoutCall(trace, prepare, kGetQuote, [&](Frame& client) {
      ServeQuote(trace, client, order.customer.zip_code, order.quantity, order.shipping_cents);
    });
    CheckoutCall(trace, prepare, kConvert,
                 [&](Frame& client) { ServeConversion(trace, client, "USD", "USD"); });
    prepare.attributes = {{"app.shipping.amount", Dollars(order.shipping_cents)},
                          {"app.cart.items.count", order.quantity},
                          {"app.order.items.count", order.items.size()}};
  });
}

bool Pay(Trace& trace, Frame& server, const Order& order) {
  bool paid = false;
  CheckoutCall(trace, server, kCharge, [&](Frame& client) {
    paid = ServeCharge(trace, client, order);
    if (paid) return;
    client.status = SpanStatus::kError;
    client.status_message = kCacheFull;
    client.attributes.Set("rpc.grpc.status_code", 2);
  });
  return paid;
}

void Fulfil(Trace& trace, Frame& server, const Order& order) {
  server.AddEvent("charged").Set("app.payment.transaction.id", order.transaction);
  LogCheckout(trace, server, "payment went through (transaction_id: " + order.transaction + ")");
  CheckoutCall(trace, server, kShipOrder, [&](Frame& client) { ServeShipOrder(trace, client, order); });
  server.AddEvent("shipped").Set("app.shipping.tracking.id", order.tracking);
  CheckoutCall(trace, server, kEmptyCart, [&](Frame& client) {
    ServeCart(trace, client, {kEmptyCart, order.customer.user_id, 0, {}, 0, true});
  });
  SendConfirmation(trace, server, order);
  PublishOrder(trace, server, order);
  AddFlag(server, "kafkaQueueProblems");
  server.attributes.Add({{"app.order.id", order.id},
                         {"app.shipping.amount", Dollars(order.shipping_cents)},
                         {"app.order.amount", Dollars(order.total_cents)},
                         {"app.order.items.count", order.items.size()},
                         {"app.shipping.tracking.id", order.tracking}});
  Succeed(server);
}

bool ServePlaceOrder(Trace& trace, Frame& client, const Order& order) {
  bool placed = false;
  const SpanShape shape = {Service::kCheckout, kGoGrpcScope, kPlaceOrder.path(), SpanKind::kServer};
  trace.Span(client, shape, {trace.random().Latency(0.5, 2), 0.4}, [&](Frame& server) {
    server.attributes = RpcAttributes(kPlaceOrder);
    server.attributes.Text("net.sock.peer.addr", ClusterIp(Service::kFrontend));
    server.attributes.Add({{"app.user.id", order.customer.user_id}, {"app.user.currency", "USD"}});
    LogCheckout(trace, server,
                "[PlaceOrder] user_id=\"" + order.customer.user_id + "\" user_currency=\"USD\"");
    Prepare(trace, server, order);
    server.AddEvent("prepared");
    AddFlag(server, "paymentUnreachable");
    placed = Pay(trace, server, order);
    if (placed) return Fulfil(trace, server, order);
    server.AddEvent("error").Set("exception.message", kChargeError);
    server.status = SpanStatus::kError;
    server.status_message = kOrderError;
    server.attributes.Set("rpc.grpc.status_code", 13);
  });
  return placed;
}

// Node's way of printing the error; the SDK captures it from the console, once plain and once from Next.js.
void LogConsole(Trace& trace, Frame& frontend, const Order& order) {
  const std::string date = FormatIso8601(frontend.now);
  const std::string error = "{\"code\":13,\"details\":\"" + std::string(kOrderError) +
                            "\",\"metadata\":{\"content-type\":[\"application/grpc+proto\"],\"date\":[\"" +
                            date + "\"]}}";
  AttributeList values;
  values.Text("trace_id", ToHex(trace.id())).Text("span_id", ToHex(frontend.id));
  values.Add({{"userId", order.customer.user_id}, {"email", order.customer.email}});
  for (const std::string_view prefix : {"", " \u2a2f "}) {
    frontend.Spend(kConsoleMs);
    trace.Log(frontend, Service::kFrontend, kWinstonScope, {"error"}, std::string(prefix) + error, values);
  }
  trace.recorder().AddLine(Service::kFrontend, frontend.now,
                           "Error: 13 INTERNAL: " + std::string(kOrderError), Stream::kStderr);
  for (const std::string_view line :
       {"    at callErrorFromStatus (/app/node_modules/@grpc/grpc-js/build/src/call.js:32:19)",
        "    at Object.onReceiveStatus (/app/node_modules/@grpc/grpc-js/build/src/client.js:193:76)"}) {
    trace.recorder().AddLine(Service::kFrontend, frontend.now, line, Stream::kStderr);
  }
}

void LogFailure(Trace& trace, Frame& frontend, const Order& order) {
  WinstonRecord record(trace, frontend, Service::kFrontend);
  record.values().Add({{"userId", order.customer.user_id},
                       {"email", order.customer.email},
                       {"error.code", 13},
                       {"error.details", kOrderError},
                       {"error.metadata.content-type", R"(["application/grpc+proto"])"}});
  record.Write("error", "Failed to place order");
  LogConsole(trace, frontend, order);
}

}  // namespace

int AnswerCheckout(Trace& trace, Frame& frontend, const Order& order, std::string_view currency) {
  WinstonRecord begun(trace, frontend, Service::kFrontend);
  begun.values().Set("currencyCode", currency);
  begun.Write("info", "Checkout");
  bool placed = false;
  FrontendCall(
      trace, frontend, kPlaceOrder,
      [&](Frame& client) {
        placed = ServePlaceOrder(trace, client, order);
        if (placed) return;
        client.status = SpanStatus::kError;
        client.attributes.Add({{"rpc.grpc.status_code", 13}, {"grpc.error_name", "Error"}});
        client.attributes.Text("grpc.error_message", "13 INTERNAL: " + std::string(kOrderError));
      },
      &order.customer);
  SetCustomer(frontend, order.customer);
  if (!placed) {
    LogFailure(trace, frontend, order);
    return 500;
  }
  Fork products(frontend);
  for (const OrderItem& item : order.items) {
    products.Run([&] {
      FrontendCall(
          trace, frontend, kGetProduct, [&](Frame& client) { ServeProduct(trace, client, item.product); },
          &order.customer);
    });
  }
  return 200;
}

}  // namespace sextant::demo
