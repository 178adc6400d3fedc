#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_server.h"
#include "net/http_server_testlib.h"

namespace sextant::net {
namespace {

using testing::HasSubstr;

TEST(Router, PrefersTheMoreExactPattern) {
  Router router;
  const auto say = [](std::string name) {
    return [name](Request& request, Responder& responder) {
      (void)responder.Send(Response::Text(200, name + ":" + std::string(request.target().Segment(2))));
    };
  };
  router.Add("GET", "/*", say("page"));
  router.Add("GET", "/api/v1/{what}", say("any"));
  router.Add("GET", "/api/v1/rows", say("rows"));
  router.Add("POST", "/api/v1/rows", say("post"));
  const auto server = StartServer(TestOptions(), router);
  EXPECT_EQ(Ask(*server, Get("/")).body, "page:");
  EXPECT_EQ(Ask(*server, Get("/assets/a/b.js")).body, "page:b.js");
  EXPECT_EQ(Ask(*server, Get("/api/v1/rows")).body, "rows:rows");
  EXPECT_EQ(Ask(*server, Get("/api/v1/facets?x=1")).body, "any:facets");
  EXPECT_EQ(Ask(*server, "POST /api/v1/rows HTTP/1.1\r\nHost: localhost\r\n\r\n").body, "post:rows");
}

TEST(Router, Answers404And405ByItself) {
  Router router;
  router.Add("GET", "/only", Echo);
  const auto server = StartServer(TestOptions(), router);
  EXPECT_EQ(Ask(*server, Get("/nothing")).status, 404);
  EXPECT_EQ(Ask(*server, Get("/only/below")).status, 404);
  const RawAnswer answer = Ask(*server, "DELETE /only HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(answer.status, 405);
  EXPECT_THAT(answer.head, HasSubstr("Allow: GET\r\n"));
}

}  // namespace
}  // namespace sextant::net
