// Bodies that are received whole before their handler, and what is refused without a handler.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <mutex>
#include <tuple>
#include <vector>

#include "net/http_server.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// Of a body of `size` bytes.
std::string HeadFor(std::size_t size) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

ServerOptions ReceivingOptions() {
  ServerOptions options = TestOptions();
  options.max_received_bytes = 1'000'000;
  options.handler_threads = 1;
  return options;
}

TEST(HttpServerReceiving, NoSenderOfALongBodyHoldsAHandler) {
  const auto server = StartServer(ReceivingOptions(), Echo);
  std::vector<RawSocket> slow;
  for (int i = 0; i < 5; ++i) {
    slow.push_back(RawSocket::Connect(server->address()));
    slow.back().Send(HeadFor(200'000) + std::string(100'000, 'x'));
  }
  EXPECT_EQ(Ask(*server, Post("quick")).body, "POST /p quick");
  for (RawSocket& socket : slow) {
    socket.Send(std::string(100'000, 'x'));
    EXPECT_EQ(socket.ReadAnswer().body, "POST / " + std::string(200'000, 'x'));
  }
}

TEST(HttpServerReceiving, TakesBodiesOfEverySizeAnnouncedOrInChunks) {
  ServerOptions options = ReceivingOptions();
  options.max_received_bytes = std::size_t{8} << 20;
  const auto server = StartServer(options, Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{65'535}, std::size_t{65'536}, std::size_t{65'537},
        std::size_t{1} << 20, std::size_t{2'800'000}, std::size_t{3'000'000}}) {
    std::string body(size, 'a');
    for (std::size_t i = 0; i < size; i += 97) body[i] = static_cast<char>('a' + i % 26);
    socket.Send(HeadFor(size) + body);
    EXPECT_TRUE(socket.ReadAnswer().body == "POST / " + body) << size;
    if (size == 0) continue;
    char length[20];
    std::snprintf(length, sizeof(length), "%zx\r\n", size);
    socket.Send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    socket.Send(length + body + "\r\n0\r\n\r\n");
    EXPECT_TRUE(socket.ReadAnswer().body == "POST / " + body) << size;
  }
}

TEST(HttpServerReceiving, SaysContinueBeforeItWaitsForABody) {
  const auto server = StartServer(ReceivingOptions(), Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(socket.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.Send("ok");
  EXPECT_EQ(socket.ReadAnswer().body, "POST / ok");
}

TEST(HttpServerReceiving, Answers503WhenBodiesHoldAllTheyMayAndRecovers) {
  const auto server = StartServer(ReceivingOptions(), Echo);
  {
    RawSocket first = RawSocket::Connect(server->address());
    first.Send(HeadFor(900'000) + std::string(899'999, 'x'));
    RawSocket second = RawSocket::Connect(server->address());
    second.Send(HeadFor(900'000));
    int refused = 0;
    while (refused == 0) {
      second.SendSome(std::string(10'000, 'x'));
      if (second.HasBytesWithin(milliseconds(1))) refused = second.ReadAnswer().status;
    }
    EXPECT_EQ(refused, 503);
    EXPECT_EQ(Ask(*server, Post("short")).status, 200);
    first.Send("x");
    EXPECT_EQ(first.ReadAnswer().status, 200);
  }
  EXPECT_EQ(Ask(*server, Post(std::string(900'000, 'x'))).status, 200);
}

TEST(HttpServerReceiving, EndsABodyThatTakesTooLongInAll) {
  ServerOptions options = ReceivingOptions();
  options.body_timeout = milliseconds(200);
  std::atomic<bool> handled = false;
  const auto server = StartServer(options, [&](Request&, Responder&) { handled = true; });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(HeadFor(900'000) + std::string(100'000, 'x'));
  while (!socket.HasBytesWithin(milliseconds(5))) socket.SendSome("xxxx");
  const RawAnswer answer = socket.ReadAnswer();
  EXPECT_EQ(answer.status, 408);
  EXPECT_THAT(answer.body, HasSubstr("all of it within 200 ms"));
  EXPECT_FALSE(handled);
}

TEST(HttpServerReceiving, AnswersWithinTheConnectionOfOneThatClosedItsSide) {
  const auto server = StartServer(ReceivingOptions(), Echo);
  RawSocket whole = RawSocket::Connect(server->address());
  whole.Send(HeadFor(200'000) + std::string(200'000, 'x'));
  whole.CloseOurSide();
  EXPECT_EQ(whole.ReadAnswer().status, 200);
  RawSocket cut = RawSocket::Connect(server->address());
  cut.Send(HeadFor(200'000) + std::string(199'999, 'x'));
  cut.CloseOurSide();
  EXPECT_EQ(cut.ReadAnswer().status, 400);
}

TEST(HttpServerRefusals, AHeadCanBeRefusedBeforeItsBodyIsSent) {
  ServerOptions options = TestOptions();
  options.check_head = [](const Request& request) {
    return request.headers().Get("authorization") == "k" ? OkStatus()
                                                         : Status(Code::kUnauthenticated, "No key.");
  };
  std::atomic<bool> handled = false;
  const auto server = StartServer(options, [&](Request&, Responder&) { handled = true; });
  const RawAnswer answer = Ask(*server, HeadFor(60'000));
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr("No key."));
  EXPECT_FALSE(handled);
}

TEST(HttpServerRefusals, AreToldByReasonAndMayBeReworded) {
  ServerOptions options = ReceivingOptions();
  options.max_header_bytes = 2000;
  options.max_target_bytes = 1000;
  options.max_body_bytes = 100'000;
  options.header_timeout = options.io_timeout = milliseconds(50);
  std::mutex mutex;
  std::vector<std::string> reasons;
  options.on_refusal = [&](const Refusal& refusal, const Request* request, Response& answer) {
    const std::lock_guard lock(mutex);
    reasons.emplace_back(refusal.reason);
    answer.body = request == nullptr ? "no head" : "to " + request->target().path;
  };
  const auto server = StartServer(options, Echo);
  const std::string host = "Host: localhost\r\n";
  const std::tuple<const char*, std::string, std::string> cases[] = {
      {"bad_head", "no colon\r\n\r\n", "no head"},
      {"address_too_long", "GET /" + std::string(1000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", "no head"},
      {"head_too_large", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(3000, 'x') + "\r\n\r\n",
       "no head"},
      {"head_timeout", "GET / HTTP/1.1\r\nHos", "no head"},
      {"host", "GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n", "to /a"},
      {"origin", "GET /b HTTP/1.1\r\n" + host + "Origin: http://evil.example\r\n\r\n", "to /b"},
      {"body_too_large", HeadFor(100'001), "to /"},
      {"body_too_slow", HeadFor(10) + "1", "to /"},
      {"bad_body", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "to /"},
  };
  std::vector<std::string> wanted;
  for (const auto& [reason, request, body] : cases) {
    EXPECT_EQ(Ask(*server, request).body, body) << reason;
    wanted.emplace_back(reason);
  }
  const std::lock_guard lock(mutex);
  EXPECT_EQ(reasons, wanted);
}

}  // namespace
}  // namespace sextant::net
