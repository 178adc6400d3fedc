#include "net/grpc/grpc_server.h"

#include <grpc/byte_buffer.h>
#include <grpc/support/log.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>

#include <mutex>

#include "base/log.h"
#include "base/worker_pool.h"
#include "net/grpc/status_details.h"
#include "net/socket.h"

namespace grpc::internal {

// gRPC leaves this friend of ByteBuffer to be defined by whoever needs what is inside: here, whether the
// message is compressed.
class GrpcByteBufferPeer {
 public:
  static grpc_compression_algorithm Compression(ByteBuffer& buffer) {
    return buffer.c_buffer()->data.raw.compression;
  }
};

}  // namespace grpc::internal

namespace sextant::net {
namespace {

using Methods = std::map<std::string, GrpcHandler>;

// "ipv4:127.0.0.1:40312" → "127.0.0.1:40312"; "ipv6:%5B::1%5D:40312" → "[::1]:40312".
std::string RemoteOf(const std::string& peer) {
  auto target = Target::Parse(peer.substr(peer.find(':') + 1));
  return target.ok() ? target->path : peer;
}

bool IsLoopback(const std::string& remote) {
  return remote.starts_with("127.") || remote.starts_with("[::1]") || remote.starts_with("[::ffff:127.");
}

grpc::Status ToGrpc(const GrpcReply& reply) {
  const int code = RpcCodeOf(reply.status.code());
  const auto grpc_code = static_cast<grpc::StatusCode>(code);
  const std::string& message = reply.status.message();
  const bool may_retry =
      reply.status.code() == Code::kResourceExhausted || reply.status.code() == Code::kUnavailable;
  if (!may_retry) return grpc::Status(grpc_code, message);
  return grpc::Status(grpc_code, message, RetryInfoDetails(code, message, reply.retry_after));
}

// The coding of a message of a client that compresses. gRPC knows two and hands on others as if they were
// none; collectors also use zstd, which is told by its magic number (RFC 8878 §3.1.1).
Coding CodingOf(grpc_compression_algorithm known, std::string_view message) {
  switch (known) {
    case GRPC_COMPRESS_GZIP: return Coding::kGzip;
    case GRPC_COMPRESS_DEFLATE: return Coding::kDeflate;
    default: return message.starts_with("\x28\xb5\x2f\xfd") ? Coding::kZstd : Coding::kIdentity;
  }
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

Headers MetadataOf(const grpc::GenericCallbackServerContext& context) {
  Headers metadata;
  for (const auto& [name, value] : context.client_metadata()) {
    metadata.Add({name.data(), name.size()}, {value.data(), value.size()});
  }
  return metadata;
}

// What all calls share.
struct Shared {
  const GrpcServerOptions options;
  const Methods methods;
  WorkerPool pool;
};

// One call: reads the message, has it handled on the pool, answers. Owns itself until OnDone.
class Call final : public grpc::ServerGenericBidiReactor {
 public:
  Call(grpc::GenericCallbackServerContext& context, Shared& shared)
      : context_(context),
        shared_(shared),
        metadata_(MetadataOf(context)),
        remote_(RemoteOf(context.peer())) {
    const auto found = shared_.methods.find(context_.method());
    if (found == shared_.methods.end()) {
      Count("unknown_method");
      Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                          "This server has no method " + context_.method() + "."));
      return;
    }
    handler_ = &found->second;
    const Status checked = shared_.options.check_head ? shared_.options.check_head(Head()) : OkStatus();
    if (checked.ok()) {
      StartRead(&message_);
    } else {
      Refuse("not_admitted", checked);
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      const bool cut = context_.IsCancelled();
      Refuse(cut ? "call_cut" : "no_message", {Code::kBadInput, "The call ended without a message."});
    } else if (message_.Length() > shared_.options.max_message_bytes) {
      message_.Clear();
      Refuse("message_too_large", TooLargeBody(shared_.options.max_message_bytes));
    } else if (!shared_.pool.TrySubmit([this] { Handle(); })) {
      Refuse("queue_full", {Code::kUnavailable, "This server is busy. Try again."});
    }
  }
  void OnDone() override { delete this; }

