#include "net/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "base/temp_dir.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(HttpServer, AnswersOneRequestAfterTheOtherOnAConnection) {
  const auto server = StartServer(TestOptions(), Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  for (int i = 0; i < 3; ++i) {
    socket.Send(Get("/a%20" + std::to_string(i)));
    const RawAnswer answer = socket.ReadAnswer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /a " + std::to_string(i) + " ");
    EXPECT_THAT(answer.head, HasSubstr("\r\nDate: "));
    EXPECT_THAT(answer.head, Not(HasSubstr("Connection: close")));
  }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  const auto server = StartServer(TestOptions(), Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/1") + Post("two") + "\r\n" + Get("/3"));
  EXPECT_EQ(socket.ReadAnswer().body, "GET /1 ");
  EXPECT_EQ(socket.ReadAnswer().body, "POST /p two");
  EXPECT_EQ(socket.ReadAnswer().body, "GET /3 ");
}

TEST(HttpServer, ReadsChunkedBodiesInWhateverPiecesTheyCome) {
  const auto server = StartServer(TestOptions(), Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  const std::string request =
      "POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;name=value\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  for (const char c : request) socket.Send({&c, 1});
  EXPECT_EQ(socket.ReadAnswer().body, "POST /c hello 0123456789");
  socket.Send(request + request);
  EXPECT_EQ(socket.ReadAnswer().body, "POST /c hello 0123456789");
  EXPECT_EQ(socket.ReadAnswer().body, "POST /c hello 0123456789");
}

TEST(HttpServer, PassesLargeBodiesBothWays) {
  const auto server = StartServer(TestOptions(), [](Request& request, Responder& responder) {
    auto body = request.ReadAll(std::size_t{64} << 20);
    ASSERT_TRUE(body.ok()) << body.status().ToString();
    ASSERT_TRUE(responder.Start(200, {}).ok());
    for (std::size_t at = 0; at < body->size(); at += 1 << 20) {
      ASSERT_TRUE(responder.Write(std::string_view(*body).substr(at, 1 << 20)).ok());
    }
    ASSERT_TRUE(responder.Finish().ok());
  });
  std::string body(std::size_t{5} << 20, 'x');
  for (std::size_t i = 0; i < body.size(); i += 97) body[i] = static_cast<char>('a' + i % 26);
  RawSocket socket = RawSocket::Connect(server->address());
  for (int turn = 0; turn < 2; ++turn) {
    socket.Send(Post(body));
    const RawAnswer answer = socket.ReadAnswer();
    EXPECT_TRUE(answer.is_whole);
    EXPECT_TRUE(answer.body == body);
  }
}

TEST(HttpServer, AnswersExpectContinueAtTheFirstRead) {
  const auto server = StartServer(TestOptions(), [](Request& request, Responder& responder) {
    if (request.target().path == "/refuse") {
      (void)responder.Send(Response::Error(Status(Code::kUnauthenticated, "No key.")));
    } else {
      Echo(request, responder);
    }
  });
  RawSocket socket = RawSocket::Connect(server->address());
  const std::string headers =
      " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  socket.Send("POST /take" + headers);
  EXPECT_EQ(socket.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.Send("ok");
  EXPECT_EQ(socket.ReadAnswer().body, "POST /take ok");
  socket.Send("POST /refuse" + headers);
  const RawAnswer refused = socket.ReadAnswer();
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.head, HasSubstr("Connection: close"));
  EXPECT_TRUE(socket.WaitClosed());
}

TEST(HttpServer, KeepsTheConnectionWhenAHandlerLeavesAShortBodyUnread) {
  const auto server = StartServer(TestOptions(), [](Request&, Responder& responder) {
    (void)responder.Send(Response::Text(200, "unread"));
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Post(std::string(200'000, 'x')) + Get("/next"));
  EXPECT_EQ(socket.ReadAnswer().body, "unread");
  EXPECT_EQ(socket.ReadAnswer().body, "unread");
}

TEST(HttpServer, AnswersHeadWithoutABody) {
  const auto server = StartServer(TestOptions(), Echo);
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send("HEAD /h HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(socket.ReadUntil("\r\n\r\n"), HasSubstr("Content-Length: 8\r\n"));
  socket.Send(Get("/g"));
  EXPECT_EQ(socket.ReadAnswer().body, "GET /g ");
}

TEST(HttpServer, SpeaksHttp10ByClosing) {
  const auto server = StartServer(TestOptions(), [](Request&, Responder& responder) {
    (void)responder.Start(200, {});
    (void)responder.Write("all");
    (void)responder.Finish();
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send("GET / HTTP/1.0\r\n\r\n");
  const std::string all = socket.ReadToEnd();
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(all.ends_with("\r\n\r\nall")) << all;
}

TEST(HttpServer, SendsEarlyHeadersBeforeTheHeadIsComplete) {
  Event seen;
  const auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    EXPECT_TRUE(responder.SendEarlyHeader("X-Progress", "1").ok());
    EXPECT_TRUE(responder.SendEarlyHeader("X-Progress", "2").ok());
    EXPECT_TRUE(seen.Wait());
    Headers headers;
    headers.Add("X-Last", "3");
    EXPECT_TRUE(responder.Start(200, headers).ok());
    EXPECT_TRUE(responder.Write("rows").ok());
    EXPECT_TRUE(responder.Finish().ok());
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  EXPECT_EQ(socket.ReadUntil("X-Progress: 2\r\n"), "HTTP/1.1 200 OK\r\nX-Progress: 1\r\nX-Progress: 2\r\n");
  seen.Happen();
  EXPECT_THAT(socket.ReadUntil("\r\n\r\n"), HasSubstr("X-Last: 3\r\n"));
  EXPECT_EQ(socket.ReadUntil("0\r\n\r\n"), "4\r\nrows\r\n0\r\n\r\n");
}

TEST(HttpServer, RefusesAnotherStatusAfterAnEarlyHeader) {
  const auto server = StartServer(TestOptions(), [&](Request&, Responder& responder) {
    EXPECT_TRUE(responder.SendEarlyHeader("X-Progress", "1").ok());
    EXPECT_EQ(responder.Start(500, {}).code(), Code::kInternal);
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  EXPECT_EQ(socket.ReadToEnd(), "HTTP/1.1 200 OK\r\nX-Progress: 1\r\n");
}

TEST(HttpServer, BreaksOffABodyThatTheHandlerDidNotFinish) {
  const auto server = StartServer(TestOptions(), [](Request&, Responder& responder) {
    EXPECT_TRUE(responder.Start(200, {}).ok());
    EXPECT_TRUE(responder.Write("half").ok());
  });
  RawSocket socket = RawSocket::Connect(server->address());
  socket.Send(Get("/"));
  const RawAnswer answer = socket.ReadAnswer();
  EXPECT_EQ(answer.body, "half");
  EXPECT_FALSE(answer.is_whole);
}

TEST(HttpServer, AnswersAThrowingOrSilentHandlerWith500) {
  const auto server = StartServer(TestOptions(), [](Request& request, Responder&) {
    if (request.target().path == "/throw") throw std::runtime_error("boom");
  });
  for (const char* path : {"/throw", "/silent"}) {
    const RawAnswer answer = Ask(*server, Get(path));
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("\"code\":\"internal\""));
    EXPECT_THAT(answer.body, Not(HasSubstr("boom")));
  }
}

TEST(HttpServer, WritesNoHeaderThatAValueSmuggles) {
  const auto server = StartServer(TestOptions(), [](Request&, Responder& responder) {
    Response response = Response::Text(200, "");
    response.headers.Add("X-Value", "a\r\nX-Evil: b");
    response.headers.Add("Content-Length", "77");
    (void)responder.Send(std::move(response));
  });
  const RawAnswer answer = Ask(*server, Get("/"));
  EXPECT_THAT(answer.head, Not(HasSubstr("\r\nX-Evil")));
  EXPECT_THAT(answer.head, HasSubstr("Content-Length: 0\r\n"));
}

TEST(HttpServer, RemovesItsUnixSocketAndMakesItForItsOwnerOnly) {
  const TempDir dir;
  ServerOptions options;
  options.listen = "unix:" + dir.Join("engine.sock");
  auto server = StartServer(options, [](Request& request, Responder& responder) {
    EXPECT_TRUE(request.remote_is_loopback());
    (void)responder.Send(Response::Text(200, std::string(request.remote())));
  });
  EXPECT_EQ(server->address(), options.listen);
  struct stat file {};
  ASSERT_EQ(::stat(dir.Join("engine.sock").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600U);
  EXPECT_EQ(Ask(*server, Get("/")).body, "unix");
  server.reset();
  EXPECT_NE(::stat(dir.Join("engine.sock").c_str(), &file), 0);
}

TEST(HttpServer, ReplacesAStaleUnixSocketAndLeavesALiveOneAlone) {
  const TempDir dir;
  ServerOptions options;
  options.listen = "unix:" + dir.Join("s");
  {
    auto left_behind = ListenSocket::Open(options.listen, 0600);
    ASSERT_TRUE(left_behind.ok());
    ASSERT_EQ(::rename(dir.Join("s").c_str(), dir.Join("moved").c_str()), 0);
  }
  ASSERT_EQ(::rename(dir.Join("moved").c_str(), dir.Join("s").c_str()), 0);
  const auto server = StartServer(options, Echo);
  EXPECT_EQ(Ask(*server, Get("/")).status, 200);

  const auto second = HttpServer::Start(options, Echo);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), Code::kConflict);
  EXPECT_THAT(second.status().message(), HasSubstr(options.listen));
  EXPECT_EQ(Ask(*server, Get("/")).status, 200);
}

TEST(HttpServer, NamesAnAddressItCannotListenOn) {
  const TempDir dir;
  const auto server = StartServer(TestOptions(), Echo);
  ServerOptions options;
  options.listen = server->address();
  const auto taken = HttpServer::Start(options, Echo);
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.status().code(), Code::kConflict);
  EXPECT_THAT(taken.status().message(), HasSubstr(server->address()));
  for (const std::string& wrong :
       {std::string("8080"), std::string("127.0.0.1:99999"), std::string("example.org:80"),
        "unix:" + dir.path(), "unix:" + dir.Join("no/such"), "unix:/" + std::string(200, 'x')}) {
    options.listen = wrong;
    const auto refused = HttpServer::Start(options, Echo);
    ASSERT_FALSE(refused.ok()) << wrong;
    EXPECT_EQ(refused.status().code(), Code::kBadInput) << wrong;
  }
}

TEST(HttpServer, ServesEightThreadsOfAThousandRequests) {
  std::atomic<int> handled = 0;
  ServerOptions options = TestOptions();
  options.io_threads = 2;
  const auto server = StartServer(options, [&](Request& request, Responder& responder) {
    ++handled;
    Echo(request, responder);
  });
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      RawSocket socket = RawSocket::Connect(server->address());
      for (int i = 0; i < 125; ++i) {
        const std::string body = std::to_string(t) + ":" + std::to_string(i);
        socket.Send(Post(body));
        ASSERT_EQ(socket.ReadAnswer().body, "POST /p " + body);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(handled, 1000);
}

}  // namespace
}  // namespace sextant::net
