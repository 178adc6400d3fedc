#include "demo/traffic/fulfilment.h"

#include <cstdio>

#include "base/json.h"
#include "demo/core/pods.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr Scope kOtelHttpScope = {"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp", "0.60.0"};
constexpr Scope kRackScope = {"OpenTelemetry::Instrumentation::Rack"};
constexpr Scope kSinatraScope = {"OpenTelemetry::Instrumentation::Sinatra"};
constexpr Scope kEmailScope = {"email"};
constexpr Scope kCheckoutScope = {"checkout"};
constexpr Scope kDotnetKafkaScope = {"OpenTelemetry.AutoInstrumentation.Kafka"};
constexpr Scope kAccountingScope = {"Accounting.Consumer"};
constexpr Scope kJavaKafkaScope = {"io.opentelemetry.kafka-clients-0.11", "2.13.3-alpha"};
constexpr Scope kFraudScope = {"fraud-detection"};

// Of orders; part of the noise that every shop has.
constexpr double kLostOrderShare = 0.0002;
// The broker sees all the shop's orders, the tape a sample of them.
constexpr double kOrdersPerSecond = 7.6;

struct Message {
  const Order& order;
  std::string trace_id;
  std::string span_id;
  UnixNanos sent = 0;
  std::int64_t offset = 0;
};

void ServeConfirmation(Trace& trace, Frame& client, const Order& order) {
  const SpanShape rack = {Service::kEmail, kRackScope, "POST /send_order_confirmation", SpanKind::kServer};
  trace.Span(client, rack, {trace.random().Latency(0.7, 3), 0.4}, [&](Frame& server) {
    trace.Span(server, {Service::kEmail, kEmailScope, "send_email"}, {trace.random().Latency(1.6, 14), 0.3},
               [&](Frame& send) {
                 send.attributes.Set("app.email.recipient", order.customer.email);
                 trace.Span(send, {Service::kEmail, kSinatraScope, "sinatra.render_template"},
                            {trace.random().Latency(0.8, 6), 0}, [](Frame& render) {
                              render.attributes.Set("sinatra.template_name", "confirmation");
                            });
               });
    server.attributes = {{"http.method", "POST"},
                         {"http.host", "email:8080"},
                         {"http.scheme", "http"},
                         {"http.target", "/send_order_confirmation"},
                         {"http.user_agent", "Go-http-client/1.1"},
                         {"http.route", "/send_order_confirmation"},
                         {"http.status_code", 200},
                         {"app.order.id", order.id}};
    trace.Line(server, Service::kEmail, "Order confirmation email sent to: " + order.customer.email);
  });
}

std::string OrderResult(const Order& order) {
  JsonWriter json;
  json.Object().Key("orderId").String(order.id).Key("shippingTrackingId").String(order.tracking);
  json.Key("shippingCost").Raw(MoneyJson(order.shipping_cents));
  json.Key("shippingAddress").Object().Key("zipCode").String(order.customer.zip_code).End();
  json.Key("items").Array();
  for (const OrderItem& item : order.items) {
    json.Object().Key("item").Object().Key("productId").String(kProducts[item.product].id);
    json.Key("quantity").Int(item.quantity).End();
    json.Key("cost").Raw(MoneyJson(kProducts[item.product].price_cents)).End();
  }
  json.End().End();
  return json.Take();
}

void ReadByAccounting(Recorder& recorder, Random random, const Message& message) {
  Trace trace(recorder, random);
  const UnixNanos start = message.sent + Nanos(trace.random().Latency(3, 25));
  const SpanShape shape = {Service::kAccounting, kDotnetKafkaScope, "orders receive", SpanKind::kConsumer};
  trace.Root(start, shape, {trace.random().Latency(0.6, 5), 0}, [&](Frame& receive) {
    receive.links.push_back({message.trace_id, message.span_id});
    receive.attributes = {{"messaging.system", "kafka"},
                          {"messaging.operation", "receive"},
                          {"messaging.destination.name", "orders"},
                          {"messaging.kafka.consumer.group", "accounting"},
                          {"messaging.kafka.destination.partition", 0},
                          {"messaging.kafka.message.offset", message.offset},
                          {"messaging.client_id", "rdkafka#consumer-1"}};
    const std::string result = OrderResult(message.order);
    trace.Log(receive, Service::kAccounting, kAccountingScope, {"Information", 9},
              "Order details: {@OrderResult}.", AttributeList{{"OrderResult", result}});
  });
}

