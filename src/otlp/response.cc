#include "otlp/response.h"

#include "base/json.h"
#include "otlp/wire.h"
#include "otlp/wire_writer.h"

namespace sextant::otlp {
namespace {

constexpr std::string_view kRetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

// Tags of ExportPartialSuccess, google.rpc.Status, google.protobuf.Any, google.rpc.RetryInfo and Duration.
namespace partial_success {
constexpr std::uint32_t kField = MakeTag(1, WireType::kBytes), kRejected = MakeTag(1, WireType::kVarint),
                        kMessage = MakeTag(2, WireType::kBytes);
}
namespace rpc_status {
constexpr std::uint32_t kCode = MakeTag(1, WireType::kVarint), kMessage = MakeTag(2, WireType::kBytes),
                        kDetails = MakeTag(3, WireType::kBytes);
}
namespace any {
constexpr std::uint32_t kTypeUrl = MakeTag(1, WireType::kBytes), kValue = MakeTag(2, WireType::kBytes);
}
namespace retry_info {
constexpr std::uint32_t kDelay = MakeTag(1, WireType::kBytes);
}
namespace duration {
constexpr std::uint32_t kSeconds = MakeTag(1, WireType::kVarint), kNanos = MakeTag(2, WireType::kVarint);
}

std::string_view RejectedName(Signal signal) {
  switch (signal) {
    case Signal::kLogs: return "rejectedLogRecords";
    case Signal::kTraces: return "rejectedSpans";
    case Signal::kMetrics: break;
  }
  return "rejectedDataPoints";
}

void WriteRetryInfo(WireWriter& wire, std::int64_t retry_after_ms) {
  const std::size_t details = wire.Begin(rpc_status::kDetails);
  wire.Bytes(any::kTypeUrl, kRetryInfoType);
  const std::size_t value = wire.Begin(any::kValue);
  const std::size_t delay = wire.Begin(retry_info::kDelay);
  wire.Varint(duration::kSeconds, static_cast<std::uint64_t>(retry_after_ms / 1000));
  wire.Varint(duration::kNanos, static_cast<std::uint64_t>(retry_after_ms % 1000 * kNanosPerMilli));
  wire.End(delay);
  wire.End(value);
  wire.End(details);
}

// A google.protobuf.Duration in JSON: "1.500s".
std::string DurationText(std::int64_t ms) {
  const std::string fraction = std::to_string(1000 + ms % 1000).substr(1);
  return std::to_string(ms / 1000) + (ms % 1000 == 0 ? "" : "." + fraction) + "s";
}

}  // namespace

std::string_view ContentType(Encoding encoding) {
  return encoding == Encoding::kProtobuf ? "application/x-protobuf" : "application/json";
}

std::string SuccessResponse(Signal signal, Encoding encoding, const Decoded& decoded) {
  if (encoding == Encoding::kJson) {
    JsonWriter json;
    json.Object();
    if (decoded.rejected > 0) {
      json.Key("partialSuccess").Object();
      json.Key(RejectedName(signal)).UintText(decoded.rejected);
      json.Key("errorMessage").String(decoded.rejection_message).End();
    }
    json.End();
    return json.Take();
  }
  std::string bytes;
  if (decoded.rejected == 0) return bytes;
  WireWriter wire(bytes);
  const std::size_t mark = wire.Begin(partial_success::kField);
  wire.Varint(partial_success::kRejected, decoded.rejected);
  wire.Bytes(partial_success::kMessage, decoded.rejection_message);
  wire.End(mark);
  return bytes;
}

std::string ErrorResponse(Encoding encoding, const RpcStatus& error) {
  if (encoding == Encoding::kJson) {
    JsonWriter json;
    json.Object().Key("code").Int(error.code).Key("message").String(error.message);
    if (error.retry_after_ms > 0) {
      json.Key("details").Array().Object().Key("@type").String(kRetryInfoType);
      json.Key("retryDelay").String(DurationText(error.retry_after_ms)).End().End();
    }
    json.End();
    return json.Take();
  }
  std::string bytes;
  WireWriter wire(bytes);
  wire.Varint(rpc_status::kCode, static_cast<std::uint64_t>(error.code));
  wire.Bytes(rpc_status::kMessage, error.message);
  if (error.retry_after_ms > 0) WriteRetryInfo(wire, error.retry_after_ms);
  return bytes;
}

}  // namespace sextant::otlp
