#include "net/grpc/grpc_server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "net/grpc/status_details.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr char kEcho[] = "/test.Service/Echo";

GrpcServerOptions TestGrpcOptions() {
  GrpcServerOptions options;
  options.listen = "127.0.0.1:0";
  return options;
}

std::unique_ptr<GrpcServer> StartGrpc(const GrpcServerOptions& options, GrpcHandler handler) {
  auto server = GrpcServer::Start(options, {{kEcho, std::move(handler)}});
  EXPECT_TRUE(server.ok()) << server.status().ToString();
  return std::move(server).value();
}

struct Answer {
  grpc::Status status;
  std::string message;
};

// A real client with one channel.
class Client {
 public:
  explicit Client(const std::string& address)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

  Answer Call(const std::string& message, grpc_compression_algorithm compression = GRPC_COMPRESS_NONE,
              const std::string& method = kEcho) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kSoon);
    context.set_compression_algorithm(compression);
    context.AddMetadata("authorization", "Bearer key");
    const grpc::Slice slice(message);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer reply;
    std::promise<grpc::Status> done;
    stub_.UnaryCall(&context, method, grpc::StubOptions(), &request, &reply,
                    [&](grpc::Status status) { done.set_value(std::move(status)); });
    Answer answer{done.get_future().get(), ""};
    grpc::Slice bytes;
    if (answer.status.ok() && reply.DumpToSingleSlice(&bytes).ok()) {
      answer.message.assign(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
    }
    return answer;
  }

 private:
  grpc::GenericStub stub_;
};

GrpcReply EchoReply(const GrpcRequest& request) { return {OkStatus(), std::string(request.message)}; }

TEST(GrpcServer, HandsOnMessageAndMetadata) {
  const auto server = StartGrpc(TestGrpcOptions(), [](const GrpcRequest& request) {
    EXPECT_EQ(request.metadata.Get("authorization"), "Bearer key");
    EXPECT_THAT(request.remote, testing::StartsWith("127.0.0.1:"));
    EXPECT_TRUE(request.remote_is_loopback);
    EXPECT_EQ(request.coding, Coding::kIdentity);
    return EchoReply(request);
  });
  Client client(server->address());
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{3'000'000}}) {
    const Answer answer = client.Call(std::string(size, 'x'));
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_EQ(answer.message, std::string(size, 'x'));
  }
}

TEST(GrpcServer, LeavesMessagesCompressed) {
  Coding seen = Coding::kIdentity;
  std::size_t sent_size = 0;
  const auto server = StartGrpc(TestGrpcOptions(), [&](const GrpcRequest& request) -> GrpcReply {
    seen = request.coding;
    sent_size = request.message.size();
    auto plain = Inflate(request.coding, request.message, {});
    if (!plain.ok()) return {plain.status(), ""};
    return {OkStatus(), std::to_string(plain->size())};
  });
  Client client(server->address());
  const std::string text(1'000'000, 'x');
  EXPECT_EQ(client.Call(text, GRPC_COMPRESS_GZIP).message, "1000000");
  EXPECT_EQ(seen, Coding::kGzip);
  EXPECT_LT(sent_size, 10'000U);
  EXPECT_EQ(client.Call(text, GRPC_COMPRESS_DEFLATE).message, "1000000");
  EXPECT_EQ(seen, Coding::kDeflate);
  EXPECT_EQ(client.Call(*Deflate(Coding::kZstd, text)).message, "1000000");
  EXPECT_EQ(seen, Coding::kZstd);
}

TEST(GrpcServer, RefusesABombWithinTheInflatersLimits) {
  const auto server = StartGrpc(TestGrpcOptions(), [](const GrpcRequest& request) -> GrpcReply {
    return {Inflate(request.coding, request.message, {}).status(), ""};
  });
  Client client(server->address());
  const Answer answer = client.Call(std::string(std::size_t{100} << 20, '\0'), GRPC_COMPRESS_GZIP);
  EXPECT_EQ(answer.status.error_code(), RpcCodeOf(Code::kTooLarge));
  EXPECT_THAT(answer.status.error_message(), HasSubstr("inflates to more than"));
}

TEST(GrpcServer, RefusesMessagesAboveTheLimit) {
  GrpcServerOptions options = TestGrpcOptions();
  options.max_message_bytes = 1000;
  const auto server = StartGrpc(options, EchoReply);
  Client client(server->address());
  EXPECT_TRUE(client.Call(std::string(1000, 'x')).status.ok());
  const Answer refused = client.Call(std::string(1001, 'x'));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("1000 bytes"));
}

