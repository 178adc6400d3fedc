// OTLP export requests → rows for our tables, from protobuf and from JSON: the same rows from both. Pure.
// Values are written as the OpenTelemetry ClickHouse exporter writes them: attribute values as text (numbers
// and booleans printed, arrays and maps as JSON), ids as lower-case hex, kinds and status codes as words.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "model/signal.h"

namespace sextant::otlp {

// Values are stored in the log's frames: never renumber.
enum class Encoding : std::uint8_t { kProtobuf = 1, kJson = 2 };

struct DecodeLimits {
  std::size_t max_depth = 64;                // nesting of AnyValue
  std::size_t max_attributes = 1024;         // per record, resource or scope; more: the record is refused
  std::size_t max_events = 1024;             // and as many links, per span, or exemplars per point; as above
  std::size_t max_buckets = 10'000;          // and as many quantiles, per data point; as above
  std::size_t max_value_bytes = 4 << 20;     // of one attribute value or body; as above
  std::size_t max_records = 1'000'000;       // of one request; more: kTooLarge
  std::size_t max_copied_bytes = 512 << 20;  // of resource and scope attributes in all rows; more: kTooLarge
};

// Everything the outcome depends on besides the bytes, so that replaying a frame gives the same rows.
struct DecodeContext {
  UnixNanos receive_time = 0;
  // Records older than receive_time - retention_ns or later than receive_time + 24 h are refused one by one.
  std::int64_t retention_ns = 30 * kNanosPerDay;
  DecodeLimits limits;
};

struct Decoded {
  // At most one entry per table, none empty; rows in request order.
  std::vector<TableRows> tables;
  std::uint64_t accepted = 0;  // spans, log records or data points
  std::uint64_t rejected = 0;
  // Why, by a stable reason name ("too_old", "bad_trace_id", …) → how many.
  std::map<std::string, std::uint64_t> reasons;
  // What was put right in accepted records ("invalid_utf8", "dropped_id", …) → how many values.
  std::map<std::string, std::uint64_t> mended;
  // A sentence for partial_success; empty when nothing was rejected.
  std::string rejection_message;
};

// Fails with kBadInput (what and at which byte) when the request as a whole cannot be read, or kTooLarge;
// nothing is then stored. A bad record alone is counted and left out.
Result<Decoded> Decode(Signal signal, Encoding encoding, std::string_view body, const DecodeContext& context);

// An empty block with the columns of `table`, in the order Decode fills them (without __sxt_*; logs without
// the fingerprint, which enrich/ adds).
Block EmptyRows(Table table);

}  // namespace sextant::otlp
