#include "demo/traffic/shop_api.h"

#include "demo/traffic/backends.h"
#include "demo/traffic/shipping.h"

namespace sextant::demo {
namespace {

constexpr int kOk = 200;

void AskProduct(Trace& trace, Frame& frontend, std::size_t product) {
  FrontendCall(trace, frontend, kGetProduct, [&](Frame& client) { ServeProduct(trace, client, product); });
}

}  // namespace

int AnswerProduct(Trace& trace, Frame& frontend, std::size_t product) {
  AskProduct(trace, frontend, product);
  return kOk;
}

int AnswerProducts(Trace& trace, Frame& frontend) {
  FrontendCall(trace, frontend, kListProducts, [&](Frame& client) { ServeProductList(trace, client); });
  return kOk;
}

int AnswerCurrencies(Trace& trace, Frame& frontend) {
  FrontendCall(trace, frontend, kGetCurrencies, [&](Frame& client) { ServeCurrencies(trace, client); });
  return kOk;
}

int AnswerRecommendations(Trace& trace, Frame& frontend, std::size_t asked) {
  std::array<std::size_t, 4> found{};
  FrontendCall(trace, frontend, kListRecommendations,
               [&](Frame& client) { found = ServeRecommendations(trace, client, asked); });
  Fork fork(frontend);
  for (const std::size_t product : found) fork.Run([&] { AskProduct(trace, frontend, product); });
  return kOk;
}

int AnswerAds(Trace& trace, Frame& frontend, std::span<const std::string_view> categories,
              std::string_view session) {
  FrontendCall(trace, frontend, kGetAds,
               [&](Frame& client) { ServeAds(trace, client, categories, session); });
  return kOk;
}

int AnswerCart(Trace& trace, Frame& frontend, std::string_view user_id, std::span<const OrderItem> items) {
  int quantity = 0;
  for (const OrderItem& item : items) quantity += item.quantity;
  FrontendCall(trace, frontend, kGetCart, [&](Frame& client) {
    ServeCart(trace, client, {kGetCart, user_id, quantity});
  });
  Fork fork(frontend);
  for (const OrderItem& item : items) fork.Run([&] { AskProduct(trace, frontend, item.product); });
  return kOk;
}

int AnswerAddToCart(Trace& trace, Frame& frontend, std::string_view user_id, const OrderItem& item,
                    int items_before) {
  FrontendCall(trace, frontend, kAddItem, [&](Frame& client) {
    ServeCart(trace, client, {kAddItem, user_id, 0, kProducts[item.product].id, item.quantity});
  });
  FrontendCall(trace, frontend, kGetCart, [&](Frame& client) {
    ServeCart(trace, client, {kGetCart, user_id, items_before + item.quantity});
  });
  return kOk;
}

int AnswerShipping(Trace& trace, Frame& frontend, const Order& order) {
  FrontendCall(trace, frontend, kGetQuote, [&](Frame& client) {
    ServeQuote(trace, client, order.customer.zip_code, order.quantity, order.shipping_cents);
  });
  FrontendCall(trace, frontend, kConvert,
               [&](Frame& client) { ServeConversion(trace, client, "USD", "USD"); });
  return kOk;
}

}  // namespace sextant::demo
