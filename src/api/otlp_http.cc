#include "api/otlp_http.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <utility>

#include "api/body_coding.h"
#include "otlp/response.h"

namespace sextant::api {
namespace {

constexpr int kUnsupportedMediaType = 415;
constexpr std::string_view kDatabaseHeader = "x-sextant-database";
constexpr std::string_view kRetryAfterSeconds = "1";
constexpr std::int64_t kRetryAfterMs = 1'000;

struct Endpoint {
  ingest::Pipeline& pipeline;
  OtlpHttpOptions options;
};

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
  response.body = otlp::ErrorResponse(encoding, rpc);
  return response;
}

net::Response SuccessAnswer(Signal signal, otlp::Encoding encoding, ingest::ExportOutcome outcome) {
  otlp::Decoded decoded;
  decoded.accepted = outcome.accepted;
  decoded.rejected = outcome.rejected;
  decoded.rejection_message = std::move(outcome.rejection_message);
  net::Response response;
  response.headers.Add("Content-Type", std::string(otlp::ContentType(encoding)));
  response.body = otlp::SuccessResponse(signal, encoding, decoded);
  return response;
}

// Refusals before Export are counted here; Export counts its own.
Result<ingest::ExportOutcome> Receive(const Endpoint& endpoint, Signal signal, otlp::Encoding encoding,
                                      net::Coding coding, const Sender& sender, net::Request& request) {
  const auto refuse = [&](const Status& error) {
    endpoint.pipeline.CountRefused(sender.database, error.code());
    return error;
  };
  ingest::ExportRequest exported;
  exported.signal = signal;
  exported.encoding = encoding;
  exported.database = sender.database;
  exported.client = sender.id;
  Result<std::string> body = request.ReadAll(endpoint.options.max_body_bytes);
  if (!body.ok()) return refuse(body.status());
  if (coding == net::Coding::kIdentity) {
    exported.body = *body;
    return endpoint.pipeline.Export(exported);
  }
  const Result<std::string> inflated = net::Inflate(coding, *body, endpoint.options.inflate);
  if (!inflated.ok()) return refuse(inflated.status());
  exported.body = *inflated;
  exported.coding = ToBodyCoding(coding);
  exported.coded_body = *body;
  return endpoint.pipeline.Export(exported);
}

net::Response Answer(const Endpoint& endpoint, Signal signal, net::Request& request) {
  const std::optional<otlp::Encoding> encoding = EncodingOf(request);
  if (!encoding) {
    endpoint.pipeline.CountRefused("", Code::kBadInput);
    return ErrorAnswer(kUnsupportedMediaType, otlp::Encoding::kJson,
                       {Code::kBadInput, "Send application/x-protobuf or application/json."});
  }
  const Result<net::Coding> coding = net::ParseCoding(request.headers().Get("content-encoding"));
  if (!coding.ok()) {
    endpoint.pipeline.CountRefused("", Code::kBadInput);
    return ErrorAnswer(kUnsupportedMediaType, *encoding, coding.status());
  }
  const Result<Sender> sender = endpoint.options.admit(request);
  if (!sender.ok()) {
    endpoint.pipeline.CountRefused("", sender.status().code());
    return ErrorAnswer(net::HttpStatusOf(sender.status().code()), *encoding, sender.status());
  }
  Result<ingest::ExportOutcome> outcome = Receive(endpoint, signal, *encoding, *coding, *sender, request);
  if (!outcome.ok()) {
    return ErrorAnswer(net::HttpStatusOf(outcome.status().code()), *encoding, outcome.status());
  }
  return SuccessAnswer(signal, *encoding, std::move(*outcome));
}

}  // namespace

Result<Sender> AdmitWithoutKeys(const ingest::Pipeline& pipeline, const net::Request& request) {
  const std::string_view remote = request.remote();
  Sender sender{"default", std::string(remote.substr(0, remote.rfind(':')))};
  const auto wanted = request.headers().Find(kDatabaseHeader);
  if (!wanted) return sender;
  if (!request.remote_is_loopback()) {
    return Status(Code::kBadInput, "The header x-sextant-database is for senders on this machine only.");
  }
  if (!pipeline.HasDatabase(*wanted)) {
    return Status(Code::kBadInput, "There is no database \"" + std::string(*wanted) + "\" to send to.");
  }
  sender.database = *wanted;
  return sender;
}

void AddOtlpRoutes(net::Router& router, ingest::Pipeline& pipeline, OtlpHttpOptions options) {
  if (!options.admit) {
    options.admit = [&pipeline](const net::Request& request) { return AdmitWithoutKeys(pipeline, request); };
  }
  const auto endpoint = std::make_shared<const Endpoint>(Endpoint{pipeline, std::move(options)});
  const auto add = [&](const char* path, Signal signal) {
    router.Add("POST", path, [endpoint, signal](net::Request& request, net::Responder& responder) {
      // A client that has left cannot be told anything.
      static_cast<void>(responder.Send(Answer(*endpoint, signal, request)));
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

}  // namespace sextant::api
