// The answers of an OTLP endpoint, as bytes.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/signal.h"
#include "otlp/decode.h"

namespace sextant::otlp {

// "application/x-protobuf" or "application/json".
std::string_view ContentType(Encoding encoding);

// Export{Logs,Trace,Metrics}ServiceResponse: with partial_success when something was rejected, else empty.
std::string SuccessResponse(Signal signal, Encoding encoding, const Decoded& decoded);

// google.rpc.Status: the body of every 4xx and 5xx answer, and over gRPC the trailer grpc-status-details-bin.
struct RpcStatus {
  std::int32_t code = 0;  // google.rpc.Code; net/ knows which
  std::string_view message;
  // Above 0, a RetryInfo says when to come back.
  std::int64_t retry_after_ms = 0;
};
std::string ErrorResponse(Encoding encoding, const RpcStatus& error);

}  // namespace sextant::otlp
