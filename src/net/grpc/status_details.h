// The google.rpc.Status message that carries a RetryInfo. Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sextant::net {

// google.rpc.Status{code, message, details: [google.rpc.RetryInfo{retry_delay}]} in protobuf's wire format,
// as it goes into the trailer grpc-status-details-bin.
std::string RetryInfoDetails(int rpc_code, std::string_view message, std::chrono::milliseconds retry_delay);

}  // namespace sextant::net