void ReadByFraudDetection(Recorder& recorder, Random random, const Message& message) {
  Trace trace(recorder, random);
  const UnixNanos start = message.sent + Nanos(trace.random().Latency(6, 60));
  const SpanShape receive = {Service::kFraudDetection, kJavaKafkaScope, "orders receive",
                             SpanKind::kConsumer};
  const SpanShape process = {Service::kFraudDetection, kJavaKafkaScope, "orders process",
                             SpanKind::kConsumer};
  const AttributeList common = {{"messaging.system", "kafka"},
                                {"messaging.destination.name", "orders"},
                                {"messaging.kafka.consumer.group", "fraud-detection"},
                                {"messaging.client_id", "consumer-fraud-detection-1"},
                                {"thread.id", 1},
                                {"thread.name", "main"}};
  trace.Root(start, receive, {trace.random().Latency(0.4, 3), 0.1}, [&](Frame& batch) {
    batch.attributes.Append(common);
    batch.attributes.Add({{"messaging.operation", "receive"}, {"messaging.batch.message_count", 1}});
    trace.Span(batch, process, {trace.random().Latency(0.5, 4), 0}, [&](Frame& work) {
      work.links.push_back({message.trace_id, message.span_id});
      work.attributes.Append(common);
      work.attributes.Add({{"messaging.operation", "process"},
                           {"messaging.kafka.message.offset", message.offset},
                           {"messaging.destination.partition.id", "0"},
                           {"messaging.message.body.size", 180 + 40 * message.order.items.size()},
                           {"kafka.record.queue_time_ms", (work.start - message.sent) / kNanosPerMilli}});
      trace.Log(work, Service::kFraudDetection, kFraudScope, {"INFO", 9},
                "Consumed record with orderId: " + message.order.id +
                    ", and updated total count to: " + std::to_string(message.offset + 1));
    });
  });
}

void DescribePublish(Frame& publish, std::int64_t offset, bool lost) {
  publish.attributes = {{"peer.service", "kafka"},
                        {"network.transport", "tcp"},
                        {"messaging.system", "kafka"},
                        {"messaging.destination.name", "orders"},
                        {"messaging.operation", "publish"},
                        {"messaging.kafka.destination.partition", 0},
                        {"messaging.kafka.producer.success", !lost},
                        {"messaging.kafka.producer.duration_ms", publish.spent_ms()}};
  if (lost) {
    publish.status = SpanStatus::kError;
    publish.status_message = "kafka server: Request exceeded the user-specified time limit in the request";
  } else {
    publish.attributes.Set("messaging.kafka.message.offset", offset);
  }
}

}  // namespace

void LogCheckout(Trace& trace, const Frame& frame, std::string_view message, std::string_view severity) {
  JsonWriter json;
  json.Object().Key("message").String(message).Key("severity").String(severity);
  json.Key("timestamp").String(FormatIso8601(frame.now)).End();
  trace.Line(frame, Service::kCheckout, json.Take());
}

void SendConfirmation(Trace& trace, Frame& server, const Order& order) {
  const SpanShape shape = {Service::kCheckout, kOtelHttpScope, "HTTP POST", SpanKind::kClient};
  trace.Span(server, shape, {0.4, 0.3}, [&](Frame& client) {
    client.attributes = {{"http.url", "http://email:8080/send_order_confirmation"},
                         {"http.method", "POST"},
                         {"net.peer.name", "email"},
                         {"net.peer.port", 8080},
                         {"http.status_code", 200}};
    ServeConfirmation(trace, client, order);
  });
  LogCheckout(trace, server, "order confirmation email sent to \"" + order.customer.email + "\"");
}

void PublishOrder(Trace& trace, Frame& server, const Order& order) {
  LogCheckout(trace, server, "sending to postProcessor");
  const bool lost = trace.random().Chance(kLostOrderShare);
  Message message{order, trace.id(), {}};
  const UnixNanos kafka_start = PodStart(trace.recorder().options(), Service::kKafka, server.now);
  message.offset = static_cast<std::int64_t>(static_cast<double>(server.now - kafka_start) / kNanosPerSecond *
                                             kOrdersPerSecond);
  double took_ms = 0;
  const SpanShape shape = {Service::kCheckout, kCheckoutScope, "orders publish", SpanKind::kProducer};
  trace.Span(server, shape, {lost ? 1000 : trace.random().Latency(0.5, 5), 0}, [&](Frame& publish) {
    DescribePublish(publish, message.offset, lost);
    message.span_id = publish.id;
    took_ms = publish.spent_ms();
  });
  if (lost) {
    LogCheckout(trace, server,
                "Failed to write message: kafka server: Request exceeded the user-specified time limit in "
                "the request",
                "error");
    return;
  }
  message.sent = server.now;
  char text[96];
  LogCheckout(trace, server,
              "Message sent to Kafka: {orders <nil> [] <nil> 0 0 " + FormatIso8601(server.now) + "}");
  std::snprintf(text, sizeof text, "Successful to write message. offset: %lld, duration: %.1f\u00b5s",
                static_cast<long long>(message.offset), took_ms * 1000);
  LogCheckout(trace, server, text);
  ReadByAccounting(trace.recorder(), Random(trace.random().Next()), message);
  ReadByFraudDetection(trace.recorder(), Random(trace.random().Next()), message);
}

}  // namespace sextant::demo
