// Every limit of the server, hit; and senders that are slow, broken or hostile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/http_server.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(HttpServerLimits, RefusesALongTargetWith414) {
  ServerOptions options = TestOptions();
  options.max_target_bytes = 1000;
  const auto server = StartServer(options, Echo);
  EXPECT_EQ(Ask(*server, Get("/" + std::string(999, 'x'))).status, 200);
  const RawAnswer refused = Ask(*server, Get("/" + std::string(1000, 'x')));
  EXPECT_EQ(refused.status, 414);
  EXPECT_THAT(refused.body, HasSubstr("1000 bytes"));
  EXPECT_EQ(Ask(*server, "GET /" + std::string(5000, 'x')).status, 414);
}

TEST(HttpServerLimits, RefusesLongHeadersWith431HoweverTheyCome) {
  ServerOptions options = TestOptions();
  options.max_header_bytes = 2000;
  const auto server = StartServer(options, Echo);
  const std::string start = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  EXPECT_EQ(Ask(*server, start + "X: " + std::string(1900, 'x') + "\r\n\r\n").status, 200);
  EXPECT_EQ(Ask(*server, start + "X: " + std::string(2000, 'x') + "\r\n\r\n").status, 431);
  EXPECT_EQ(Ask(*server, start + "X: " + std::string(5000, 'x')).status, 431);
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(start);
  for (int i = 0; i < 200; ++i) socket.SendSome("X-Many: 0123456789\r\n");
  EXPECT_EQ(socket.ReadAnswer().status, 431);
}

