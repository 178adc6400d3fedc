#include "net/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temp_dir.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using testing::HasSubstr;
using testing::Not;

RequestHead HeadOf(const std::string& host, const std::string& origin = "") {
  RequestHead head;
  head.method = "POST";
  head.headers.Add("Host", host);
  if (!origin.empty()) head.headers.Add("Origin", origin);
  return head;
}

bool IsAdmitted(const RequestHead& head, const ServerOptions& options) {
  const Admission admission = Admit(head, options);
  EXPECT_TRUE(!admission.refusal || admission.refusal->status == 403);
  return !admission.refusal;
}

TEST(Admission, TakesOnlyNamesOfThisMachineByDefault) {
  const ServerOptions options;
  for (const char* host :
       {"localhost", "LocalHost:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080", "[::1]"}) {
    EXPECT_TRUE(IsAdmitted(HeadOf(host), options)) << host;
  }
  for (const char* host : {"evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1",
                           "0.0.0.0", "127.0.0.1.evil.example", "[::2]", "[", "", ":80", "[::1"}) {
    EXPECT_FALSE(IsAdmitted(HeadOf(host), options)) << host;
  }
}

TEST(Admission, TakesAllowedHosts) {
  ServerOptions options;
  options.allowed_hosts = {"sextant.example", "10.0.0.1:8080"};
  EXPECT_TRUE(IsAdmitted(HeadOf("sextant.example:443"), options));
  EXPECT_TRUE(IsAdmitted(HeadOf("10.0.0.1:8080"), options));
  EXPECT_FALSE(IsAdmitted(HeadOf("10.0.0.1:8081"), options));
}

TEST(Admission, RefusesForeignOrigins) {
  ServerOptions options;
  EXPECT_TRUE(IsAdmitted(HeadOf("localhost:8080", "http://localhost:8080"), options));
  for (const char* origin : {"http://localhost:9090", "http://localhost", "https://evil.example", "null",
                             "http://localhost:8080.evil.example", "localhost:8080"}) {
    EXPECT_FALSE(IsAdmitted(HeadOf("localhost:8080", origin), options)) << origin;
  }
  options.allowed_origins = {"http://localhost:9090"};
  EXPECT_TRUE(IsAdmitted(HeadOf("localhost:8080", "http://localhost:9090"), options));
}

TEST(Admission, TakesEverythingWhenChecksAreOff) {
  ServerOptions options;
  options.check_host = false;
  EXPECT_TRUE(IsAdmitted(HeadOf("evil.example", "https://evil.example"), options));
}

TEST(Admission, StillChecksTheHostWhenItTakesEveryOrigin) {
  ServerOptions options;
  options.cors_any_origin = true;
  EXPECT_TRUE(IsAdmitted(HeadOf("localhost", "https://shop.example"), options));
  EXPECT_FALSE(IsAdmitted(HeadOf("evil.example", "https://evil.example"), options));
}

TEST(HttpServer, AnswersCorsPreflightsWithoutAskingTheHandler) {
  ServerOptions options = TestOptions();
  options.cors_any_origin = true;
  bool handled = false;
  const auto server = StartServer(options, [&](Request& request, Responder& responder) {
    handled = true;
    Echo(request, responder);
  });
  const RawAnswer answer =
      Ask(*server,
          "OPTIONS /v1/logs HTTP/1.1\r\nHost: localhost\r\nOrigin: https://shop.example\r\n"
          "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,x-a\r\n\r\n");
  EXPECT_EQ(answer.status, 204);
  EXPECT_FALSE(handled);
  EXPECT_THAT(answer.head, HasSubstr("Access-Control-Allow-Origin: https://shop.example\r\n"));
  EXPECT_THAT(answer.head, HasSubstr("Access-Control-Allow-Headers: authorization,x-a\r\n"));
  EXPECT_THAT(answer.head, HasSubstr("Access-Control-Allow-Methods: POST, GET, OPTIONS\r\n"));
  EXPECT_THAT(answer.head, HasSubstr("Access-Control-Max-Age: "));
  EXPECT_THAT(answer.head, Not(HasSubstr("Content-Length")));
}

TEST(HttpServer, MarksEveryKindOfAnswerForEveryOrigin) {
  ServerOptions options = TestOptions();
  options.cors_any_origin = true;
  options.max_body_bytes = 10;
  const auto server = StartServer(options, [](Request& request, Responder& responder) {
    if (request.target().path == "/stream") {
      (void)responder.Start(200, {});
      (void)responder.Finish();
    } else if (request.target().path == "/throw") {
      throw std::runtime_error("boom");
    } else {
      Echo(request, responder);
    }
  });
  for (const char* path : {"/stream", "/throw", "/echo"}) {
    const RawAnswer answer =
        Ask(*server,
            std::string("GET ") + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a.example\r\n\r\n");
    EXPECT_THAT(answer.head, HasSubstr("Access-Control-Allow-Origin: http://a.example\r\n")) << path;
  }
  EXPECT_THAT(Ask(*server, Get("/echo")).head, Not(HasSubstr("Access-Control")));
}

TEST(HttpServer, RefusesAForeignHostOnAPortAndTakesItOnAUnixSocket) {
  const std::string request = "GET / HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n";
  ServerOptions options = TestOptions();
  const auto on_port = StartServer(options, Echo);
  const RawAnswer refused = Ask(*on_port, request);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("evil.example"));
  const TempDir dir;
  options.listen = "unix:" + dir.Join("s");
  const auto on_file = StartServer(options, Echo);
  EXPECT_EQ(Ask(*on_file, request).status, 200);
}

}  // namespace
}  // namespace sextant::net
