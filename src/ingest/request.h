// What the receivers hand to the pipeline, and what they get back. Values only.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "model/signal.h"
#include "otlp/decode.h"

namespace sextant::ingest {

// How a body is compressed in the log. Stored in frames: never renumber.
enum class BodyCoding : std::uint8_t { kIdentity = 0, kGzip = 1, kDeflate = 2, kZstd = 3 };

// One export request, its coding already undone within the receiver's limits. The views must outlive Export.
struct ExportRequest {
  Signal signal = Signal::kLogs;
  otlp::Encoding encoding = otlp::Encoding::kProtobuf;
  std::string database = "default";
  std::string_view body;
  // The body as it came, when it came compressed: the log keeps that one.
  BodyCoding coding = BodyCoding::kIdentity;
  std::string_view coded_body;
  // Who sends, for quotas: a key's id or an address. May be empty.
  std::string client;
};

// What was stored of it, and what was refused record by record.
struct ExportOutcome {
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  std::string rejection_message;
};

// Undoes a body's coding, giving at most `max_bytes` (else kTooLarge). The bounded inflater of net/, handed
// in because ingest/ does not know the network.
using Inflater =
    std::function<Result<std::string>(BodyCoding coding, std::string_view body, std::size_t max_bytes)>;

// Charges `bytes` to `client`; kResourceExhausted when its share is used up.
using Quota = std::function<Status(std::string_view client, std::size_t bytes)>;

}  // namespace sextant::ingest