TEST(HttpServerLimits, RefusesAnAnnouncedBodyBeforeItIsSent) {
  ServerOptions options = TestOptions();
  options.max_body_bytes = 1000;
  const auto server = StartServer(options, Echo);
  EXPECT_EQ(Ask(*server, Post(std::string(1000, 'x'))).status, 200);
  const RawAnswer refused =
      Ask(*server, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4294967296\r\n\r\n");
  EXPECT_EQ(refused.status, 413);
  EXPECT_THAT(refused.body, HasSubstr("1000 bytes"));
}

TEST(HttpServerLimits, RefusesAChunkedBodyOnceItIsTooLarge) {
  for (const std::size_t limit : {std::size_t{1000}, std::size_t{100'000}}) {
    ServerOptions options = TestOptions();
    options.max_body_bytes = limit;
    const auto server = StartServer(options, Echo);
    RawSocket socket = RawSocket::Connect(server->address());
    socket.Send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "64\r\n" + std::string(100, 'x') + "\r\n";
    for (std::size_t sent = 0; sent <= limit; sent += 100) socket.SendSome(chunk);
    const RawAnswer refused = socket.ReadAnswer();
    EXPECT_EQ(refused.status, 413);
    EXPECT_THAT(refused.body, HasSubstr("too_large"));
  }
}

TEST(HttpServerLimits, RefusesABodyAboveTheHandlersOwnLimit) {
  const auto server = StartServer(TestOptions(), [](Request& request, Responder& responder) {
    auto body = request.ReadAll(10);
    (void)responder.Send(body.ok() ? Response::Text(200, *body) : Response::Error(body.status()));
  });
  EXPECT_EQ(Ask(*server, Post("0123456789")).body, "0123456789");
  EXPECT_EQ(Ask(*server, Post("0123456789x")).status, 413);
  EXPECT_EQ(Ask(*server,
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                "b\r\n0123456789x\r\n0\r\n\r\n")
                .status,
            413);
}

TEST(HttpServerLimits, AnswersBrokenRequestsWithASentence) {
  const auto server = StartServer(TestOptions(), Echo);
  const std::string host = "Host: localhost\r\n";
  const std::pair<int, std::string> cases[] = {
      {400, "\x16\x03\x01\x02\x01 TLS here\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\n" + host + host + "\r\n"},
      {400, "GET /%zz HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET / HTTP/1.1\r\nno colon\r\n" + host + "\r\n"},
      {400, "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"},
      {400, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(20'000, 'x')},
      {501, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n"},
      {505, "GET / HTTP/2.0\r\n" + host + "\r\n"},
  };
  for (const auto& [status, request] : cases) {
    const RawAnswer answer = Ask(*server, request);
    EXPECT_EQ(answer.status, status) << request.substr(0, 200);
    EXPECT_THAT(answer.body, HasSubstr("\"message\":\"")) << request.substr(0, 200);
    EXPECT_THAT(answer.head, HasSubstr("Connection: close"));
  }
}

TEST(HttpServerLimits, Answers408WhenHeadersStop) {
  ServerOptions options = TestOptions();
  options.header_timeout = milliseconds(50);
  const auto server = StartServer(options, Echo);
  EXPECT_EQ(Ask(*server, "GET / HTTP/1.1\r\nHos").status, 408);
}

TEST(HttpServerLimits, Answers408WhenAShortBodyStops) {
  ServerOptions options = TestOptions();
  options.io_timeout = milliseconds(50);
  std::atomic<bool> handled = false;
  const auto server = StartServer(options, [&](Request&, Responder&) { handled = true; });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123");
  const RawAnswer answer = socket.ReadAnswer();
  EXPECT_EQ(answer.status, 408);
  EXPECT_THAT(answer.body, HasSubstr("3 bytes"));
  EXPECT_FALSE(handled);
}

TEST(HttpServerLimits, TellsTheHandlerWhenALongBodyStops) {
  ServerOptions options = TestOptions();
  options.io_timeout = milliseconds(50);
  const auto server = StartServer(options, Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n" +
              std::string(100'000, 'x'));
  const RawAnswer answer = socket.ReadAnswer();
  EXPECT_EQ(answer.status, 504);
  EXPECT_THAT(answer.body, HasSubstr("too slowly"));
}

TEST(HttpServerLimits, DoesNotLetATricklerHoldOn) {
  ServerOptions options = TestOptions();
  options.io_timeout = milliseconds(100);
  const auto server = StartServer(options, Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
  while (!socket.HasBytesWithin(milliseconds(5))) socket.SendSome("x");
  EXPECT_EQ(socket.ReadAnswer().status, 408);
}

TEST(HttpServerLimits, ClosesIdleConnectionsSilently) {
  ServerOptions options = TestOptions();
  options.idle_timeout = milliseconds(50);
  const auto server = StartServer(options, Echo);
  RawSocket fresh = RawSocket::Connect(server->address());
  EXPECT_EQ(fresh.ReadToEnd(), "");
  RawSocket used = RawSocket::Connect(server->address());
  used.Send(Get("/"));
  EXPECT_EQ(used.ReadAnswer().status, 200);
  EXPECT_EQ(used.ReadToEnd(), "");
}

TEST(HttpServerLimits, EndsAWriteThatTheClientDoesNotRead) {
  ServerOptions options = TestOptions();
  options.io_timeout = milliseconds(50);
  std::promise<Status> outcome;
  const auto server = StartServer(options, [&](Request&, Responder& responder) {
    Status status = responder.Start(200, {});
    const std::string chunk(1 << 20, 'x');
    while (status.ok()) status = responder.Write(chunk);
    outcome.set_value(status);
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  auto status = outcome.get_future();
  ASSERT_EQ(status.wait_for(kSoon), std::future_status::ready);
  EXPECT_EQ(status.get().code(), Code::kTimeout);
}

TEST(HttpServerLimits, Answers503WhenTheQueueIsFull) {
  ServerOptions options = TestOptions();
  options.handler_threads = 1;
  options.max_queued = 1;
  Event let_go;
  std::atomic<int> entered = 0;
  const auto server = StartServer(options, [&](Request& request, Responder& responder) {
    ++entered;
    EXPECT_TRUE(let_go.Wait());
    Echo(request, responder);
  });
  // One runs, at most one waits: of four, two or three are refused.
  std::vector<RawSocket> sockets;
  for (int i = 0; i < 4; ++i) {
    sockets.push_back(RawSocket::Connect(server->address()));
    sockets.back().Send(Get("/"));
  }
  std::atomic<int> refused = 0;
  std::atomic<int> served = 0;
  std::vector<std::thread> readers;
  for (auto& socket : sockets) {
    readers.emplace_back([&] {
      const RawAnswer answer = socket.ReadAnswer();
      if (answer.status == 200) {
        ++served;
        return;
      }
      EXPECT_EQ(answer.status, 503);
      EXPECT_THAT(answer.head, HasSubstr("Retry-After: 1\r\n"));
      EXPECT_THAT(answer.body, HasSubstr("1 requests are waiting"));
      if (++refused == 2) let_go.Happen();
    });
  }
  for (auto& reader : readers) reader.join();
  EXPECT_GE(refused, 2);
  EXPECT_GE(served, 1);
  EXPECT_EQ(refused + served, 4);
  EXPECT_EQ(Ask(*server, Get("/")).status, 200);
}

TEST(HttpServerLimits, Answers503AboveTheConnectionLimitAndRecovers) {
  ServerOptions options = TestOptions();
  options.max_connections = 2;
  const auto server = StartServer(options, Echo);
  std::vector<RawSocket> sockets;
  for (int i = 0; i < 2; ++i) {
    sockets.push_back(RawSocket::Connect(server->address()));
    sockets.back().Send(Get("/"));
    EXPECT_EQ(sockets.back().ReadAnswer().status, 200);
  }
  {
    RawSocket third = RawSocket::Connect(server->address());
    const RawAnswer refused = third.ReadAnswer();
    EXPECT_EQ(refused.status, 503);
    EXPECT_THAT(refused.head, HasSubstr("Retry-After: 1\r\n"));
    EXPECT_THAT(refused.body, HasSubstr("2 connections"));
  }
  sockets.clear();
  int status = 503;
  for (int tries = 0; status == 503 && tries < 10'000; ++tries) status = Ask(*server, Get("/")).status;
  EXPECT_EQ(status, 200);
}

}  // namespace
}  // namespace sextant::net
