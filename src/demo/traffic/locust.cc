#include "demo/traffic/locust.h"

#include <algorithm>

#include "demo/traffic/checkout.h"
#include "demo/traffic/http.h"
#include "demo/traffic/shop_api.h"

namespace sextant::demo {
namespace {

std::string ProductPath(std::size_t product) { return "/api/products/" + std::string(kProducts[product].id); }

void AskForProduct(Recorder& recorder, Random random, UnixNanos start, std::size_t product) {
  AskShop(recorder, random, start, {"GET", ProductPath(product)}, {1.2, random.Latency(0.9, 8)},
          [&](Trace& trace, Frame& frontend) { return AnswerProduct(trace, frontend, product); });
}

// Distinct products: one, or two to four.
std::vector<OrderItem> RandomCart(Random& random) {
  const std::size_t count = random.Chance(0.5) ? 1 : 2 + random.Below(3);
  std::vector<OrderItem> items;
  while (items.size() < count) {
    const OrderItem item = RandomItem(random);
    const bool known = std::any_of(items.begin(), items.end(),
                                   [&](const auto& other) { return other.product == item.product; });
    if (!known) items.push_back(item);
  }
  return items;
}

void CheckOut(Recorder& recorder, Random random, UnixNanos start, bool visa) {
  const Order order = MakeOrder(random, RandomPerson(random, visa), RandomCart(random));
  AskShop(recorder, random, start, {"POST", "/api/checkout", kLocustAgent, 420}, {2, 1.5},
          [&](Trace& trace, Frame& frontend) { return AnswerCheckout(trace, frontend, order, ""); });
}

}  // namespace

void VisitIndex(Recorder& recorder, Random random, UnixNanos start) {
  AskShop(recorder, random, start, {"GET", "/"}, {random.Latency(12, 60), 0.2},
          [](Trace&, Frame&) { return 200; });
}

void BrowseProduct(Recorder& recorder, Random random, UnixNanos start) {
  AskForProduct(recorder, random, start, random.Below(kProducts.size()));
}

void GetRecommendations(Recorder& recorder, Random random, UnixNanos start) {
  const std::size_t asked = random.Below(kProducts.size());
  const HttpRequest request = {"GET", "/api/recommendations?productIds=" + std::string(kProducts[asked].id)};
  AskShop(recorder, random, start, request, {1.4, random.Latency(1.2, 8)},
          [&](Trace& trace, Frame& frontend) { return AnswerRecommendations(trace, frontend, asked); });
}

// Next.js sends the client on to the address without the slash.
void GetAds(Recorder& recorder, Random random, UnixNanos start) {
  static constexpr std::array<std::string_view, 7> kCategories = {
      "binoculars", "telescopes", "accessories", "assembly", "travel", "books", ""};
  const std::string_view category = kCategories[random.Below(kCategories.size())];
  const std::string query = category.empty() ? "" : "?contextKeys=" + std::string(category);
  const std::span<const std::string_view> keys(&category, category.empty() ? 0 : 1);
  const std::string session = random.Uuid();
  Trace trace(recorder, random);
  LocustCall(trace, start, "GET", std::string(kShopUrl) + "/api/data/" + query, [&](Frame& client) {
    const int moved = ThroughFrontend(trace, client, {"GET", "/api/data/" + query},
                                      {trace.random().Latency(0.8, 4), 0}, [](Frame&) { return 308; });
    if (moved != 308) return moved;
    return ThroughFrontend(trace, client, {"GET", "/api/data" + query}, {1.1, trace.random().Latency(0.8, 5)},
                           [&](Frame& frontend) { return AnswerAds(trace, frontend, keys, session); });
  });
}

void ViewCart(Recorder& recorder, Random random, UnixNanos start) {
  AskShop(recorder, random, start, {"GET", "/api/cart"}, {1.2, random.Latency(0.9, 7)},
          [](Trace& trace, Frame& frontend) { return AnswerCart(trace, frontend, "", {}); });
}

void AddToCart(Recorder& recorder, Random random, UnixNanos start) {
  const OrderItem item = RandomItem(random);
  const std::string user_id = random.Uuid();
  AskForProduct(recorder, Random(random.Next()), start, item.product);
  AskShop(recorder, Random(random.Next()), start + Nanos(random.Uniform(40, 90)),
          {"POST", "/api/cart", kLocustAgent, 104}, {1.4, random.Latency(1, 8)},
          [&](Trace& trace, Frame& frontend) { return AnswerAddToCart(trace, frontend, user_id, item, 0); });
}

void FloodHome(Recorder& recorder, Random random, UnixNanos start) {
  Trace trace(recorder, random);
  const std::string url = "http://flagd:8016/ofrep/v1/evaluate/flags/loadGeneratorFloodHomepage";
  LocustCall(trace, start, "POST", url, [&](Frame& client) {
    client.Spend(trace.random().Latency(1.6, 8));
    const SpanShape shape = {Service::kFlagd, {"jsonEvaluator"}, "resolveInt"};
    trace.Span(client, shape, {trace.random().Latency(0.05, 0.4), 0}, [](Frame& resolve) {
      resolve.attributes = {{"feature_flag.key", "loadGeneratorFloodHomepage"},
                            {"feature_flag.variant", "off"},
                            {"feature_flag.provider_name", "flagd"}};
    });
    return 200;
  });
}

void CheckOutByVisa(Recorder& recorder, Random random, UnixNanos start) {
  CheckOut(recorder, random, start, true);
}
void CheckOutByMasterCard(Recorder& recorder, Random random, UnixNanos start) {
  CheckOut(recorder, random, start, false);
}

}  // namespace sextant::demo
