// The journeys' traces have the shapes of the real shop's, and every service speaks by the routes it has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "demo/core/catalogue.h"
#include "demo/core/even.h"
#include "demo/core/timeline.h"
#include "demo/played.h"

namespace sextant::demo {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

// 2026-11-20T12:00:00Z, far from the incident.
constexpr UnixNanos kNoon = (1'795'132'800 + 12 * 3600) * kNanosPerSecond;

const Played& AQuietHour() {
  static const Played played = PlayDecoded({.metrics = false}, kNoon, kNoon + kNanosPerHour);
  return played;
}

using Spans = std::vector<const PlayedSpan*>;

const std::map<std::string, Spans>& Traces() {
  static const std::map<std::string, Spans> traces = [] {
    std::map<std::string, Spans> made;
    for (const PlayedSpan& span : AQuietHour().spans) made[span.trace].push_back(&span);
    return made;
  }();
  return traces;
}

const PlayedSpan& RootOf(const Spans& spans) {
  return **std::find_if(spans.begin(), spans.end(), [](const auto* span) { return span->parent.empty(); });
}

// Traces whose root is the load generator's request for a path that begins so, and that went well.
std::vector<Spans> LocustTraces(const std::string& path) {
  std::vector<Spans> found;
  for (const auto& [id, spans] : Traces()) {
    const PlayedSpan& root = RootOf(spans);
    if (root.service != "load-generator" || root.status == "Error") continue;
    if (root["http.url"].starts_with("http://frontend-proxy:8080" + path)) found.push_back(spans);
  }
  return found;
}

std::map<std::string, int> NamesOf(const Spans& spans) {
  std::map<std::string, int> names;
  for (const auto* span : spans) ++names[span->service + ": " + span->name];
  return names;
}

TEST(Traffic, ABrowsedProductIsSixSpans) {
  const auto traces = LocustTraces("/api/products/");
  ASSERT_GT(traces.size(), 100u);
  const std::map<std::string, int> shape = {
      {"load-generator: GET", 1},
      {"frontend-proxy: ingress", 1},
      {"frontend-proxy: router frontend egress", 1},
      {"frontend: GET", 1},
      {"frontend: grpc.oteldemo.ProductCatalogService/GetProduct", 1},
      {"product-catalog: oteldemo.ProductCatalogService/GetProduct", 1},
  };
  for (const Spans& spans : traces) EXPECT_EQ(NamesOf(spans), shape);
}

TEST(Traffic, RecommendationsAskForFourProductsAtOnce) {
  const auto traces = LocustTraces("/api/recommendations");
  ASSERT_GT(traces.size(), 50u);
  for (const Spans& spans : traces) {
    EXPECT_EQ(spans.size(), 17u);
    std::set<UnixNanos> begun;
    std::set<std::string> products;
    for (const auto* span : spans) {
      if (span->name == "grpc.oteldemo.ProductCatalogService/GetProduct") begun.insert(span->time);
      if (span->service == "product-catalog") products.insert((*span)["app.product.id"]);
    }
    EXPECT_EQ(begun.size(), 1u);
    EXPECT_EQ(products.size(), 5u) << "four products, and the list's empty one";
  }
}

TEST(Traffic, AdsAreFoundBehindARedirect) {
  const auto traces = LocustTraces("/api/data/");
  ASSERT_GT(traces.size(), 50u);
  bool random = false;
  bool targeted = false;
  for (const Spans& spans : traces) {
    std::vector<std::string> statuses;
    for (const auto* span : spans) {
      if (span->service == "frontend" && span->name == "GET") statuses.push_back((*span)["http.status_code"]);
      if (span->name != "oteldemo.AdService/GetAds") continue;
      random = random || (*span)["app.ads.ad_response_type"] == "RANDOM";
      targeted = targeted || (*span)["app.ads.ad_response_type"] == "TARGETED";
      EXPECT_EQ(span->events.size(), 2u);
    }
    EXPECT_THAT(statuses, UnorderedElementsAre("308", "200"));
  }
  EXPECT_TRUE(random);
  EXPECT_TRUE(targeted);
}

TEST(Traffic, AnItemIsAddedByThreeCommandsOfTheCache) {
  std::size_t seen = 0;
  for (const Spans& spans : LocustTraces("/api/cart")) {
    const auto names = NamesOf(spans);
    if (!names.contains("cart: POST /oteldemo.CartService/AddItem")) {
      EXPECT_EQ(spans.size(), 7u) << "an empty cart is looked at";
      continue;
    }
    ++seen;
    EXPECT_EQ(spans.size(), 12u);
    EXPECT_EQ(names.at("cart: HGET"), 2);
    EXPECT_EQ(names.at("cart: HMSET"), 1);
    EXPECT_EQ(names.at("cart: EXPIRE"), 1);
  }
  EXPECT_GT(seen, 50u);
}

TEST(Traffic, ACheckoutIsThirtyTwoSpansAndSixForEachProduct) {
  const auto traces = LocustTraces("/api/checkout");
  ASSERT_GT(traces.size(), 200u);
  for (const Spans& spans : traces) {
    const auto names = NamesOf(spans);
    const auto products =
        static_cast<std::size_t>(names.at("frontend: grpc.oteldemo.ProductCatalogService/GetProduct"));
    EXPECT_EQ(spans.size(), 32 + 6 * products);
    EXPECT_EQ(names.at("quote: calculate-quote"), 1);
    EXPECT_EQ(names.at("email: sinatra.render_template"), 1);
    for (const auto* span : spans) {
      if (span->service != "frontend") continue;
      EXPECT_NE((*span)["userId"], "") << span->name;
      EXPECT_NE((*span)["email"], "") << span->name;
    }
  }
}

TEST(Traffic, OrdersAreReadByAccountingAndFraudDetectionInTracesOfTheirOwn) {
  std::map<std::string, const PlayedSpan*> published;
  for (const PlayedSpan& span : AQuietHour().spans) {
    if (span.name == "orders publish" && span.status != "Error") published[span.id] = &span;
  }
  ASSERT_GT(published.size(), 200u);
  std::map<std::string, std::set<std::string>> readers;
  for (const PlayedSpan& span : AQuietHour().spans) {
    if (span.kind != "Consumer" || span.linked_spans.empty()) continue;
    ASSERT_EQ(span.linked_spans.size(), 1u);
    const auto publish = published.find(span.linked_spans[0]);
    ASSERT_NE(publish, published.end());
    EXPECT_GT(span.time, publish->second->end());
    EXPECT_NE(span.trace, publish->second->trace);
    EXPECT_EQ(span["messaging.kafka.message.offset"], (*publish->second)["messaging.kafka.message.offset"]);
    readers[publish->first].insert(span.service);
  }
  EXPECT_EQ(readers.size(), published.size());
  for (const auto& [id, services] : readers)
    EXPECT_THAT(services, UnorderedElementsAre("accounting", "fraud-detection"));
}

TEST(Traffic, ServicesSpeakByTheRoutesTheyHave) {
  std::set<std::string> tracing;
  std::set<std::string> by_sdk;
  std::set<std::string> by_console;
  for (const PlayedSpan& span : AQuietHour().spans) tracing.insert(span.service);
  for (const PlayedLog& log : AQuietHour().logs) {
    (log.attributes.contains("log.iostream") ? by_console : by_sdk).insert(log.service);
  }
  EXPECT_THAT(tracing, UnorderedElementsAre("load-generator", "frontend-proxy", "frontend", "checkout",
                                            "payment", "currency", "cart", "product-catalog", "shipping",
                                            "quote", "email", "recommendation", "ad", "accounting",
                                            "fraud-detection", "flagd", "image-provider"));
  EXPECT_THAT(by_sdk,
              UnorderedElementsAre("frontend-proxy", "frontend", "payment", "currency", "cart", "quote",
                                   "recommendation", "ad", "accounting", "fraud-detection", "kafka"));
  EXPECT_THAT(by_console, UnorderedElementsAre("frontend", "payment", "checkout", "product-catalog", "cart",
                                               "shipping", "quote", "email", "recommendation", "ad", "kafka",
                                               "flagd", "artillery-loadgen", "valkey-cart"));
}

TEST(Traffic, ResourcesSayWhatRunsWhere) {
  const std::map<std::string, std::string> languages = {{"load-generator", "python"},
                                                        {"frontend-proxy", "cpp"},
                                                        {"checkout", "go"},
                                                        {"payment", "nodejs"},
                                                        {"currency", "cpp"},
                                                        {"cart", "dotnet"},
                                                        {"shipping", "rust"},
                                                        {"quote", "php"},
                                                        {"email", "ruby"},
                                                        {"ad", "java"},
                                                        {"fraud-detection", "java"}};
  for (const PlayedSpan& span : AQuietHour().spans) {
    const auto language = languages.find(span.service);
    if (language == languages.end()) continue;
    EXPECT_EQ(span.resource.at("telemetry.sdk.language"), language->second);
    EXPECT_EQ(span.resource.at("k8s.namespace.name"), "otel-demo");
    EXPECT_EQ(span.resource.at("k8s.deployment.name"), span.service);
    EXPECT_TRUE(span.resource.at("k8s.pod.name").starts_with(span.service + "-"));
    EXPECT_EQ(span.resource.at("k8s.pod.uid").size(), 36u);
    EXPECT_TRUE(span.resource.at("k8s.node.name").starts_with("gke-otel-demo-default-pool-"));
  }
  for (const PlayedLog& log : AQuietHour().logs) {
    if (!log.attributes.contains("log.iostream")) continue;
    EXPECT_TRUE(log.trace.empty());
    EXPECT_EQ(log.resource.at("k8s.container.name"), log.service);
    EXPECT_THAT(log["log.file.path"], testing::HasSubstr(log.resource.at("k8s.pod.uid")));
  }
}

TEST(Traffic, CartsLogTheTemplateAndTheConsoleTheFilledText) {
  const auto templates = AQuietHour().LogsOf(
      "cart", "AddItemAsync called with userId={userId}, productId={productId}, quantity={quantity}");
  ASSERT_GT(templates.size(), 50u);
  EXPECT_EQ(templates[0].severity, "Information");
  EXPECT_NE(templates[0]["productId"], "");
  EXPECT_FALSE(templates[0].trace.empty());
}

TEST(Traffic, RolloutAndRollbackOfPaymentAreKubernetesEvents) {
  const TapeOptions options{.traces = false, .metrics = false};
  const UnixNanos rollout = kNoon - 12 * kNanosPerHour + options.rollout_ns;
  for (const UnixNanos begin : {rollout, rollout + kRollbackNs}) {
    const Played played = PlayDecoded(options, begin - kNanosPerMinute, begin + kNanosPerMinute);
    std::vector<std::string> reasons;
    for (const PlayedLog& log : played.logs) {
      if (log["event.domain"] != "k8s") continue;
      EXPECT_EQ(log["k8s.resource.name"], "events");
      const std::string object = log["object"];
      const std::size_t at = object.find("\"reason\":\"") + 10;
      reasons.push_back(object.substr(at, object.find('"', at) - at));
      EXPECT_THAT(object, testing::HasSubstr("\"uid\":\""));
      EXPECT_GE(log.time, begin);
    }
    EXPECT_THAT(reasons, UnorderedElementsAre("ScalingReplicaSet", "SuccessfulCreate", "Scheduled", "Pulled",
                                              "Created", "Started", "ScalingReplicaSet", "SuccessfulDelete",
                                              "Killing"));
    EXPECT_EQ(played.LogsOf("payment", "payment gRPC server started on port 8080").size(), 1u);
  }
}

TEST(Traffic, EveryTenMinutesOfTheIncidentHoldTwelveChargesOfEachCard) {
  const TapeOptions options{.logs = false, .metrics = false};
  const UnixNanos rollout = kNoon - 12 * kNanosPerHour + options.rollout_ns;
  const Played played = PlayDecoded(options, rollout, rollout + kRollbackNs);
  std::map<std::int64_t, std::map<bool, int>> charges;
  for (const PlayedSpan& span : played.SpansOf("payment", "grpc.oteldemo.PaymentService/Charge")) {
    const bool visa = span["app.payment.card_type"] != "mastercard";
    ++charges[(span.time - rollout) / (10 * kNanosPerMinute)][visa];
  }
  ASSERT_GE(charges.size(), 36u);
  for (std::int64_t i = 0; i < 36; ++i) {
    EXPECT_GE(charges[i][true], 12) << i;
    EXPECT_GE(charges[i][false], 12) << i;
  }
}

TEST(Traffic, EvenCountsAddUpHoweverTheyAreCut) {
  const UnixNanos from = kNoon;
  std::int64_t next = CountEvenly(from, 74).first;
  std::int64_t total = 0;
  for (UnixNanos slice = from; slice < from + kNanosPerHour; slice += kSliceNs) {
    const EvenCount count = CountEvenly(slice, 74);
    EXPECT_EQ(count.first, next);
    next += count.count;
    total += count.count;
  }
  EXPECT_NEAR(static_cast<double>(total), 74, 1);
}

TEST(Traffic, CardNumbersPassLuhnsCheck) {
  Random random(7);
  for (int i = 0; i < 100; ++i) {
    const std::string card = RandomPerson(random, i % 2 == 0).card;
    ASSERT_EQ(card.size(), 19u);
    EXPECT_EQ(card[0] == '4', i % 2 == 0);
    int sum = 0;
    int place = 0;
    for (auto it = card.rbegin(); it != card.rend(); ++it) {
      if (*it == '-') continue;
      int digit = *it - '0';
      if (place++ % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    EXPECT_EQ(sum % 10, 0) << card;
  }
}

}  // namespace
}  // namespace sextant::demo
