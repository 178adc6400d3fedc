#include "api/otlp_http.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <utility>

#include "otlp/response.h"

namespace sextant::api {
namespace {

constexpr int kUnsupportedMediaType = 415;
constexpr std::string_view kRetryAfterSeconds = "1";
constexpr std::int64_t kRetryAfterMs = 1'000;

// The media type alone, in lower case: "Application/JSON; charset=utf-8" → "application/json".
std::string MediaType(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (content_type.ends_with(' ')) content_type.remove_suffix(1);
  std::string type(content_type);
  std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
  return type;
}

std::optional<otlp::Encoding> EncodingOf(const net::Request& request) {
  const std::string type = MediaType(request.headers().Get("content-type"));
  for (const auto encoding : {otlp::Encoding::kProtobuf, otlp::Encoding::kJson}) {
    if (type == otlp::ContentType(encoding)) return encoding;
  }
  return std::nullopt;
}

net::Response ErrorAnswer(int http_status, otlp::Encoding encoding, const Status& error) {
  const bool may_retry = http_status == 429 || http_status == 503;
  otlp::RpcStatus rpc;
  rpc.code = net::RpcCodeOf(error.code());
  rpc.message = error.message();
  rpc.retry_after_ms = may_retry ? kRetryAfterMs : 0;
  net::Response response;
  response.status = http_status;
  response.headers.Add("Content-Type", std::string(otlp::ContentType(encoding)));
  if (may_retry) response.headers.Add("Retry-After", std::string(kRetryAfterSeconds));
  if (http_status == 401) response.headers.Add("WWW-Authenticate", "Bearer");
  response.body = otlp::ErrorResponse(encoding, rpc);
  return response;
}

net::Response SuccessAnswer(Signal signal, otlp::Encoding encoding, ingest::ExportOutcome outcome) {
  net::Response response;
  response.headers.Add("Content-Type", std::string(otlp::ContentType(encoding)));
  response.body = SuccessBody(signal, encoding, std::move(outcome));
  return response;
}

OtlpHead HeadOf(const net::Request& request) {
  return {request.headers(), request.remote(), request.remote_is_loopback()};
}

Result<ingest::ExportOutcome> Receive(const OtlpReceiver& receiver, const BodyKind& kind,
                                      const Sender& sender, net::Request& request) {
  const Result<std::string> body = request.ReadAll(receiver.max_body_bytes());
  if (!body.ok()) return receiver.Refuse(sender.database, body.status());
  return receiver.Receive(kind, sender, *body);
}

net::Response Answer(const OtlpReceiver& receiver, Signal signal, net::Request& request) {
  const std::optional<otlp::Encoding> encoding = EncodingOf(request);
  const auto error = [&](int http_status, const Status& status) {
    return ErrorAnswer(http_status, encoding.value_or(otlp::Encoding::kJson), status);
  };
  const Result<Sender> sender = receiver.Admit(HeadOf(request));
  if (!sender.ok()) return error(net::HttpStatusOf(sender.status().code()), sender.status());
  if (!encoding) {
    const Status unknown(Code::kBadInput, "Send application/x-protobuf or application/json.");
    return error(kUnsupportedMediaType, receiver.Refuse(sender->database, unknown));
  }
  const Result<net::Coding> coding = net::ParseCoding(request.headers().Get("content-encoding"));
  if (!coding.ok()) {
    return error(kUnsupportedMediaType, receiver.Refuse(sender->database, coding.status()));
  }
  Result<ingest::ExportOutcome> outcome = Receive(receiver, {signal, *encoding, *coding}, *sender, request);
  if (!outcome.ok()) return error(net::HttpStatusOf(outcome.status().code()), outcome.status());
  return SuccessAnswer(signal, *encoding, std::move(*outcome));
}

}  // namespace

void AddOtlpRoutes(net::Router& router, std::shared_ptr<const OtlpReceiver> receiver) {
  const auto add = [&](const char* path, Signal signal) {
    router.Add("POST", path, [receiver, signal](net::Request& request, net::Responder& responder) {
      // A client that has left cannot be told anything.
      static_cast<void>(responder.Send(Answer(*receiver, signal, request)));
    });
  };
  add("/v1/traces", Signal::kTraces);
  add("/v1/logs", Signal::kLogs);
  add("/v1/metrics", Signal::kMetrics);
  router.Add("GET", "/", [](net::Request&, net::Responder& responder) {
    static_cast<void>(
        responder.Send(net::Response::Text(200,
                                           "This is Sextant's OTLP/HTTP receiver. Send telemetry with POST "
                                           "to /v1/traces, /v1/logs or /v1/metrics.\n")));
  });
}

Status CheckOtlpSender(const OtlpReceiver& receiver, const net::Request& request) {
  if (request.method() != "POST") return OkStatus();
  return receiver.Admit(HeadOf(request)).status();
}

void WriteOtlpRefusal(const net::Refusal& refusal, const net::Request* request, net::Response& answer) {
  const auto encoding = request == nullptr ? std::nullopt : EncodingOf(*request);
  answer = ErrorAnswer(refusal.status, encoding.value_or(otlp::Encoding::kJson), refusal.error);
}

}  // namespace sextant::api
