// The story of the day: the payment service's rollout, the cache that fills up, the refused orders, the way
// back. Played at several days and rollout times, so that nothing depends on one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/played.h"

namespace sextant::demo {
namespace {

// 2026-11-20T00:00:00Z
constexpr UnixNanos kMidnight = 1'795'132'800 * kNanosPerSecond;
constexpr char kRefusal[] = "Visa cache full: cannot add new item.";
constexpr char kOrderError[] =
    "failed to charge card: could not charge the card: rpc error: code = Unknown desc = "
    "Visa cache full: cannot add new item.";
constexpr char kThrown[] = "Error: Visa cache full: cannot add new item.";

// One day of the tape from six hours before a rollout, small enough to hold in memory.
struct Day {
  TapeOptions options;
  UnixNanos rollout;
  Played played;
};

const Day& TheDay() {
  static const Day day = [] {
    Day made{.options = {.scale = 0.25, .metrics = false}, .rollout = 0, .played = {}};
    made.rollout = kMidnight + made.options.rollout_ns;
    made.played =
        PlayDecoded(made.options, made.rollout - 6 * kNanosPerHour, made.rollout + 18 * kNanosPerHour);
    return made;
  }();
  return day;
}

UnixNanos FullBegin() { return TheDay().rollout + kGrowthNs; }
UnixNanos FullEnd() { return TheDay().rollout + kRollbackNs; }
bool IsFull(UnixNanos time) { return time >= FullBegin() && time < FullEnd(); }

std::vector<PlayedPoint> GaugeOver(const TapeOptions& options, UnixNanos from, UnixNanos to) {
  TapeOptions metrics = options;
  metrics.logs = metrics.traces = metrics.sessions = false;
  auto points = PlayDecoded(metrics, from, to, "visa_validation_cache.size").points;
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  return points;
}

TEST(Incident, TheGaugeStaysAtTheLimitWhenAskedTo) {
  const UnixNanos full = kMidnight + TapeOptions{}.rollout_ns + kGrowthNs;
  const UnixNanos rolled_back = kMidnight + TapeOptions{}.rollout_ns + kRollbackNs;
  const auto points = GaugeOver({.gauge_falls = false}, full, rolled_back + 5 * kNanosPerMinute);
  ASSERT_EQ(points.size(), 95u);
  for (const auto& point : points) EXPECT_EQ(point.value, point.time < rolled_back ? 100'000 : 0);
}

TEST(Incident, TheGaugeRisesForHoursToTheLimitAndThenReadsZero) {
  for (const std::int64_t rollout_ns : {21 * kNanosPerHour + 30 * kNanosPerMinute, 3 * kNanosPerHour}) {
    for (const std::int64_t day : {0, 40}) {
      const TapeOptions options{.rollout_ns = rollout_ns};
      const UnixNanos rollout = kMidnight + day * kNanosPerDay + rollout_ns;
      const auto points = GaugeOver(options, rollout - 2 * kNanosPerHour, rollout + 8 * kNanosPerHour);
      ASSERT_EQ(points.size(), 600u);
      double last = 0;
      std::int64_t rising_ns = 0;
      for (const auto& point : points) {
        const std::int64_t since = point.time - rollout;
        if (since < 0 || since >= kGrowthNs + kGaugePlateauNs) {
          EXPECT_EQ(point.value, 0) << since / kNanosPerMinute;
        } else if (since >= kGrowthNs) {
          EXPECT_EQ(point.value, 100'000) << since / kNanosPerMinute;
        } else {
          EXPECT_GE(point.value, last);
          rising_ns += kNanosPerMinute;
        }
        last = point.value;
      }
      EXPECT_GE(rising_ns, 4 * kNanosPerHour);
      EXPECT_LE(rising_ns, 5 * kNanosPerHour);
    }
  }
}

TEST(Incident, EveryDayHoldsExactlyOneFullWindow) {
  const TapeOptions options;
  const std::int64_t window = (kRollbackNs - kGrowthNs) / kNanosPerMinute;
  for (std::int64_t start = 0; start < 48; start += 5) {
    const UnixNanos from = kMidnight + start * kNanosPerHour;
    std::int64_t full_minutes = 0;
    for (UnixNanos time = from; time < from + kNanosPerDay; time += kNanosPerMinute) {
      full_minutes += IncidentAt(options, time).phase == Phase::kFull ? 1 : 0;
    }
    EXPECT_EQ(full_minutes, window) << start;
  }
}

TEST(Incident, VisaSlowsDownAndMasterCardDoesNot) {
  std::size_t visa_slow = 0;
  for (const PlayedSpan& span : TheDay().played.spans) {
    if (span.service != "payment") continue;
    const double ms = static_cast<double>(span.duration_ns) / kNanosPerMilli;
    if (span["app.payment.card_type"] == "mastercard") {
      EXPECT_LT(ms, 150);
    }
    if (ms <= 200) continue;
    EXPECT_EQ(span["app.payment.card_type"], "visa");
    EXPECT_LT(span.time, FullBegin());
    ++visa_slow;
  }
  EXPECT_GT(visa_slow, 10u);
}

TEST(Incident, TheShareOfVisaIsThatOfTheGuide) {
  double visa = 0;
  double all = 0;
  for (const PlayedSpan& span : TheDay().played.SpansOf("payment", "grpc.oteldemo.PaymentService/Charge")) {
    if (span["app.payment.card_type"].empty() || IsFull(span.time)) continue;
    ++all;
    visa += span["app.payment.card_type"] == "visa" ? 1 : 0;
  }
  EXPECT_NEAR(visa / all, 0.71, 0.04);
}

TEST(Incident, ARefusedChargeLooksLikeTheRealOne) {
  const Played& played = TheDay().played;
  std::map<std::string, const PlayedSpan*> by_id;
  for (const PlayedSpan& span : played.spans) by_id[span.trace + span.id] = &span;
  const auto thrown = played.SpansOf("payment", kThrown);
  ASSERT_GT(thrown.size(), 20u);
  std::set<std::string> refused;
  for (const PlayedSpan& span : thrown) {
    refused.insert(span.trace);
    EXPECT_EQ(span.duration_ns, 0);
    EXPECT_EQ(span.status, "Error");
    EXPECT_EQ(span.message, "");
    EXPECT_EQ(span.kind, "Internal");
    EXPECT_EQ(span.scope, "@hyperdx/instrumentation-exception");
    ASSERT_EQ(span.events.size(), 1u);
    EXPECT_EQ(span.events[0].name, "exception");
    EXPECT_EQ(span.events[0].attributes.at("exception.type"), "Error");
    EXPECT_EQ(span.events[0].attributes.at("exception.message"), kRefusal);

    const PlayedSpan& charge = *by_id.at(span.trace + span.parent);
    EXPECT_EQ(charge.name, "grpc.oteldemo.PaymentService/Charge");
    EXPECT_EQ(charge.status, "Unset");
    EXPECT_EQ(charge["app.payment.card_type"], "");
    EXPECT_EQ(charge["rpc.grpc.status_code"], "");
    EXPECT_EQ(charge["grpc.error_message"], kRefusal);
    EXPECT_LT(charge.duration_ns, 50 * kNanosPerMilli);

    const PlayedSpan& client = *by_id.at(span.trace + charge.parent);
    EXPECT_EQ(client.name, "oteldemo.PaymentService/Charge");
    EXPECT_EQ(client.status, "Error");
    EXPECT_EQ(client.message, kRefusal);
    EXPECT_EQ(client["rpc.grpc.status_code"], "2");

    const PlayedSpan& order = *by_id.at(span.trace + client.parent);
    EXPECT_EQ(order.name, "oteldemo.CheckoutService/PlaceOrder");
    EXPECT_EQ(order.status, "Error");
    EXPECT_EQ(order.message, kOrderError);
    EXPECT_EQ(order["rpc.grpc.status_code"], "13");
    EXPECT_EQ(order["app.order.id"], "");
    ASSERT_FALSE(order.events.empty());
    EXPECT_EQ(order.events.back().name, "error");
    EXPECT_EQ(order.events.back().attributes.at("exception.message"),
              std::string(kOrderError).substr(std::string("failed to charge card: ").size()));

    const PlayedSpan& call = *by_id.at(span.trace + order.parent);
    EXPECT_EQ(call.status, "Error");
    EXPECT_EQ(call["rpc.grpc.status_code"], "13");
    EXPECT_EQ(call["grpc.error_message"], std::string("13 INTERNAL: ") + kOrderError);
    EXPECT_NE(call["email"], "");
    const PlayedSpan& post = *by_id.at(span.trace + call.parent);
    EXPECT_EQ(post.name, "POST");
    EXPECT_EQ(post.status, "Error");
    EXPECT_EQ(post["http.status_code"], "500");
    EXPECT_EQ(post["http.status_text"], "INTERNAL SERVER ERROR");
    EXPECT_EQ(post["email"], call["email"]);
  }
  for (const PlayedSpan& span : played.spans) {
    if (!refused.contains(span.trace)) continue;
    EXPECT_NE(span.name, "charge");
    EXPECT_NE(span.service, "email");
    EXPECT_NE(span.name, "orders publish");
    EXPECT_NE(span.name, "oteldemo.ShippingService/ShipOrder");
  }
}

TEST(Incident, FailuresAreCountedAlikeEverywhereAndOnlyInTheFullWindow) {
  const Played& played = TheDay().played;
  const auto orders = played.LogsOf("frontend", "Failed to place order");
  const auto refusals = played.LogsOf("payment", kRefusal);
  const auto thrown = played.SpansOf("payment", kThrown);
  EXPECT_EQ(orders.size(), thrown.size());
  EXPECT_EQ(refusals.size(), thrown.size());
  std::set<std::string> traces;
  for (const PlayedSpan& span : thrown) traces.insert(span.trace);
  EXPECT_EQ(traces.size(), thrown.size());
  for (const auto* logs : {&orders, &refusals}) {
    for (const PlayedLog& log : *logs) {
      EXPECT_EQ(log.severity, "error");
      EXPECT_TRUE(IsFull(log.time) || IsFull(log.time - 3 * kNanosPerSecond)) << log.time;
      EXPECT_TRUE(traces.contains(log.trace));
    }
  }
  for (const PlayedLog& log : orders) {
    EXPECT_EQ(log["error.details"], kOrderError);
    EXPECT_EQ(log["error.code"], "13");
    EXPECT_NE(log["email"], "");
  }
}

TEST(Incident, AMinuteOfTheFullWindowRefusesEveryVisaAndNoMasterCard) {
  const Played& played = TheDay().played;
  std::size_t accepted = 0;
  for (const PlayedSpan& span : played.SpansOf("payment", "grpc.oteldemo.PaymentService/Charge")) {
    if (!IsFull(span.time - 2 * kNanosPerSecond) || !IsFull(span.time)) continue;
    if (span["grpc.error_message"].empty()) {
      EXPECT_EQ(span["app.payment.card_type"], "mastercard");
      ++accepted;
    }
  }
  EXPECT_GT(accepted, 10u);
}

TEST(Incident, ErrorsOutsideTheWindowAreRare) {
  double errors = 0;
  double spans = 0;
  for (const PlayedSpan& span : TheDay().played.spans) {
    if (span.time >= FullBegin() && span.time < FullEnd() + kNanosPerMinute) continue;
    ++spans;
    errors += span.status == "Error" ? 1 : 0;
  }
  EXPECT_GT(spans, 50'000);
  EXPECT_LE(errors / spans, 0.0005);
}

TEST(Incident, AnOrderThatSucceedsGoesThroughEveryService) {
  std::map<std::string, std::set<std::string>> services;
  std::set<std::string> orders;
  for (const PlayedSpan& span : TheDay().played.spans) {
    services[span.trace].insert(span.service);
    if (span.name == "oteldemo.CheckoutService/PlaceOrder" && span.status == "Unset")
      orders.insert(span.trace);
  }
  ASSERT_GT(orders.size(), 100u);
  for (const std::string& trace : orders) {
    for (const char* service : {"frontend-proxy", "frontend", "checkout", "payment", "currency", "cart",
                                "product-catalog", "shipping", "quote", "email"}) {
      EXPECT_TRUE(services[trace].contains(service)) << service;
    }
  }
}

TEST(Incident, ThePaymentPodClimbsAndIsReplacedWhileTheFrontendStaysFlat) {
  TapeOptions options{.logs = false, .traces = false, .sessions = false};
  const UnixNanos rollout = kMidnight + options.rollout_ns;
  const Played played =
      PlayDecoded(options, rollout - kNanosPerHour, rollout + 8 * kNanosPerHour, "k8s.pod.memory.usage");
  std::map<std::string, std::map<UnixNanos, double>> pods;
  for (const auto& point : played.PointsOf("payment", "k8s.pod.memory.usage")) {
    pods[point.resource.at("k8s.pod.uid")][point.time] = point.value;
  }
  EXPECT_EQ(pods.size(), 3u);
  const Pod leaky = PodAt(options, Service::kPayment, rollout + kNanosPerHour);
  const auto& memory = pods.at(leaky.uid);
  EXPECT_EQ(memory.begin()->first, rollout);
  EXPECT_GT(memory.at(FullBegin()), 3 * memory.begin()->second);
  EXPECT_EQ(memory.rbegin()->second, 0);
  EXPECT_GE(memory.rbegin()->first, FullEnd());

  const auto flat = played.PointsOf("frontend", "k8s.pod.memory.usage");
  ASSERT_GT(flat.size(), 400u);
  const auto [low, high] = std::minmax_element(
      flat.begin(), flat.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  EXPECT_LT(high->value / low->value, 1.3);
}

TEST(Incident, EveryDayOfAWeekAtATenthOfTheTrafficHoldsIt) {
  const TapeOptions options{.scale = 0.1, .metrics = false};
  for (std::int64_t day = 0; day < 7; ++day) {
    const UnixNanos full = kMidnight + day * kNanosPerDay + options.rollout_ns + kGrowthNs;
    const Played played = PlayDecoded(options, full - kNanosPerHour, full + 2 * kNanosPerHour);
    const auto thrown = played.SpansOf("payment", kThrown);
    EXPECT_GE(thrown.size(), 25u) << day;
    EXPECT_EQ(played.LogsOf("frontend", "Failed to place order").size(), thrown.size()) << day;
    for (const PlayedSpan& span : thrown) {
      EXPECT_GE(span.time, full);
      EXPECT_LT(span.time, full + kRollbackNs - kGrowthNs);
    }
  }
}

}  // namespace
}  // namespace sextant::demo
