// A visit: someone with a browser walks through the shop, from the home page to the checkout form. Planned
// whole; what a browser sends and what a recording shows follow the plan, each step in the slice of the
// tape in which it happens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "demo/core/options.h"
#include "demo/traffic/order.h"

namespace sextant::demo {

enum class StepKind : std::uint8_t {
  kOpenShop,    // the home page, from outside
  kGoShopping,  // down to the products
  kOpenProduct,
  kPickQuantity,
  kAddToCart,         // … and to the cart
  kContinueShopping,  // back to the home page
  kOpenCart,
  kFillField,
  kPlaceOrder,
};

struct VisitStep {
  std::int64_t after_ns = 0;  // since the visit's start
  StepKind kind = StepKind::kOpenShop;
  OrderItem item{};       // of kOpenProduct, kPickQuantity, kAddToCart
  std::size_t field = 0;  // of kFillField
  // In the cart before the step.
  std::vector<OrderItem> cart;
};

struct Visit {
  std::uint64_t id = 0;  // never 0
  UnixNanos start = 0;
  std::string session;  // the shop's own id of the visitor
  std::string_view user_agent;
  std::vector<VisitStep> steps;
  Order order;  // what the last step places
};

// The fields of the checkout form, in the order in which they are filled.
inline constexpr std::array<std::string_view, 9> kFormFields = {"email",
                                                                "street_address",
                                                                "zip_code",
                                                                "city",
                                                                "state",
                                                                "credit_card_number",
                                                                "credit_card_expiration_month",
                                                                "credit_card_expiration_year",
                                                                "credit_card_cvv"};

// No visit goes on for longer; a multiple of kSliceNs.
inline constexpr std::int64_t kLongestVisitNs = 240 * kNanosPerSecond;

// Who is known by name: hit by the refused cards, and again when trying once more.
inline constexpr std::string_view kBraulio = "Braulio.Roberts23@hotmail.com";

// The visits that begin in the slice.
std::vector<Visit> VisitsOf(const TapeOptions& options, UnixNanos slice);

}  // namespace sextant::demo
