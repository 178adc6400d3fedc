#include "api/otlp_grpc.h"

#include <map>
#include <mutex>
#include <utility>

#include "net/grpc/grpc_server.h"

namespace sextant::api {
namespace {

// Calls block until their group commit, as those of OTLP/HTTP do.
constexpr std::size_t kHandlerThreads = 32;

const std::pair<const char*, Signal> kMethods[] = {
    {"/opentelemetry.proto.collector.trace.v1.TraceService/Export", Signal::kTraces},
    {"/opentelemetry.proto.collector.logs.v1.LogsService/Export", Signal::kLogs},
    {"/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", Signal::kMetrics},
};

Result<std::string> Export(const OtlpReceiver& receiver, Signal signal, const net::GrpcRequest& request) {
  SXT_ASSIGN(const Sender sender,
             receiver.Admit({request.metadata, request.remote, request.remote_is_loopback}));
  const BodyKind kind{signal, otlp::Encoding::kProtobuf, request.coding};
  SXT_ASSIGN(ingest::ExportOutcome outcome, receiver.Receive(kind, sender, request.message));
  return SuccessBody(signal, otlp::Encoding::kProtobuf, std::move(outcome));
}

class Door final : public OtlpGrpc {
 public:
  ~Door() override { Stop(std::chrono::milliseconds(0)); }

  Status Listen(const std::string& listen, std::size_t max_body_bytes) {
    net::GrpcServerOptions options;
    options.listen = listen;
    options.handler_threads = kHandlerThreads;
    options.max_message_bytes = max_body_bytes;
    // gRPC looks at a message's size only once it has all of it; until then this is what bounds a sender.
    options.max_buffer_bytes = max_body_bytes / 2 * 3;
    std::map<std::string, net::GrpcHandler> methods;
    for (const auto& [method, signal] : kMethods) {
      methods[method] = [this, wanted = signal](const net::GrpcRequest& request) {
        return Answer(wanted, request);
      };
    }
    SXT_ASSIGN(server_, net::GrpcServer::Start(std::move(options), std::move(methods)));
    return {};
  }

  std::string address() const override { return server_->address(); }

  void Open(std::shared_ptr<const OtlpReceiver> receiver) override {
    const std::lock_guard lock(mutex_);
    receiver_ = std::move(receiver);
  }

  void Stop(std::chrono::milliseconds grace) override {
    if (server_ != nullptr) server_->Stop(grace);
  }

 private:
  net::GrpcReply Answer(Signal signal, const net::GrpcRequest& request) {
    std::shared_ptr<const OtlpReceiver> receiver;
    {
      const std::lock_guard lock(mutex_);
      receiver = receiver_;
    }
    net::GrpcReply reply;
    if (receiver == nullptr) {
      reply.status = Status(Code::kUnavailable, "Sextant is starting. Send again in a second.");
      return reply;
    }
    Result<std::string> message = Export(*receiver, signal, request);
    if (message.ok()) {
      reply.message = std::move(*message);
    } else {
      reply.status = message.status();
    }
    return reply;
  }

  std::mutex mutex_;
  std::shared_ptr<const OtlpReceiver> receiver_;
  std::unique_ptr<net::GrpcServer> server_;
};

}  // namespace

Result<std::unique_ptr<OtlpGrpc>> OtlpGrpc::Listen(const std::string& listen, std::size_t max_body_bytes) {
  auto door = std::make_unique<Door>();
  SXT_TRY(door->Listen(listen, max_body_bytes));
  return std::unique_ptr<OtlpGrpc>(std::move(door));
}

}  // namespace sextant::api
