// What the frontend's API routes do under its server span: calls to the services, and the HTTP status.
#pragma once

#include <span>
#include <string_view>

#include "demo/traffic/order.h"
#include "demo/traffic/rpc.h"

namespace sextant::demo {

int AnswerProduct(Trace& trace, Frame& frontend, std::size_t product);
int AnswerProducts(Trace& trace, Frame& frontend);
int AnswerCurrencies(Trace& trace, Frame& frontend);
int AnswerRecommendations(Trace& trace, Frame& frontend, std::size_t asked);
int AnswerAds(Trace& trace, Frame& frontend, std::span<const std::string_view> categories,
              std::string_view session);
// `items` are in the cart of `user_id`, which is empty for who has no session.
int AnswerCart(Trace& trace, Frame& frontend, std::string_view user_id, std::span<const OrderItem> items);
int AnswerAddToCart(Trace& trace, Frame& frontend, std::string_view user_id, const OrderItem& item,
                    int items_before);
int AnswerShipping(Trace& trace, Frame& frontend, const Order& order);

}  // namespace sextant::demo
