// The checkout service, and what the frontend does around it.
#pragma once

#include "demo/traffic/order.h"
#include "demo/traffic/rpc.h"

namespace sextant::demo {

// POST /api/checkout under the frontend's server span: 200, or 500 when the card was refused. `currency` is
// what the client said, and may be empty.
int AnswerCheckout(Trace& trace, Frame& frontend, const Order& order, std::string_view currency);

}  // namespace sextant::demo
