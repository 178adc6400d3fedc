// The payment service: the cache of checked Visa cards is where the incident happens.
#pragma once

#include "demo/core/tree.h"
#include "demo/traffic/order.h"

namespace sextant::demo {

// Under checkout's client span. False when the card was refused.
bool ServeCharge(Trace& trace, Frame& client, const Order& order);

// What a payment pod does when it starts: its server, and the first look at its flags.
void StartPayment(Recorder& recorder, Random random, UnixNanos start);

}  // namespace sextant::demo
