#include "net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "base/temp_dir.h"
#include "net/http_server.h"
#include "net/raw_socket_testlib.h"

namespace sextant::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr milliseconds kSoon{10'000};

std::unique_ptr<HttpServer> StartServer(Handler handler, const std::string& listen = "127.0.0.1:0") {
  ServerOptions options;
  options.listen = listen;
  auto server = HttpServer::Start(options, std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status().ToString();
  return std::move(server).value();
}

std::unique_ptr<HttpClient> ClientOf(const std::string& address, std::size_t max_connections = 4) {
  ClientOptions options;
  options.max_connections = max_connections;
  options.base_url = "http://" + address;
  if (address.starts_with("unix:")) {
    options.base_url = "http://unix";
    options.unix_socket = address.substr(5);
  }
  return HttpClient::Create(options);
}

// What a Send gave, all of it.
struct Reply {
  Status outcome;
  int status = 0;
  Headers headers;
  std::string body;
};

Reply Send(HttpClient& client, const ClientRequest& request, Deadline deadline = Deadline::After(kSoon),
           const CancelToken& cancel = {}) {
  Reply reply;
  ResponseSink sink;
  sink.on_head = [&](int status, const Headers& headers) {
    reply.status = status;
    reply.headers = headers;
    return true;
  };
  sink.on_data = [&](std::string_view data) {
    reply.body += data;
    return true;
  };
  reply.outcome = client.Send(request, sink, deadline, cancel);
  return reply;
}

ClientRequest PostOf(std::string_view body) {
  ClientRequest request;
  request.body = body;
  return request;
}

// Answers with the request's line and headers as they arrived, and its body.
void Mirror(Request& request, Responder& responder) {
  auto body = request.ReadAll(std::size_t{64} << 20);
  ASSERT_TRUE(body.ok()) << body.status().ToString();
  std::string text = std::string(request.method()) + " " + request.target().path + "\n";
  for (const auto& [name, value] : request.headers().list()) text += name + "=" + value + "\n";
  (void)responder.Send(Response::Text(200, text + "\n" + *body));
}

// An answer of a raw server.
std::string AnswerOf(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(HttpClient, SendsMethodTargetHeadersAndBody) {
  const auto server = StartServer(Mirror);
  const auto client = ClientOf(server->address());
  ClientRequest request = PostOf("the body");
  request.method = "PUT";
  request.target = "/a/../b%20c?q=1";
  request.headers.Add("X-Empty", "");
  request.headers.Add("Content-Type", "text/x");
  const Reply reply = Send(*client, request);
  ASSERT_TRUE(reply.outcome.ok()) << reply.outcome.ToString();
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr("PUT /a/../b c\n"));
  EXPECT_THAT(reply.body, HasSubstr("X-Empty=\n"));
  EXPECT_THAT(reply.body, HasSubstr("Content-Type=text/x\n"));
  EXPECT_THAT(reply.body, HasSubstr("\n\nthe body"));
  EXPECT_EQ(reply.headers.Get("content-type"), "text/plain; charset=utf-8");
}

TEST(HttpClient, AddsNothingThatWasNotAskedFor) {
  const auto server = StartServer(Mirror);
  const auto client = ClientOf(server->address());
  const std::string large(2 << 20, 'x');
  const Reply reply = Send(*client, PostOf(large));
  ASSERT_TRUE(reply.outcome.ok()) << reply.outcome.ToString();
  for (const char* unwanted : {"Expect", "Content-Type", "Accept-Encoding", "User-Agent"}) {
    EXPECT_THAT(reply.body.substr(0, 500), testing::Not(HasSubstr(unwanted)));
  }
  EXPECT_TRUE(reply.body.ends_with("\n\n" + large));
}

TEST(HttpClient, SendsEveryMethodOverAUnixSocketToo) {
  const TempDir dir;
  const auto server = StartServer(Mirror, "unix:" + dir.Join("s"));
  const auto client = ClientOf(server->address());
  for (const char* method : {"GET", "POST", "DELETE", "PATCH", "HEAD"}) {
    ClientRequest request;
    request.method = method;
    const Reply reply = Send(*client, request);
    ASSERT_TRUE(reply.outcome.ok()) << reply.outcome.ToString();
    EXPECT_EQ(reply.status, 200);
    if (std::string(method) == "HEAD") {
      EXPECT_EQ(reply.body, "");
    } else {
      EXPECT_THAT(reply.body, HasSubstr(std::string(method) + " /\n"));
    }
  }
}

TEST(HttpClient, StreamsABodyFromASource) {
  const auto server = StartServer(Mirror);
  const auto client = ClientOf(server->address());
  for (const bool length_is_known : {false, true}) {
    ClientRequest request;
    if (length_is_known) request.headers.Add("Content-Length", "3000000");
    std::size_t left = 3'000'000;
    request.body_source = [&](char* buffer, std::size_t size) {
      const std::size_t given = std::min(left, size);
      std::fill_n(buffer, given, 'y');
      left -= given;
      return given;
    };
    const Reply reply = Send(*client, request);
    ASSERT_TRUE(reply.outcome.ok()) << reply.outcome.ToString();
    EXPECT_THAT(reply.body.substr(0, 500),
                HasSubstr(length_is_known ? "Content-Length=3000000" : "=chunked"));
    EXPECT_TRUE(reply.body.ends_with("\n\n" + std::string(3'000'000, 'y')));
  }
}

TEST(HttpClient, GivesErrorStatusesAsAnswers) {
  const auto server = StartServer([](Request&, Responder& responder) {
    (void)responder.Send(Response::Error(Status(Code::kUnavailable, "Restarting.")));
  });
  const Reply reply = Send(*ClientOf(server->address()), PostOf(""));
  EXPECT_TRUE(reply.outcome.ok());
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.headers.Get("retry-after"), "1");
  EXPECT_THAT(reply.body, HasSubstr("Restarting."));
}

TEST(HttpClient, TellsEarlyHeadersBeforeTheHeadIsComplete) {
  std::promise<void> seen;
  const auto server = StartServer([&](Request&, Responder& responder) {
    EXPECT_TRUE(responder.SendEarlyHeader("X-Progress", "10").ok());
    EXPECT_EQ(seen.get_future().wait_for(kSoon), std::future_status::ready);
    (void)responder.Start(200, {});
    (void)responder.Write("row");
    (void)responder.Finish();
  });
  std::vector<std::string> events;
  ResponseSink sink;
  sink.on_header = [&](std::string_view name, std::string_view value) {
    if (name != "X-Progress") return;
    events.push_back("header " + std::string(value));
    seen.set_value();
  };
  sink.on_head = [&](int status, const Headers& headers) {
    events.push_back("head " + std::to_string(status) + " " + std::string(headers.Get("x-progress")));
    return true;
  };
  sink.on_data = [&](std::string_view data) {
    events.push_back("data " + std::string(data));
    return true;
  };
  const Status outcome =
      ClientOf(server->address())->Send(PostOf(""), sink, Deadline::After(kSoon), CancelToken());
  EXPECT_TRUE(outcome.ok()) << outcome.ToString();
  EXPECT_THAT(events, ElementsAre("header 10", "head 200 10", "data row"));
}

TEST(HttpClient, SaysWhenNobodyListens) {
  const TempDir dir;
  std::string address;
  {
    const RawListener gone;
    address = gone.address();
  }
  for (const std::string& where : {address, "unix:" + dir.Join("none")}) {
    const Reply reply = Send(*ClientOf(where), PostOf(""));
    EXPECT_EQ(reply.outcome.code(), Code::kUnavailable);
    EXPECT_THAT(reply.outcome.message(), HasSubstr("Could not connect"));
  }
}

TEST(HttpClient, NamesAnAddressThatIsNone) {
  for (const char* wrong : {"", "ftp://127.0.0.1", "http://", "http://a b"}) {
    ClientOptions options;
    options.base_url = wrong;
    const Reply reply = Send(*HttpClient::Create(options), PostOf(""));
    EXPECT_EQ(reply.outcome.code(), Code::kBadInput) << reply.outcome.ToString();
  }
}

TEST(HttpClient, TellsATruncatedBodyFromAWholeOne) {
  const auto server = StartServer([](Request&, Responder& responder) {
    (void)responder.Start(200, {});
    (void)responder.Write("half");
  });
  const Reply reply = Send(*ClientOf(server->address()), PostOf(""));
  EXPECT_EQ(reply.outcome.code(), Code::kDataLoss) << reply.outcome.ToString();
  EXPECT_EQ(reply.body, "half");
}

TEST(HttpClient, TellsAConnectionThatBrokeBeforeTheAnswer) {
  RawListener listener;
  std::thread server([&] {
    RawSocket socket = listener.Accept();
    socket.ReadUntil("\r\n\r\n");
    socket.Send("HTTP/1.1 200 OK\r\nX-Progress: 1\r\n");
  });
  const Reply reply = Send(*ClientOf(listener.address()), PostOf(""));
  server.join();
  EXPECT_EQ(reply.outcome.code(), Code::kUnavailable) << reply.outcome.ToString();
  EXPECT_EQ(reply.status, 0);
}

TEST(HttpClient, EndsAtTheDeadline) {
  RawListener silent;
  const auto begun = steady_clock::now();
  const Reply reply = Send(*ClientOf(silent.address()), PostOf("x"), Deadline::After(milliseconds(50)));
  EXPECT_EQ(reply.outcome.code(), Code::kTimeout) << reply.outcome.ToString();
  EXPECT_LT(steady_clock::now() - begun, milliseconds(2'000));
}

TEST(HttpClient, EndsWithinMillisecondsOfACancel) {
  RawListener listener;
  const CancelToken cancel;
  steady_clock::time_point cancelled;
  std::thread other([&] {
    RawSocket socket = listener.Accept();
    socket.ReadUntil("\r\n\r\n");
    cancelled = steady_clock::now();
    CancelToken(cancel).Cancel();
    EXPECT_TRUE(socket.WaitClosed());
  });
  const Reply reply = Send(*ClientOf(listener.address()), PostOf("x"), Deadline::Never(), cancel);
  const auto ended = steady_clock::now();
  other.join();
  EXPECT_EQ(reply.outcome.code(), Code::kCancelled);
  EXPECT_LT(ended - cancelled, milliseconds(500));
  EXPECT_EQ(Send(*ClientOf(listener.address()), PostOf("x"), Deadline::Never(), cancel).outcome.code(),
            Code::kCancelled);
}

TEST(HttpClient, StopsWhenTheSinkHasEnough) {
  std::promise<void> gone;
  const auto server = StartServer([&](Request&, Responder& responder) {
    (void)responder.Start(200, {});
    while (responder.Write(std::string(1 << 16, 'x')).ok()) {
    }
    gone.set_value();
  });
  const auto client = ClientOf(server->address());
  ResponseSink sink;
  sink.on_data = [](std::string_view) { return false; };
  EXPECT_EQ(client->Send(PostOf(""), sink, Deadline::After(kSoon), CancelToken()).code(), Code::kCancelled);
  EXPECT_EQ(gone.get_future().wait_for(kSoon), std::future_status::ready);
}

TEST(HttpClient, UsesAConnectionAgain) {
  std::atomic<int> remotes = 0;
  std::string last;
  const auto server = StartServer([&](Request& request, Responder& responder) {
    if (last != request.remote()) ++remotes;
    last = request.remote();
    (void)responder.Send(Response::Text(200, ""));
  });
  const auto client = ClientOf(server->address());
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(Send(*client, PostOf("x")).outcome.ok());
  EXPECT_EQ(remotes, 1);
}

TEST(HttpClient, ReplacesAPooledConnectionThatTheServerClosed) {
  RawListener listener;
  const auto client = ClientOf(listener.address());
  std::promise<void> closed;
  std::thread server([&] {
    RawSocket first = listener.Accept();
    first.ReadUntil("\r\n\r\n");
    first.Send(AnswerOf("1"));
    first.Close();
    closed.set_value();
    RawSocket second = listener.Accept();
    second.ReadUntil("\r\n\r\n");
    second.Send(AnswerOf("2"));
  });
  EXPECT_EQ(Send(*client, PostOf("x")).body, "1");
  closed.get_future().wait();
  const Reply reply = Send(*client, PostOf("x"));
  EXPECT_EQ(reply.body, "2") << reply.outcome.ToString();
  server.join();
}

TEST(HttpClient, RepeatsAReplayableRequestWhenTheServerClosesAPooledConnectionUnderIt) {
  RawListener listener;
  const auto client = ClientOf(listener.address());
  std::thread server([&] {
    RawSocket first = listener.Accept();
    first.ReadUntil("one");
    first.Send(AnswerOf("1"));
    first.ReadUntil("two");
    first.Reset();
    RawSocket second = listener.Accept();
    second.ReadUntil("two");
    second.Send(AnswerOf("2"));
  });
  EXPECT_EQ(Send(*client, PostOf("one")).body, "1");
  const Reply reply = Send(*client, PostOf("two"));
  EXPECT_EQ(reply.body, "2") << reply.outcome.ToString();
  server.join();
}

TEST(HttpClient, DoesNotRepeatARequestWhoseBodyCannotBeReplayed) {
  RawListener listener;
  const auto client = ClientOf(listener.address());
  std::thread server([&] {
    RawSocket first = listener.Accept();
    first.ReadUntil("one");
    first.Send(AnswerOf("1"));
    first.ReadUntil("two");
    first.Reset();
  });
  EXPECT_EQ(Send(*client, PostOf("one")).body, "1");
  ClientRequest request;
  bool given = false;
  request.body_source = [&](char* buffer, std::size_t) -> std::size_t {
    if (std::exchange(given, true)) return 0;
    std::copy_n("two", 3, buffer);
    return 3;
  };
  EXPECT_EQ(Send(*client, request).outcome.code(), Code::kUnavailable);
  server.join();
}

TEST(HttpClient, WaitsForAConnectionAboveTheirLimit) {
  std::atomic<int> at_once = 0;
  std::atomic<int> most = 0;
  const auto server = StartServer([&](Request&, Responder& responder) {
    int now = ++at_once;
    int seen = most.load();
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    --at_once;
    (void)responder.Send(Response::Text(200, ""));
  });
  const auto client = ClientOf(server->address(), 2);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 25; ++n) EXPECT_TRUE(Send(*client, PostOf("x")).outcome.ok());
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(most, 2);
}

TEST(HttpClient, GivesUpWaitingForAConnectionAtTheDeadlineOrACancel) {
  RawListener listener;
  const auto client = ClientOf(listener.address(), 1);
  const CancelToken cancel_first;
  std::thread first([&] {
    EXPECT_EQ(Send(*client, PostOf("x"), Deadline::Never(), cancel_first).outcome.code(), Code::kCancelled);
  });
  RawSocket socket = listener.Accept();
  const Reply late = Send(*client, PostOf("x"), Deadline::After(milliseconds(20)));
  EXPECT_EQ(late.outcome.code(), Code::kTimeout);
  EXPECT_THAT(late.outcome.message(), HasSubstr("All 1 connections"));
  CancelToken cancel_second;
  std::thread second([&] {
    EXPECT_EQ(Send(*client, PostOf("x"), Deadline::Never(), cancel_second).outcome.code(), Code::kCancelled);
  });
  cancel_second.Cancel();
  second.join();
  CancelToken(cancel_first).Cancel();
  first.join();
}

}  // namespace
}  // namespace sextant::net
