// A visit: someone with a browser walks through the shop, step by step as in one of the recordings, but with
// a pace, products and quantities of their own. Planned whole; what the browser sends and what it showed
// follow the plan, each step in the slice of the tape in which it happens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "demo/core/options.h"
#include "demo/recordings/recording.h"
#include "demo/recordings/shelf.h"
#include "demo/traffic/order.h"

namespace sextant::demo {

struct VisitStep {
  std::int64_t after_ns = 0;  // since the visit's start
  StepKind kind = StepKind::kOpenShop;
  OrderItem item{};       // the product that was opened last
  std::size_t field = 0;  // of kFillField
  // In the cart before the step.
  std::vector<OrderItem> cart;
};

struct Visit {
  std::uint64_t id = 0;  // never 0
  UnixNanos start = 0;
  std::string session;  // the shop's own id of the visitor
  std::string_view user_agent;
  const Recording* recording = nullptr;  // never null
  Shelf shelf{};
  std::vector<VisitStep> steps;  // those of the recording
  Order order;                   // without items when nothing was put into the cart
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

// Orders are placed this long after a visit's start at the latest.
inline constexpr std::int64_t kLatestOrderNs = 200 * kNanosPerSecond;

// Who is known by name: hit by the refused cards, and again when trying once more.
inline constexpr std::string_view kBraulio = "Braulio.Roberts23@hotmail.com";

// The visits that begin in the slice.
std::vector<Visit> VisitsOf(const TapeOptions& options, UnixNanos slice);

}  // namespace sextant::demo
