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

OtlpHead HeadOf(const net::GrpcHead& head) { return {head.metadata, head.remote, head.remote_is_loopback}; }

Result<std::string> Export(const OtlpReceiver& receiver, Signal signal, const net::GrpcRequest& request) {
  SXT_ASSIGN(const Sender sender, receiver.Admit(HeadOf(request)));
  const BodyKind kind{signal, otlp::Encoding::kProtobuf, request.coding};
  SXT_ASSIGN(ingest::ExportOutcome outcome, receiver.Receive(kind, sender, request.message));
  return SuccessBody(signal, otlp::Encoding::kProtobuf, std::move(outcome));
}

class Door final : public OtlpGrpc {
 public:
  ~Door() override { Stop(std::chrono::milliseconds(0)); }

  Status Listen(const OtlpGrpcOptions& door) {
    net::GrpcServerOptions options;
    options.listen = door.listen;
    options.handler_threads = kHandlerThreads;
    options.max_message_bytes = door.max_body_bytes;
    // gRPC looks at a message's size only once it has all of it; until then this is what bounds a sender.
    options.max_buffer_bytes = door.max_body_bytes / 2 * 3;
    options.on_refusal = door.on_refusal;
    options.check_head = [this](const net::GrpcHead& head) {
      const auto receiver = Receiver();
      return receiver == nullptr ? Starting() : receiver->Admit(HeadOf(head)).status();
    };
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
  static Status Starting() { return {Code::kUnavailable, "Sextant is starting. Send again in a second."}; }

  std::shared_ptr<const OtlpReceiver> Receiver() {
    const std::lock_guard lock(mutex_);
    return receiver_;
  }

  // check_head has seen that there is a receiver; it stays.
  net::GrpcReply Answer(Signal signal, const net::GrpcRequest& request) {
    net::GrpcReply reply;
    Result<std::string> message = Export(*Receiver(), signal, request);
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

Result<std::unique_ptr<OtlpGrpc>> OtlpGrpc::Listen(const OtlpGrpcOptions& options) {
  auto door = std::make_unique<Door>();
  SXT_TRY(door->Listen(options));
  return std::unique_ptr<OtlpGrpc>(std::move(door));
}

}  // namespace sextant::api
