// What follows a charge: the confirmation by mail, and the order on its topic with its two readers.
#pragma once

#include "demo/traffic/order.h"
#include "demo/traffic/rpc.h"

namespace sextant::demo {

// Under checkout's PlaceOrder.
void SendConfirmation(Trace& trace, Frame& server, const Order& order);
void PublishOrder(Trace& trace, Frame& server, const Order& order);

// A line of checkout's log.
void LogCheckout(Trace& trace, const Frame& frame, std::string_view message,
                 std::string_view severity = "info");

}  // namespace sextant::demo
