#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/edit_distance.h"
#include "base/json.h"
#include "base/queue.h"
#include "base/time.h"

namespace sextant {
namespace {

TEST(Time, RoundTripsThroughIso8601) {
  const UnixNanos time = 1'795'314'719'981'336'904;
  EXPECT_EQ(FormatIso8601(time), "2026-11-22T02:31:59.981336904Z");
  EXPECT_EQ(ParseIso8601(FormatIso8601(time)), time);
  EXPECT_EQ(FormatIso8601(-1), "1969-12-31T23:59:59.999999999Z");
}

TEST(Time, ReadsOffsetsAndShortFractions) {
  EXPECT_EQ(ParseIso8601("2026-11-22T03:31:59.5+01:00"), ParseIso8601("2026-11-22T02:31:59.500Z"));
  EXPECT_FALSE(ParseIso8601("2026-11-22T02:31:59"));
  EXPECT_FALSE(ParseIso8601("2026-13-22T02:31:59Z"));
}

TEST(Json, WritesWhatItReads) {
  JsonWriter writer;
  writer.Object().Key("a").Int(-3).Key("b").Array().String("x\n\"y\"").Bool(true).Null().End();
  writer.Key("c").UintText(18446744073709551615ULL).End();
  const std::string text = writer.Take();
  EXPECT_EQ(text, R"({"a":-3,"b":["x\n\"y\"",true,null],"c":"18446744073709551615"})");
  const auto parsed = JsonValue::Parse(text);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ((*parsed)["a"].AsInt(), -3);
  EXPECT_EQ((*parsed)["b"].at(0).AsString(), "x\n\"y\"");
  EXPECT_EQ((*parsed)["c"].AsUint(), 18446744073709551615ULL);
  EXPECT_TRUE((*parsed)["nothing"]["here"].IsMissing());
}

TEST(Json, ReplacesInvalidUtf8) { EXPECT_EQ(JsonQuote("a\xff\xc3\xa9"), "\"a\xEF\xBF\xBD\xc3\xa9\""); }

TEST(Json, NamesTheByteOfAnError) {
  const auto parsed = JsonValue::Parse(R"({"a":tru})");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.status().code(), Code::kBadInput);
  EXPECT_NE(parsed.status().message().find("byte"), std::string::npos);
  EXPECT_FALSE(JsonValue::Parse("{} x").ok());
  EXPECT_FALSE(JsonValue::Parse(std::string(100, '[') + std::string(100, ']')).ok());
}

TEST(Json, RefusesNumbersOutOfRange) {
  EXPECT_FALSE(JsonValue::Parse("1e400").ok());
  EXPECT_FALSE(JsonValue::Parse(R"({"a":[1,-3.5e101615]})").ok());
  EXPECT_TRUE(JsonValue::Parse("[1e308,18446744073709551616,1e-400]").ok());
}

TEST(Bytes, HexRoundTrips) {
  EXPECT_EQ(ToHex(std::string("\x00\xab\xff", 3)), "00abff");
  EXPECT_EQ(FromHex("00ABff"), std::string("\x00\xab\xff", 3));
  EXPECT_FALSE(FromHex("0"));
  EXPECT_FALSE(FromHex("zz"));
  EXPECT_EQ(RandomId().size(), 32U);
}

TEST(Bytes, RepairsUtf8) {
  EXPECT_TRUE(IsValidUtf8("gr\xc3\xbc\xc3\x9f"));
  EXPECT_FALSE(IsValidUtf8("\xed\xa0\x80"));
  EXPECT_EQ(ToValidUtf8("a\xc3"), "a\xEF\xBF\xBD");
}

TEST(EditDistance, CountsChangesAndSwapsUpToItsLimit) {
  EXPECT_EQ(EditDistance("ServiceName", "ServiceName", 3), 0U);
  EXPECT_EQ(EditDistance("SevriceName", "ServiceName", 3), 1U);
  EXPECT_EQ(EditDistance("Servicename", "ServiceName", 3), 1U);
  EXPECT_EQ(EditDistance("", "abc", 3), 3U);
  EXPECT_EQ(EditDistance("abcdef", "uvwxyz", 3), 6U);
  EXPECT_EQ(EditDistance("a", "abcdef", 3), 4U);
}

TEST(BoundedQueue, RefusesWhenFullAndDrainsAfterClose) {
  BoundedQueue<int> queue(1);
  int item = 1;
  EXPECT_TRUE(queue.TryPush(item));
  EXPECT_FALSE(queue.TryPush(item));
  queue.Close();
  EXPECT_FALSE(queue.Push(2));
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), std::nullopt);
}

}  // namespace
}  // namespace sextant
