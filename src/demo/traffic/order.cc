#include "demo/traffic/order.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sextant::demo {

void AddTo(std::vector<OrderItem>& cart, const OrderItem& item) {
  const auto known = std::find_if(cart.begin(), cart.end(),
                                  [&](const auto& other) { return other.product == item.product; });
  if (known == cart.end()) {
    cart.push_back(item);
  } else {
    known->quantity += item.quantity;
  }
}

Order MakeOrder(Random& random, Customer customer, std::vector<OrderItem> items) {
  Order order;
  order.customer = std::move(customer);
  order.items = std::move(items);
  for (const OrderItem& item : order.items) {
    order.quantity += item.quantity;
    order.total_cents += kProducts[item.product].price_cents * item.quantity;
  }
  order.shipping_cents = std::llround(random.Uniform(40, 100) * order.quantity * 100);
  order.total_cents += order.shipping_cents;
  order.id = random.Uuid();
  order.transaction = random.Uuid();
  order.tracking = random.Uuid();
  return order;
}

OrderItem RandomItem(Random& random) {
  static constexpr std::array<int, 6> kQuantities = {1, 2, 3, 4, 5, 10};
  return {random.Below(kProducts.size()), kQuantities[random.Below(kQuantities.size())]};
}

std::string MoneyJson(std::int64_t cents) {
  return "{\"currencyCode\":\"USD\",\"units\":\"" + std::to_string(cents / 100) +
         "\",\"nanos\":" + std::to_string(cents % 100 * 10'000'000) + "}";
}

}  // namespace sextant::demo
