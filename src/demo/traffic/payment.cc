#include "demo/traffic/payment.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/traffic/rpc.h"
#include "demo/traffic/winston.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr Scope kChargeScope = {"payment"};
constexpr Scope kExceptionScope = {"@hyperdx/instrumentation-exception", "0.1.0"};
constexpr std::string_view kThrown = "Error: Visa cache full: cannot add new item.";
constexpr std::string_view kFrames =
    R"({"frames":[{"filename":"/usr/src/app/index.js","function":"chargeServiceHandler","lineno":22,"in_app":true},)"
    R"({"filename":"node:internal/process/task_queues","function":"process.processTicksAndRejections","lineno":95,"in_app":false},)"
    R"({"filename":"/usr/src/app/charge.js","function":"module.exports.charge","lineno":127,"in_app":true},)"
    R"({"filename":"/usr/src/app/charge.js","function":"validateCreditCard","lineno":70,"in_app":true}]})";

// How long the service works on a charge, in milliseconds. MasterCard stays below 150; Visa grows with the
// cache: the search through it, and the stalls of a service that runs into its CPU limit.
double ChargeMs(const Incident& incident, bool visa, Random& random) {
  if (visa && incident.phase == Phase::kFull) return random.Uniform(0.8, 3);
  const double s = incident.phase == Phase::kGrowing ? incident.fill : 0;
  double ms = random.LogNormal(4, 0.5);
  if (random.Chance(0.05 * s)) ms += random.Uniform(5, 40);
  if (visa && s > 0) {
    ms += random.LogNormal(55 * s, 0.6);
    if (random.Chance(0.02 + 0.13 * s * s)) {
      ms += static_cast<double>(2 + random.Below(7)) * 100 * random.Uniform(0.7, 1.1);
    }
  }
  return std::clamp(ms, 0.8, visa ? 950.0 : 149.0);
}

class Charge {
 public:
  Charge(Trace& trace, const Order& order, const Incident& incident)
      : trace_(trace), order_(order), incident_(incident), amount_(Money(order.total_cents)) {}

  bool is_refused() const { return order_.customer.visa && incident_.phase == Phase::kFull; }

  void Serve(Frame& server) {
    server.attributes = RpcAttributes(kCharge);
    server.attributes.Set("app.payment.amount", amount_);
    LogReceived(server);
    const double work_ms = ChargeMs(incident_, order_.customer.visa, trace_.random());
    if (is_refused()) {
      Refuse(server, work_ms);
    } else {
      Accept(server, work_ms);
    }
  }

 private:
  bool is_cached() const { return order_.customer.visa && incident_.phase == Phase::kGrowing; }

  void LogReceived(const Frame& server) {
    WinstonRecord record(trace_, server, Service::kPayment);
    record.values().Add({{"app.payment.amount", amount_},
                         {"request.amount.currencyCode", "USD"},
                         {"request.amount.units.low", order_.total_cents / 100},
                         {"request.amount.units.high", 0},
                         {"request.amount.units.unsigned", false},
                         {"request.amount.nanos", order_.total_cents % 100 * 10'000'000},
                         {"request.creditCard.creditCardNumber", order_.customer.card},
                         {"request.creditCard.creditCardCvv", 100 + trace_.random().Below(900)},
                         {"request.creditCard.creditCardExpirationYear", 2030},
                         {"request.creditCard.creditCardExpirationMonth", 1 + trace_.random().Below(12)}});
    record.Write("info", "Charge request received.");
  }

  void Refuse(Frame& server, double work_ms) {
    server.Spend(work_ms - 0.5);
    trace_.Span(server, {Service::kPayment, kExceptionScope, kThrown}, {},
                [this](Frame& thrown) { Describe(thrown); });
    WinstonRecord record(trace_, server, Service::kPayment);
    record.values().Set("app.payment.amount", amount_);
    record.Write("error", kCacheFull);
    server.attributes.Add({{"grpc.error_name", "Error"}, {"grpc.error_message", kCacheFull}});
  }