TEST(GrpcServer, ChecksACallBeforeItsMessageAndCountsRefusals) {
  GrpcServerOptions options = TestGrpcOptions();
  std::atomic<int> counted = 0;
  options.check_head = [](const GrpcHead& head) {
    return head.metadata.Get("authorization") == "other" ? OkStatus()
                                                         : Status(Code::kUnauthenticated, "No such key.");
  };
  options.on_refusal = [&](const char* reason) {
    EXPECT_STREQ(reason, "not_admitted");
    ++counted;
  };
  const auto server = StartGrpc(options, EchoReply);
  const Answer refused = Client(server->address()).Call(std::string(3'000'000, 'x'));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(refused.status.error_message(), "No such key.");
  EXPECT_EQ(counted, 1);
}

TEST(GrpcServer, AnswersUnknownMethodsUnimplemented) {
  const auto server = StartGrpc(TestGrpcOptions(), EchoReply);
  const Answer answer = Client(server->address()).Call("x", GRPC_COMPRESS_NONE, "/test.Service/Other");
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(answer.status.error_message(), HasSubstr("/test.Service/Other"));
}

TEST(GrpcServer, SaysWhenToTryAgain) {
  const auto server = StartGrpc(TestGrpcOptions(), [](const GrpcRequest& request) -> GrpcReply {
    if (request.message == "bad") return {Status(Code::kBadInput, "Bad."), ""};
    return {Status(Code::kUnavailable, "Full."), "", milliseconds(2500)};
  });
  Client client(server->address());
  const Answer full = client.Call("x");
  EXPECT_EQ(full.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(full.status.error_message(), "Full.");
  EXPECT_EQ(full.status.error_details(), RetryInfoDetails(14, "Full.", milliseconds(2500)));
  const Answer bad = client.Call("bad");
  EXPECT_EQ(bad.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(bad.status.error_details(), "");
}

TEST(RetryInfo, IsWrittenAsProtobufDoes) {
  // The fields by number: code 1, message 2, details 3 {type_url 1, value 2 {retry_delay 1 {seconds 1, nanos
  // 2}}}.
  const std::string duration("\x08\x02\x10\x80\xca\xb5\xee\x01", 8);
  const std::string retry_info = "\x0a\x08" + duration;
  const std::string any =
      std::string("\x0a\x28") + "type.googleapis.com/google.rpc.RetryInfo" + "\x12\x0a" + retry_info;
  EXPECT_EQ(RetryInfoDetails(14, "m", milliseconds(2500)), "\x08\x0e\x12\x01m\x1a\x36" + any);
}

TEST(GrpcServer, AnswersAThrowingHandlerInternal) {
  const auto server =
      StartGrpc(TestGrpcOptions(), [](const GrpcRequest&) -> GrpcReply { throw std::runtime_error("boom"); });
  const Answer answer = Client(server->address()).Call("x");
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INTERNAL);
}

TEST(GrpcServer, AnswersUnavailableWhenTheQueueIsFull) {
  GrpcServerOptions options = TestGrpcOptions();
  options.handler_threads = 1;
  options.max_queued = 1;
  Event let_go;
  const auto server = StartGrpc(options, [&](const GrpcRequest& request) {
    EXPECT_TRUE(let_go.Wait());
    return EchoReply(request);
  });
  Client client(server->address());
  std::atomic<int> refused = 0;
  std::atomic<int> served = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const Answer answer = client.Call("x");
      if (answer.status.ok()) {
        ++served;
        return;
      }
      EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAVAILABLE);
      EXPECT_NE(answer.status.error_details(), "");
      if (++refused == 2) let_go.Happen();
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_GE(refused, 2);
  EXPECT_EQ(refused + served, 4);
}

TEST(GrpcServer, NamesAnAddressInUse) {
  const auto server = StartGrpc(TestGrpcOptions(), EchoReply);
  GrpcServerOptions options;
  options.listen = server->address();
  const auto second = GrpcServer::Start(options, {});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), Code::kConflict);
  EXPECT_THAT(second.status().message(), HasSubstr(server->address()));
  options.listen = "nowhere";
  EXPECT_EQ(GrpcServer::Start(options, {}).status().code(), Code::kBadInput);
}

TEST(GrpcServer, LetsARunningCallFinishWhenItStops) {
  Event entered;
  Event let_go;
  const auto server = StartGrpc(TestGrpcOptions(), [&](const GrpcRequest& request) {
    entered.Happen();
    EXPECT_TRUE(let_go.Wait());
    return EchoReply(request);
  });
  Client client(server->address());
  std::thread caller([&] { EXPECT_EQ(client.Call("late").message, "late"); });
  ASSERT_TRUE(entered.Wait());
  std::thread stopper([&] { server->Stop(kSoon); });
  let_go.Happen();
  caller.join();
  stopper.join();
  server->Stop(milliseconds(0));
}

}  // namespace
}  // namespace sextant::net
