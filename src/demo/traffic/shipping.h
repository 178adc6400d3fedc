// Shipping, and the quote service behind it.
#pragma once

#include "demo/traffic/order.h"
#include "demo/traffic/rpc.h"

namespace sextant::demo {

void ServeQuote(Trace& trace, Frame& client, std::string_view zip_code, int items, std::int64_t cost_cents);
void ServeShipOrder(Trace& trace, Frame& client, const Order& order);

}  // namespace sextant::demo
