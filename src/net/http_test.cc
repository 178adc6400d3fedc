#include "net/http.h"

#include <gtest/gtest.h>

namespace sextant::net {
namespace {

TEST(Headers, AreFoundWithoutRegardToCaseAndTheFirstWins) {
  Headers headers;
  headers.Add("Content-Type", "a");
  headers.Add("content-type", "b");
  EXPECT_EQ(headers.Get("CONTENT-TYPE"), "a");
  EXPECT_EQ(headers.Find("content"), std::nullopt);
  EXPECT_EQ(headers.Get("content"), "");
}

TEST(Target, IsTakenApartAndDecoded) {
  const auto target = Target::Parse("/a%20b/+c?x=1&y=&z&q=a+b%2Bc&x=2");
  ASSERT_TRUE(target.ok());
  EXPECT_EQ(target->path, "/a b/+c");
  EXPECT_EQ(target->query.size(), 5U);
  EXPECT_EQ(target->Find("x"), "1");
  EXPECT_EQ(target->Find("y"), "");
  EXPECT_EQ(target->Find("z"), "");
  EXPECT_EQ(target->Find("q"), "a b+c");
  EXPECT_EQ(target->Find("nothing"), std::nullopt);
}

TEST(Target, NamesABrokenEscape) {
  for (const char* broken : {"/%", "/a%2", "/%zz", "/?a=%g0", "/?%=1"}) {
    const auto target = Target::Parse(broken);
    ASSERT_FALSE(target.ok()) << broken;
    EXPECT_EQ(target.status().code(), Code::kBadInput);
    EXPECT_NE(target.status().message().find("'%"), std::string::npos) << target.status().message();
  }
}

TEST(Target, GivesTheSegmentsOfItsPath) {
  const auto target = Target::Parse("/api/v1/rows");
  ASSERT_TRUE(target.ok());
  EXPECT_EQ(target->Segment(0), "api");
  EXPECT_EQ(target->Segment(2), "rows");
  EXPECT_EQ(target->Segment(3), "");
}

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(PercentEncode("a b/\xff?"), "a%20b%2F%FF%3F");
  const std::string wild("\x00\x7f%+&=", 6);
  const auto back = Target::Parse("/?v=" + PercentEncode(wild));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->Find("v"), wild);
}

TEST(HttpStatus, IsOnePerCode) {
  EXPECT_EQ(HttpStatusOf(Code::kOk), 200);
  EXPECT_EQ(HttpStatusOf(Code::kBadInput), 400);
  EXPECT_EQ(HttpStatusOf(Code::kTooLarge), 413);
  EXPECT_EQ(HttpStatusOf(Code::kResourceExhausted), 429);
  EXPECT_EQ(HttpStatusOf(Code::kUnavailable), 503);
  EXPECT_EQ(HttpStatusOf(Code::kTimeout), 504);
  EXPECT_EQ(HttpReason(404), "Not Found");
  EXPECT_EQ(HttpReason(299), "Unknown");
}

}  // namespace
}  // namespace sextant::net
