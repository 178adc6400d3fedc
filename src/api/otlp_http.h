// OTLP/HTTP: POST /v1/traces, /v1/logs and /v1/metrics, protobuf or JSON, gzip, deflate, zstd or plain.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp
//
// Answers, in the request's own encoding: 200 full or partial success (acknowledged: the records are
// durable); else a google.rpc.Status with 400 broken request · 401 no valid key · 413 too large · 415 content
// type or coding · 429 this sender's quota · 503 log full, disk full or stopping. 429 and 503 carry
// Retry-After.
#pragma once

#include <memory>

#include "api/otlp_receiver.h"
#include "net/http_server.h"

namespace sextant::api {

// Handlers block until the request is durable.
void AddOtlpRoutes(net::Router& router, std::shared_ptr<const OtlpReceiver> receiver);

// For net::ServerOptions::check_head: whether the sender may send, before its body is waited for.
Status CheckOtlpSender(const OtlpReceiver& receiver, const net::Request& request);

// For net::ServerOptions::on_refusal: puts a refusal that no handler has seen into the words of OTLP, in the
// encoding of `request`, in JSON where that is unknown.
void WriteOtlpRefusal(const net::Refusal& refusal, const net::Request* request, net::Response& answer);

}  // namespace sextant::api
