// What both OTLP doors (otlp_http.h, grpc/otlp_grpc.h) do alike: decide who sends, undo a body's coding
// within limits, hand it to ingest, count what is refused before.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "ingest/pipeline.h"
#include "net/compression.h"
#include "net/http.h"

namespace sextant::api {

// The head of a request as both doors see it: HTTP headers or gRPC metadata.
struct OtlpHead {
  const net::Headers& headers;
  std::string_view remote;  // "127.0.0.1:40312"
  bool remote_is_loopback = false;
};

// Who sends, and into which database.
struct Sender {
  std::string database;
  std::string id;  // for quotas
};

// Decides it; kUnauthenticated without a valid key where keys are required.
using AdmitSender = std::function<Result<Sender>(const OtlpHead& head)>;

// Names the database to send to.
inline constexpr std::string_view kDatabaseHeader = "x-sextant-database";

// Without keys: everybody may send to "default", and processes of this machine may name another database in
// x-sextant-database. Fails with kBadInput for a name that is not one of ours or comes from elsewhere.
Result<Sender> AdmitWithoutKeys(const ingest::Pipeline& pipeline, const OtlpHead& head);

struct OtlpOptions {
  // Of a body as sent, and after its coding is undone.
  std::size_t max_body_bytes = std::size_t{64} << 20;
  // `lease` is not used. All bodies of both doors together hold at most 1.5 times `max_bytes`, being inflated
  // and until they are answered; others wait up to `patience`.
  net::InflateLimits inflate;
  // AdmitWithoutKeys when empty.
  AdmitSender admit;
};

// What a body is.
struct BodyKind {
  Signal signal = Signal::kLogs;
  otlp::Encoding encoding = otlp::Encoding::kProtobuf;
  net::Coding coding = net::Coding::kIdentity;
};

// One for both doors, whose memory it bounds. Thread-safe. Borrows the pipeline.
class OtlpReceiver {
 public:
  OtlpReceiver(ingest::Pipeline& pipeline, OtlpOptions options);

  std::size_t max_body_bytes() const { return options_.max_body_bytes; }

  // Fails as AdmitSender, counted.
  Result<Sender> Admit(const OtlpHead& head) const;
  // Blocks until `body`, in its coding, is durable. Fails as net::Inflate and Pipeline::Export, counted.
  Result<ingest::ExportOutcome> Receive(const BodyKind& kind, const Sender& sender,
                                        std::string_view body) const;
  // Counts a request that a door refuses by itself, and gives `error` back.
  Status Refuse(const std::string& database, Status error) const;

 private:
  ingest::Pipeline& pipeline_;
  const OtlpOptions options_;
  mutable net::ByteBudget inflated_;
};

// The body of a success, full or partial.
std::string SuccessBody(Signal signal, otlp::Encoding encoding, ingest::ExportOutcome outcome);

}  // namespace sextant::api
