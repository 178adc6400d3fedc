// OTLP/gRPC: Export of the three collector services, over the bytes as they were sent.
// https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
//
// Answers: OK full or partial success (acknowledged: the records are durable) · INVALID_ARGUMENT broken or
// too large · UNAUTHENTICATED no valid key · PERMISSION_DENIED a key for another database ·
// RESOURCE_EXHAUSTED this sender's quota · UNAVAILABLE log full, disk full, too much at once, starting or
// stopping. The last two carry a RetryInfo.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "api/otlp_receiver.h"
#include "base/status.h"

namespace sextant::api {

struct OtlpGrpcOptions {
  std::string listen;
  // Of a message as sent.
  std::size_t max_body_bytes = std::size_t{64} << 20;
  // Told of what was refused without the receiver: see net::GrpcServerOptions.
  std::function<void(const char* reason)> on_refusal;
};

// Thread-safe.
class OtlpGrpc {
 public:
  // Claims the port and answers UNAVAILABLE until Open. Gives nullptr when built without gRPC
  // (SEXTANT_GRPC=OFF). Fails with kConflict when the address is in use, kBadInput when it cannot be bound.
  static Result<std::unique_ptr<OtlpGrpc>> Listen(const OtlpGrpcOptions& options);

  // Stops as Stop(0).
  virtual ~OtlpGrpc() = default;
  // "127.0.0.1:43121", with the real port.
  virtual std::string address() const = 0;
  // From now on calls go to `receiver`.
  virtual void Open(std::shared_ptr<const OtlpReceiver> receiver) = 0;
  // Takes no more calls, lets running ones finish for `grace`. Idempotent.
  virtual void Stop(std::chrono::milliseconds grace) = 0;
};

}  // namespace sextant::api
