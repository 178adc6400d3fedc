// An order on its way through checkout.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "demo/core/catalogue.h"

namespace sextant::demo {

struct OrderItem {
  std::size_t product;
  int quantity;
};

struct Order {
  Customer customer;
  std::vector<OrderItem> items;  // distinct products
  int quantity = 0;              // of all items
  std::int64_t shipping_cents = 0;
  std::int64_t total_cents = 0;
  std::string id;
  std::string transaction;
  std::string tracking;
};

// Puts it into the cart, beside what is there of the same product.
void AddTo(std::vector<OrderItem>& cart, const OrderItem& item);

// Prices it and gives it its numbers.
Order MakeOrder(Random& random, Customer customer, std::vector<OrderItem> items);

// What a locust user puts into the cart: 1, 2, 3, 4, 5 or 10 of some product.
OrderItem RandomItem(Random& random);

// {"currencyCode":"USD","units":"263","nanos":460000000}
std::string MoneyJson(std::int64_t cents);

inline double Dollars(std::int64_t cents) { return static_cast<double>(cents) / 100; }

inline constexpr std::string_view kCacheFull = "Visa cache full: cannot add new item.";
inline constexpr std::string_view kChargeError =
    "could not charge the card: rpc error: code = Unknown desc = Visa cache full: cannot add new item.";
inline constexpr std::string_view kOrderError =
    "failed to charge card: could not charge the card: rpc error: code = Unknown desc = Visa cache full: "
    "cannot "
    "add new item.";

}  // namespace sextant::demo
