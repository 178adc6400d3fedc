// A gRPC server for unary methods whose messages stay bytes (gRPC C++, generic callback service). Messages
// arrive as they were sent: gRPC's own decompression is off, so that compression.h with its bounds undoes
// them. A message that begins as a zstd frame does is taken for one, as no message of protobuf fields
// numbered 1 to 4 begins. Knows no protobuf but the one status detail that it writes itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "net/compression.h"
#include "net/http.h"

namespace sextant::net {

// What is known of a call before its message has come.
struct GrpcHead {
  const Headers& metadata;  // names in lower case
  std::string_view remote;  // "127.0.0.1:40312"
  bool remote_is_loopback = false;
};

// One call as its handler sees it; lives until the handler returns.
struct GrpcRequest : GrpcHead {
  Coding coding = Coding::kIdentity;
  std::string_view message = {};  // in `coding`
};

struct GrpcReply {
  // Becomes the gRPC status by RpcCodeOf. With kResourceExhausted and kUnavailable goes a RetryInfo.
  Status status;
  std::string message;
  // What that RetryInfo says.
  std::chrono::milliseconds retry_after{1'000};
};

// Runs on a pool thread. An exception is a defect: it is logged and answered INTERNAL.
using GrpcHandler = std::function<GrpcReply(const GrpcRequest&)>;

struct GrpcServerOptions {
  // "127.0.0.1:4317" or "[::1]:0".
  std::string listen;
  std::size_t handler_threads = 4;
  // Calls that wait for a handler thread; one more is answered UNAVAILABLE with RetryInfo.
  std::size_t max_queued = 256;
  // Of a message as sent; larger ones are answered INVALID_ARGUMENT, once they are here: gRPC looks at a
  // message's size only then.
  std::size_t max_message_bytes = std::size_t{16} << 20;
  std::size_t max_streams_per_connection = 100;
  // What gRPC may hold in buffers for all connections. When messages press against it, gRPC ends calls with
  // ENHANCE_YOUR_CALM until they do not, and which ones is its own choice: see docs/ingest.md.
  std::size_t max_buffer_bytes = std::size_t{512} << 20;

  // Asked when a call begins, before its message is taken; must not block. A failure is the answer.
  std::function<Status(const GrpcHead&)> check_head;
  // Told of each call that ended without its handler, on gRPC's threads; must not block. `reason` is for
  // counting: "not_admitted", "unknown_method", "message_too_large", "queue_full", "no_message" or "call_cut"
  // (the client left, or gRPC ended the call for want of memory).
  std::function<void(const char* reason)> on_refusal;
};

class GrpcServer {
 public:
  // Binds and serves `methods` ("/package.Service/Method"); any other is answered UNIMPLEMENTED. Fails with
  // kConflict when the address is in use, kBadInput when it cannot be read or bound.
  static Result<std::unique_ptr<GrpcServer>> Start(GrpcServerOptions options,
                                                   std::map<std::string, GrpcHandler> methods);

  // Stops as Stop(0).
  virtual ~GrpcServer() = default;
  // "127.0.0.1:43121", with the real port.
  virtual std::string address() const = 0;
  // Takes no more calls, lets running ones finish for `grace`, cancels the rest. Returns when no handler
  // runs. Idempotent.
  virtual void Stop(std::chrono::milliseconds grace) = 0;
};

}  // namespace sextant::net
