// What must hold of every OTLP request that was decoded; both OTLP targets share it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/signal.h"
#include "otlp/decode.h"

namespace sextant::fuzz {

// The first byte of an input chooses the signal; the rest is the request.
struct OtlpInput {
  Signal signal = Signal::kLogs;
  std::string_view request;
};
OtlpInput SplitOtlpInput(std::string_view bytes);
std::string JoinOtlpInput(Signal signal, std::string_view request);

// Fixed, so that every run decodes the same.
otlp::DecodeContext OtlpContext();

// Every record is accepted or rejected with a reason, and the rows are blocks that an engine would take, also
// once they are enriched.
void CheckDecoded(otlp::Decoded decoded);

// A request of each signal in protobuf, with every kind of value.
std::vector<std::pair<Signal, std::string>> OtlpSamples();

}  // namespace sextant::fuzz