  void Describe(Frame& thrown) {
    thrown.status = SpanStatus::kError;
    thrown.AddEvent("exception")
        .Add({{"exception.type", "Error"},
              {"exception.message", kCacheFull},
              {"exception.parsed_stacktrace", kFrames},
              {"exception.mechanism", R"({"type":"generic","handled":true})"}});
    const UnixNanos started = PodStart(trace_.recorder().options(), Service::kPayment, thrown.now);
    thrown.attributes = {{"exception.modules", "{}"},
                         {"exception.tags", R"({"runtime":"node","runtime.name":"node"})"},
                         {"app.memory", 377'000'000 + trace_.random().Below(900'000)},
                         {"os.kernel_version", "6.1.112+"},
                         {"os.type", "linux"},
                         {"os.version", "#1 SMP PREEMPT_DYNAMIC"},
                         {"device.memory_size", 16'772'718'592},
                         {"device.free_memory", 6'200'000'000 + trace_.random().Below(400'000'000)},
                         {"host.cpu.model.name", "Intel(R) Xeon(R) CPU @ 2.20GHz"},
                         {"host.cpu.count", 4},
                         {"host.cpu.frequency", 2200},
                         {"app.payment.amount", amount_}};
    thrown.attributes.Text("app.start_time", FormatIso8601(started).substr(0, 23) + "Z");
    thrown.attributes.Text("device.boot_time", FormatIso8601(started - 9 * kNanosPerDay).substr(0, 23) + "Z");
  }

  void Accept(Frame& server, double work_ms) {
    static constexpr std::array<std::string_view, 4> kLevels = {"platinum", "gold", "silver", "bronze"};
    const std::string_view level = kLevels[trace_.random().Below(kLevels.size())];
    UnixNanos charged = 0;
    trace_.Span(server, {Service::kPayment, kChargeScope, "charge"}, {work_ms - 0.5, 0}, [&](Frame& charge) {
      charged = charge.now;
      charge.attributes.Set("app.payment.amount", amount_);
      DescribePaid(charge.attributes, level, charged);
    });
    DescribePaid(server.attributes, level, charged);
    Succeed(server);
    LogPaid(server, level, charged);
  }

  void DescribePaid(AttributeList& list, std::string_view level, UnixNanos charged) {
    if (is_cached()) list.Set("cache.size", incident_.cache_size);
    list.Add({{"app.payment.card_type", card_type()},
              {"app.payment.card_valid", true},
              {"app.loyalty.level", level},
              {"app.payment.charged", true},
              {"app.payment.currency", "USD"},
              {"app.payment.timestamp", charged / kNanosPerMilli},
              {"app.payment.transactions", 1}});
  }

  void LogPaid(const Frame& server, std::string_view level, UnixNanos charged) {
    if (is_cached()) {
      WinstonRecord cache(trace_, server, Service::kPayment);
      cache.values().Add({{"size", incident_.cache_size}, {"app.payment.amount", amount_}});
      cache.Write("info", "cache");
    }
    WinstonRecord record(trace_, server, Service::kPayment);
    record.values().Add({{"transactionId", order_.transaction},
                         {"cardType", card_type()},
                         {"lastFourDigits", std::string_view(order_.customer.card).substr(15)},
                         {"amount.units.low", order_.total_cents / 100},
                         {"amount.nanos", order_.total_cents % 100 * 10'000'000},
                         {"amount.currencyCode", "USD"},
                         {"loyalty_level", level},
                         {"cached", false},
                         {"app.payment.amount", amount_}});
    DescribePaid(record.values(), level, charged);
    record.Write("info", "Transaction complete.");
  }

  std::string_view card_type() const { return order_.customer.visa ? "visa" : "mastercard"; }

  Trace& trace_;
  const Order& order_;
  const Incident incident_;
  const std::string amount_;
};

void AskFlag(Recorder& recorder, Random random, UnixNanos start, std::string_view method) {
  Trace trace(recorder, random);
  const std::string name = "grpc.flagd.evaluation.v1.Service/" + std::string(method);
  const SpanShape shape = {Service::kPayment, kNodeGrpcScope, name, SpanKind::kClient};
  trace.Root(start, shape, {trace.random().Latency(4, 20), 0}, [&](Frame& call) {
    call.attributes = {{"rpc.system", "grpc"},  {"rpc.service", "flagd.evaluation.v1.Service"},
                       {"rpc.method", method},  {"net.peer.name", "flagd"},
                       {"net.peer.port", 8013}, {"rpc.grpc.status_code", 0}};
  });
}

}  // namespace

bool ServeCharge(Trace& trace, Frame& client, const Order& order) {
  Charge charge(trace, order, IncidentAt(trace.recorder().options(), client.now));
  const SpanShape shape = {Service::kPayment, kNodeGrpcScope, kCharge.node_name, SpanKind::kServer};
  trace.Span(client, shape, {0.3, 0.2}, [&](Frame& server) { charge.Serve(server); });
  return !charge.is_refused();
}

void StartPayment(Recorder& recorder, Random random, UnixNanos start) {
  otlp::LogRecord log;
  log.time = log.observed_time = start;
  log.severity_text = "info";
  log.body = "payment gRPC server started on port 8080";
  recorder.Add(Service::kPayment, kWinstonScope, log);
  recorder.AddLine(Service::kPayment, start,
                   R"({"level":"info","message":"payment gRPC server started on port 8080"})");
  Trace lookup(recorder, Random(random.Next()));
  const SpanShape dns = {
      Service::kPayment, {"@opentelemetry/instrumentation-dns", "0.36.1"}, "dns.lookup", SpanKind::kClient};
  UnixNanos now =
      lookup.Root(start + kNanosPerSecond, dns, {lookup.random().Latency(1.5, 6), 0},
                  [](Frame& frame) { frame.attributes.Text("peer.ipv4", ClusterIp(Service::kFlagd)); });
  Trace connect(recorder, Random(random.Next()));
  const SpanShape tcp = {Service::kPayment, {"@opentelemetry/instrumentation-net", "0.36.0"}, "tcp.connect"};
  now = connect.Root(now, tcp, {connect.random().Latency(0.6, 3), 0}, [](Frame& frame) {
    frame.attributes = {{"net.transport", "ip_tcp"}, {"net.peer.name", "flagd"}, {"net.peer.port", 8013}};
    frame.attributes.Text("net.peer.ip", ClusterIp(Service::kFlagd))
        .Text("net.host.ip", ClusterIp(Service::kPayment));
  });
  AskFlag(recorder, Random(random.Next()), now, "ResolveFloat");
  AskFlag(recorder, Random(random.Next()), now + 25 * kNanosPerMilli, "ResolveBoolean");
}

}  // namespace sextant::demo
