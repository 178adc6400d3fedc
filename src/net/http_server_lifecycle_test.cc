// Clients that leave, and servers that stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/temp_dir.h"
#include "net/http_server.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// Runs a handler that waits for its client to leave while `leave` makes it do so.
void ExpectGone(const ServerOptions& options, const std::string& request,
                const std::function<void(RawSocket&)>& leave) {
  Event entered;
  Event told;
  Event returned;
  const auto server = StartServer(options, [&](Request&, Responder& responder) {
    EXPECT_FALSE(responder.gone());
    responder.OnGone([&] { told.Happen(); });
    entered.Happen();
    EXPECT_TRUE(told.Wait());
    EXPECT_TRUE(responder.gone());
    EXPECT_EQ(responder.Start(200, {}).code(), Code::kCancelled);
    returned.Happen();
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(request);
  ASSERT_TRUE(entered.Wait());
  leave(socket);
  EXPECT_TRUE(returned.Wait());
}

TEST(HttpServerGone, TellsTheHandlerOfAClientThatClosed) {
  ExpectGone(TestOptions(), Get("/"), [](RawSocket& socket) { socket.Close(); });
  ExpectGone(TestOptions(), Get("/"), [](RawSocket& socket) { socket.Reset(); });
  ExpectGone(TestOptions(), Get("/"), [](RawSocket& socket) { socket.CloseOurSide(); });
}

TEST(HttpServerGone, SeesTheEndBehindAPipelinedRequestAndAnUnreadBody) {
  ExpectGone(TestOptions(), Get("/") + Get("/next"), [](RawSocket& socket) { socket.Close(); });
  ExpectGone(TestOptions(), Post(std::string(150'000, 'x')),
             [](RawSocket& socket) { socket.CloseOurSide(); });
}

TEST(HttpServerGone, TellsTheHandlerOnAUnixSocketToo) {
  const TempDir dir;
  ServerOptions options;
  options.listen = "unix:" + dir.Join("s");
  ExpectGone(options, Get("/"), [](RawSocket& socket) { socket.Close(); });
  ExpectGone(options, Get("/"), [](RawSocket& socket) { socket.CloseOurSide(); });
}

TEST(HttpServerGone, CallsBackAtOnceWhenTheClientHasLeftAlready) {
  Event entered;
  Event closed;
  Event checked;
  const auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    entered.Happen();
    ASSERT_TRUE(closed.Wait());
    while (!responder.gone()) std::this_thread::yield();
    bool told = false;
    responder.OnGone([&] { told = true; });
    EXPECT_TRUE(told);
    checked.Happen();
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  ASSERT_TRUE(entered.Wait());
  socket.Close();
  closed.Happen();
  EXPECT_TRUE(checked.Wait());
}

TEST(HttpServerGone, DoesNotCallBackOnceTheAnswerIsSent) {
  std::atomic<int> calls = 0;
  const auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    responder.OnGone([&] { ++calls; });
    (void)responder.Send(Response::Text(200, "x"));
  });
  for (int i = 0; i < 50; ++i) {
    RawSocket socket = RawSocket::Connect(server->address());
    socket.Send(Get("/"));
    EXPECT_EQ(socket.ReadAnswer().status, 200);
  }
  server->Stop(kSoon);
  EXPECT_EQ(calls, 0);
}

TEST(HttpServerGone, EndsAStreamWhoseClientLeft) {
  std::promise<Status> outcome;
  const auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    Status status = responder.Start(200, {});
    while (status.ok()) status = responder.Write("row\n");
    outcome.set_value(status);
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  socket.ReadUntil("row\n");
  socket.Close();
  auto status = outcome.get_future();
  ASSERT_EQ(status.wait_for(kSoon), std::future_status::ready);
  EXPECT_EQ(status.get().code(), Code::kCancelled);
}

TEST(HttpServerGone, AnswersAClientThatClosedItsSideAfterItsRequest) {
  const auto server = StartServer(TestOptions(), Echo);
  for (const std::size_t size : {std::size_t{10}, std::size_t{500'000}}) {
    RawSocket socket = RawSocket::Connect(server->address());
    socket.Send(Post(std::string(size, 'x')));
    socket.CloseOurSide();
    const RawAnswer answer = socket.ReadAnswer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.size(), size + 8);
  }
}

TEST(HttpServerGone, AnswersARequestThatWasCutOff) {
  const auto server = StartServer(TestOptions(), Echo);
  const std::string head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n";
  for (const std::string& request : {std::string("GET / HT"), head, head + std::string(100'000, 'x')}) {
    RawSocket socket = RawSocket::Connect(server->address());
    socket.Send(request);
    socket.CloseOurSide();
    const RawAnswer answer = socket.ReadAnswer();
    EXPECT_GE(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr("message"));
  }
}

TEST(HttpServerStop, LetsARunningHandlerFinish) {
  Event entered;
  Event let_go;
  auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    entered.Happen();
    EXPECT_TRUE(let_go.Wait());
    EXPECT_FALSE(responder.gone());
    EXPECT_TRUE(responder.Send(Response::Text(200, "late")).ok());
  });
  const std::string address = server->address();
  RawSocket idle = RawSocket::Connect(address);
  RawSocket busy = RawSocket::Connect(address);
  busy.Send(Get("/") + Get("/never"));
  ASSERT_TRUE(entered.Wait());
  std::thread stopper([&] { server->Stop(kSoon); });
  EXPECT_TRUE(idle.WaitClosed());
  let_go.Happen();
  const RawAnswer answer = busy.ReadAnswer();
  EXPECT_EQ(answer.body, "late");
  EXPECT_THAT(answer.head, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(busy.WaitClosed());
  stopper.join();
  server->Stop(kSoon);
}

TEST(HttpServerStop, TellsHandlersThatTheirTimeIsUp) {
  Event entered;
  std::atomic<bool> told = false;
  auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    Event gone;
    responder.OnGone([&] { gone.Happen(); });
    entered.Happen();
    EXPECT_TRUE(gone.Wait());
    told = true;
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  ASSERT_TRUE(entered.Wait());
  server->Stop(milliseconds(10));
  EXPECT_TRUE(told);
  EXPECT_TRUE(socket.WaitClosed());
}

TEST(HttpServerStop, WakesHandlersThatReadOrWrite) {
  Event reading;
  Event writing;
  auto server = StartServer(TestOptions(), [&](Request& request, Responder& responder) {
    if (request.method() == "POST") {
      std::string buffer(1 << 20, '\0');
      reading.Happen();
      while (request.ReadBody(buffer.data(), buffer.size()).ok()) {
      }
    } else {
      EXPECT_TRUE(responder.Start(200, {}).ok());
      EXPECT_TRUE(responder.Write("begun").ok());
      writing.Happen();
      while (responder.Write(std::string(1 << 20, 'x')).ok()) {
      }
    }
  });
  RawSocket sender = RawSocket::Connect(server->address());
  sender.Send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n" +
              std::string(100'000, 'x'));
  RawSocket reader = RawSocket::Connect(server->address());
  reader.Send(Get("/"));
  ASSERT_TRUE(reading.Wait() && writing.Wait());
  const auto begun = std::chrono::steady_clock::now();
  server->Stop(milliseconds(0));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kSoon);
}

TEST(HttpServerStop, EndsWhateverTheConnectionsAreDoing) {
  ServerOptions options = TestOptions();
  options.io_threads = 2;
  options.max_connections = 6;
  auto server = StartServer(options, Echo);
  std::vector<RawSocket> sockets;
  const std::string beginnings[] = {"",
                                    "GET / HT",
                                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123",
                                    "GET / HTTP/9.9\r\n\r\n",
                                    Get("/") + "GET",
                                    "",
                                    ""};
  for (const std::string& bytes : beginnings) {
    sockets.push_back(RawSocket::Connect(server->address()));
    sockets.back().Send(bytes);
  }
  EXPECT_EQ(sockets[3].ReadAnswer().status, 505);
  EXPECT_EQ(sockets[4].ReadAnswer().status, 200);
  server.reset();
  for (auto& socket : sockets) EXPECT_TRUE(socket.WaitClosed());
}

TEST(HttpServerStop, MayComeInTheMiddleOfManyRequests) {
  for (int round = 0; round < 20; ++round) {
    auto server = StartServer(TestOptions(), Echo);
    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&answered, socket = RawSocket::Connect(server->address())]() mutable {
        while (socket.SendSome(Post("body")) > 0) {
          const RawAnswer answer = socket.ReadAnswer();
          if (answer.status == 0) return;
          // What is answered is answered whole.
          EXPECT_TRUE(answer.is_whole);
          ++answered;
        }
      });
    }
    while (answered < 50) std::this_thread::yield();
    server->Stop(kSoon);
    for (auto& client : clients) client.join();
  }
}

}  // namespace
}  // namespace sextant::net
