#include "net/request_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace sextant::net {
namespace {

// Feeds `head` in pieces of `piece` bytes until the parser has made up its mind.
RequestParser::Step ParseIn(RequestParser& parser, std::string_view head, std::size_t piece) {
  ReadBuffer in;
  RequestParser::Step step = RequestParser::Step::kNeedMore;
  while (step == RequestParser::Step::kNeedMore && !head.empty()) {
    const std::size_t size = std::min(piece, head.size());
    std::memcpy(in.Prepare(size), head.data(), size);
    in.Commit(size);
    head.remove_prefix(size);
    step = parser.ParseHead(in);
  }
  return step;
}

TEST(RequestParser, TakesLongHeadersWithAShortTargetHoweverTheyArrive) {
  const ServerOptions options;
  const std::string head =
      "GET /short HTTP/1.1\r\nHost: x\r\nCookie: " + std::string(20'000, 'c') + "\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, head.size()}) {
    RequestParser parser(options);
    ASSERT_EQ(ParseIn(parser, head, piece), RequestParser::Step::kDone) << parser.refusal().error.message();
    EXPECT_EQ(parser.head().target.path, "/short");
    EXPECT_EQ(parser.head().headers.Get("cookie").size(), 20'000U);
  }
}

TEST(RequestParser, SkipsEmptyLinesBeforeARequestHoweverTheyArrive) {
  const ServerOptions options;
  const std::string head = "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, head.size()}) {
    RequestParser parser(options);
    EXPECT_EQ(ParseIn(parser, head, piece), RequestParser::Step::kDone) << piece;
  }
}

TEST(RequestParser, RefusesATargetThatIsTooLongBeforeItsEnd) {
  const ServerOptions options;
  RequestParser parser(options);
  const std::string line = "GET /" + std::string(options.max_target_bytes + 100, 'a');
  EXPECT_EQ(ParseIn(parser, line, 1000), RequestParser::Step::kRefused);
  EXPECT_EQ(parser.refusal().status, 414);
}

}  // namespace
}  // namespace sextant::net
