// The services behind the frontend and checkout: what each does under its client's span, and logs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "demo/traffic/rpc.h"

namespace sextant::demo {

void ServeProduct(Trace& trace, Frame& client, std::size_t product);
void ServeProductList(Trace& trace, Frame& client);

void ServeConversion(Trace& trace, Frame& client, std::string_view from, std::string_view to);
void ServeCurrencies(Trace& trace, Frame& client);

struct CartCall {
  const Rpc& rpc;
  std::string_view user_id;  // empty for who has no session
  int items = 0;             // in the cart, after the call
  // Of AddItem.
  std::string_view product = {};
  int quantity = 0;
  bool from_go = false;  // the caller is checkout, not the frontend
};
void ServeCart(Trace& trace, Frame& client, const CartCall& call);

// Recommends four products other than `asked`; gives them.
std::array<std::size_t, 4> ServeRecommendations(Trace& trace, Frame& client, std::size_t asked);

// Ads for these categories; for none, or one that has no ads, random ones. `session` may be empty.
void ServeAds(Trace& trace, Frame& client, std::span<const std::string_view> categories,
              std::string_view session);

}  // namespace sextant::demo
