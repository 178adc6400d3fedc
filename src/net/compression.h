// Content codings of HTTP and gRPC bodies, undone within limits. Thread-safe: no shared state.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"
#include "net/byte_budget.h"

namespace sextant::net {

enum class Coding { kIdentity, kGzip, kDeflate, kZstd };

// Reads a Content-Encoding or grpc-encoding value ("" and "identity" are kIdentity). Fails with kBadInput,
// naming the value, for others and for lists.
Result<Coding> ParseCoding(std::string_view name);

struct InflateLimits {
  std::size_t max_bytes = std::size_t{64} << 20;
  // Output may be at most `max_ratio` times the input, once above 1 MiB.
  std::size_t max_ratio = 200;
  // When given, what the output takes of memory is held by this lease, which must hold nothing yet: while
  // inflating one byte more than it may become at most, then what it has taken. Room for it is waited for up
  // to `patience`.
  ByteBudget::Lease* lease = nullptr;
  std::chrono::milliseconds patience{5'000};
};

// Undoes `coding`. Never holds more than the output so far and one window; the output grows as it is
// needed, never to a size that the input claims. Fails with kTooLarge (which limit) or kBadInput (broken
// stream, trailing bytes), and with kUnavailable when the lease finds no room.
Result<std::string> Inflate(Coding coding, std::string_view input, const InflateLimits& limits);

// Compresses; for answers, tests and the demo's export. Identity returns the input.
Result<std::string> Deflate(Coding coding, std::string_view input);

}  // namespace sextant::net
