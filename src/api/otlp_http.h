// OTLP/HTTP: POST /v1/traces, /v1/logs and /v1/metrics, protobuf or JSON, gzip, deflate, zstd or plain.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp
//
// Answers, in the request's own encoding: 200 full or partial success (acknowledged: the records are
// durable); else a google.rpc.Status with 400 broken request · 401 no valid key · 413 too large · 415 content
// type or coding · 429 this sender's quota · 503 log full, disk full or stopping. 429 and 503 carry
// Retry-After.
#pragma once

#include <functional>
#include <string>

#include "base/status.h"
#include "ingest/pipeline.h"
#include "net/compression.h"
#include "net/http_server.h"

namespace sextant::api {

// Who sends, and into which database.
struct Sender {
  std::string database;
  std::string id;  // for quotas
};

// Decides it from a request's head; kUnauthenticated without a valid key where keys are required.
using AdmitSender = std::function<Result<Sender>(const net::Request& request)>;

// Without keys: everybody may send to "default", and processes of this machine may name another database in
// the header x-sextant-database. Fails with kBadInput for a name that is not one of ours or comes from
// elsewhere.
Result<Sender> AdmitWithoutKeys(const ingest::Pipeline& pipeline, const net::Request& request);

struct OtlpHttpOptions {
  // Of a body as sent, and after its coding is undone.
  std::size_t max_body_bytes = std::size_t{64} << 20;
  net::InflateLimits inflate;
  AdmitSender admit;
};

// Handlers block until the request is durable. `pipeline` must outlive the router.
void AddOtlpRoutes(net::Router& router, ingest::Pipeline& pipeline, OtlpHttpOptions options);

}  // namespace sextant::api
