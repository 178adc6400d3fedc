#include "otlp/tally.h"

#include <algorithm>

namespace sextant::otlp {
namespace {

constexpr std::int64_t kFutureNs = 24 * kNanosPerHour;

std::string Explain(std::string_view why, const DecodeContext& context) {
  const DecodeLimits& limits = context.limits;
  if (why == reason::kTooOld) {
    return "older than the retention of " + std::to_string(context.retention_ns / kNanosPerHour) + " hours";
  }
  if (why == reason::kTooNew) return "more than 24 hours in the future";
  if (why == reason::kBadTraceId) return "trace_id is not 16 bytes, or all zero";
  if (why == reason::kBadSpanId) return "span_id is not 8 bytes, or all zero";
  if (why == reason::kBadParentSpanId) return "parent_span_id is not 8 bytes";
  if (why == reason::kTooManyAttributes) {
    return "more than " + std::to_string(limits.max_attributes) + " attributes";
  }
  if (why == reason::kTooManyEvents) {
    return "more than " + std::to_string(limits.max_events) + " events, links or exemplars";
  }
  if (why == reason::kValueTooLarge) {
    return "an attribute or body larger than " + std::to_string(limits.max_value_bytes) + " bytes";
  }
  return "more than " + std::to_string(limits.max_buckets) + " buckets, bounds or quantiles";
}

}  // namespace

Tally::Tally(const DecodeContext& context, Decoded& decoded)
    : context_(context),
      decoded_(decoded),
      earliest_(
          static_cast<std::uint64_t>(std::max<std::int64_t>(0, context.receive_time - context.retention_ns))),
      latest_(static_cast<std::uint64_t>(context.receive_time + kFutureNs)),
      too_old_(reason::kTooOld),
      too_new_(reason::kTooNew) {}

void Tally::Refuse(const char* reason, std::uint64_t records) {
  if (records == 0) return;
  decoded_.rejected += records;
  decoded_.reasons[reason] += records;
}

void Tally::Mend(const char* what, std::uint64_t values) {
  if (values != 0) decoded_.mended[what] += values;
}

void Tally::Finish(std::string_view noun) {
  if (decoded_.rejected == 0) return;
  std::string text = std::to_string(decoded_.rejected) + " of " +
                     std::to_string(decoded_.rejected + decoded_.accepted) + " " + std::string(noun) +
                     " were refused: ";
  bool first = true;
  for (const auto& [why, count] : decoded_.reasons) {
    if (!first) text += ", ";
    first = false;
    text += std::to_string(count) + " " + why + " (" + Explain(why, context_) + ")";
  }
  decoded_.rejection_message = text + ".";
}

}  // namespace sextant::otlp
