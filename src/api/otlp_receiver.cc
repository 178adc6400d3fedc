#include "api/otlp_receiver.h"

#include <utility>

#include "api/body_coding.h"
#include "otlp/response.h"

namespace sextant::api {
namespace {

OtlpOptions WithAdmission(OtlpOptions options, const ingest::Pipeline& pipeline) {
  if (!options.admit) {
    options.admit = [&pipeline](const OtlpHead& head) { return AdmitWithoutKeys(pipeline, head); };
  }
  return options;
}

}  // namespace

Result<Sender> AdmitWithoutKeys(const ingest::Pipeline& pipeline, const OtlpHead& head) {
  Sender sender{"default", std::string(head.remote.substr(0, head.remote.rfind(':')))};
  const auto wanted = head.headers.Find(kDatabaseHeader);
  if (!wanted) return sender;
  if (!head.remote_is_loopback) {
    return Status(Code::kBadInput, "The header x-sextant-database is for senders on this machine only.");
  }
  if (!pipeline.HasDatabase(*wanted)) {
    return Status(Code::kBadInput, "There is no database \"" + std::string(*wanted) + "\" to send to.");
  }
  sender.database = *wanted;
  return sender;
}

OtlpReceiver::OtlpReceiver(ingest::Pipeline& pipeline, OtlpOptions options)
    : pipeline_(pipeline),
      options_(WithAdmission(std::move(options), pipeline)),
      inflated_(options_.inflate.max_bytes / 2 * 3) {}

Status OtlpReceiver::Refuse(const std::string& database, Status error) const {
  pipeline_.CountRefused(database, error.code());
  return error;
}

Result<Sender> OtlpReceiver::Admit(const OtlpHead& head) const {
  Result<Sender> sender = options_.admit(head);
  if (!sender.ok()) return Refuse("", sender.status());
  return sender;
}

Result<ingest::ExportOutcome> OtlpReceiver::Receive(const BodyKind& kind, const Sender& sender,
                                                    std::string_view body) const {
  ingest::ExportRequest request;
  request.signal = kind.signal;
  request.encoding = kind.encoding;
  request.database = sender.database;
  request.client = sender.id;
  request.body = body;
  if (kind.coding == net::Coding::kIdentity) return pipeline_.Export(request);
  net::ByteBudget::Lease lease(&inflated_);
  net::InflateLimits limits = options_.inflate;
  limits.lease = &lease;
  const Result<std::string> inflated = net::Inflate(kind.coding, body, limits);
  if (!inflated.ok()) return Refuse(sender.database, inflated.status());
  request.body = *inflated;
  request.coding = ToBodyCoding(kind.coding);
  request.coded_body = body;
  return pipeline_.Export(request);
}

std::string SuccessBody(Signal signal, otlp::Encoding encoding, ingest::ExportOutcome outcome) {
  otlp::Decoded decoded;
  decoded.accepted = outcome.accepted;
  decoded.rejected = outcome.rejected;
  decoded.rejection_message = std::move(outcome.rejection_message);
  return otlp::SuccessResponse(signal, encoding, decoded);
}

}  // namespace sextant::api
