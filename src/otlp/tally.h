// What happened to the records of one request.
#pragma once

#include <string>
#include <string_view>

#include "otlp/decode.h"

namespace sextant::otlp {

// Counts for one Decode call; not thread-safe.
class Tally {
 public:
  Tally(const DecodeContext& context, Decoded& decoded);

  const DecodeLimits& limits() const { return context_.limits; }
  UnixNanos receive_time() const { return context_.receive_time; }

  void Accept() { ++decoded_.accepted; }
  // `reason` is one of reason:: below.
  void Refuse(const char* reason, std::uint64_t records = 1);
  // `what` is one of mended:: below. Nothing happens for 0.
  void Mend(const char* what, std::uint64_t values = 1);
  // Why a record of that time (not 0) is refused; nullptr when it is not.
  const char* RefusalOf(std::uint64_t time) const {
    if (time < earliest_) return too_old_;
    return time > latest_ ? too_new_ : nullptr;
  }
  // Writes the sentence about the refused; `noun` is "spans", "log records" or "data points".
  void Finish(std::string_view noun);

 private:
  const DecodeContext& context_;
  Decoded& decoded_;
  std::uint64_t earliest_;
  std::uint64_t latest_;
  const char* too_old_;
  const char* too_new_;
};

// Why a record was refused. Stable: counted, shown and tested by name.
namespace reason {
inline constexpr char kTooOld[] = "too_old";
inline constexpr char kTooNew[] = "too_new";
inline constexpr char kBadTraceId[] = "bad_trace_id";
inline constexpr char kBadSpanId[] = "bad_span_id";
inline constexpr char kBadParentSpanId[] = "bad_parent_span_id";
inline constexpr char kTooManyAttributes[] = "too_many_attributes";
inline constexpr char kTooManyEvents[] = "too_many_events";
inline constexpr char kValueTooLarge[] = "value_too_large";
inline constexpr char kTooManyBuckets[] = "too_many_buckets";
}  // namespace reason

// What was put right in accepted records.
namespace mended {
inline constexpr char kDroppedId[] = "dropped_id";                    // of a log, a link or an exemplar
inline constexpr char kInvalidUtf8[] = "invalid_utf8";                // bytes replaced by U+FFFD
inline constexpr char kDuplicateAttribute[] = "duplicate_attribute";  // only the last one was kept
}  // namespace mended

}  // namespace sextant::otlp