 private:
  GrpcHead Head() const { return {metadata_, remote_, IsLoopback(remote_)}; }

  void Count(const char* reason) {
    if (shared_.options.on_refusal) shared_.options.on_refusal(reason);
  }

  void Refuse(const char* reason, Status status) {
    Count(reason);
    GrpcReply reply;
    reply.status = std::move(status);
    Finish(ToGrpc(reply));
  }

  void Handle() {
    GrpcReply reply;
    try {
      reply = CallHandler();
    } catch (const std::exception& error) {
      Log(Severity::kError, "grpc.handler_failed", {{"method", context_.method()}, {"error", error.what()}});
      reply.status = Status(Code::kInternal, "Sextant failed to handle this call; its log says why.");
    }
    if (!reply.status.ok()) {
      Finish(ToGrpc(reply));
      return;
    }
    answer_ = ToBuffer(reply.message);
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }

  GrpcReply CallHandler() {
    const auto compression = grpc::internal::GrpcByteBufferPeer::Compression(message_);
    grpc::Slice bytes;
    if (!message_.DumpToSingleSlice(&bytes).ok()) {
      return {Status(Code::kInternal, "The message could not be read."), ""};
    }
    message_.Clear();
    const std::string_view message(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
    return (*handler_)(GrpcRequest{Head(), CodingOf(compression, message), message});
  }

  grpc::GenericCallbackServerContext& context_;
  Shared& shared_;
  const Headers metadata_;
  const std::string remote_;
  const GrpcHandler* handler_ = nullptr;
  grpc::ByteBuffer message_;
  grpc::ByteBuffer answer_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(Shared& shared) : shared_(shared) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Call(*context, shared_);
  }

 private:
  Shared& shared_;
};

class Server final : public GrpcServer {
 public:
  Server(const GrpcServerOptions& options, Methods methods)
      : shared_{options, std::move(methods), {options.handler_threads, options.max_queued}},
        service_(shared_) {}
  ~Server() override { Stop(std::chrono::milliseconds(0)); }

  Status Listen();
  std::string address() const override { return address_; }
  void Stop(std::chrono::milliseconds grace) override;

 private:
  Shared shared_;
  Service service_;
  std::string address_;
  std::mutex stop_mutex_;
  std::unique_ptr<grpc::Server> server_;
};

Status Server::Listen() {
  const GrpcServerOptions& options = shared_.options;
  // gRPC does not say why it cannot bind; a try of our own does.
  {
    const auto tried = ListenSocket::Open(options.listen, 0600);
    if (!tried.ok()) return tried.status();
    if (tried->is_unix()) return Status(Code::kBadInput, "gRPC is served on TCP ports only.");
  }
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service_);
  // gRPC would look at the size no earlier, and refuse without a sentence.
  builder.SetMaxReceiveMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             static_cast<int>(options.max_streams_per_connection));
  builder.SetResourceQuota(grpc::ResourceQuota("sextant").Resize(options.max_buffer_bytes));
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    return Status(Code::kConflict, options.listen + " was taken by another program just now; try again.");
  }
  address_ = options.listen.substr(0, options.listen.rfind(':') + 1) + std::to_string(port);
  return OkStatus();
}

void Server::Stop(std::chrono::milliseconds grace) {
  const std::lock_guard lock(stop_mutex_);
  if (server_ == nullptr) return;
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
  server_.reset();
}

// gRPC's own log lines, in our form.
void LogFromGrpc(gpr_log_func_args* args) {
  const Severity severity = args->severity == GPR_LOG_SEVERITY_ERROR ? Severity::kWarn : Severity::kDebug;
  Log(severity, "grpc.library", {{"message", args->message}});
}

}  // namespace

Result<std::unique_ptr<GrpcServer>> GrpcServer::Start(GrpcServerOptions options, Methods methods) {
  gpr_set_log_function(&LogFromGrpc);
  auto server = std::make_unique<Server>(options, std::move(methods));
  SXT_TRY(server->Listen());
  return std::unique_ptr<GrpcServer>(std::move(server));
}

}  // namespace sextant::net
