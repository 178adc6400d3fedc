// Values and names. How whole searches bind is in query/plan/searches.golden.
#include <gtest/gtest.h>

#include "query/bind/bind.h"
#include "query/bind/literal.h"

namespace sextant::bind {
namespace {

std::string Shown(const std::optional<Number>& number) {
  return number ? number->type + ' ' + number->text : "nothing";
}

TEST(ParseNumber, ReadsDecimalNumbersExactly) {
  EXPECT_EQ(Shown(ParseNumber("5")), "Int64 5");
  EXPECT_EQ(Shown(ParseNumber("+5")), "Int64 5");
  EXPECT_EQ(Shown(ParseNumber("-9223372036854775808")), "Int64 -9223372036854775808");
  EXPECT_EQ(Shown(ParseNumber("18446744073709551615")), "UInt64 18446744073709551615");
  EXPECT_EQ(Shown(ParseNumber("18446744073709551616")), "Float64 18446744073709551616");
  EXPECT_EQ(Shown(ParseNumber("0.1")), "Float64 0.1");
  EXPECT_EQ(Shown(ParseNumber("1e3")), "Float64 1000");
  EXPECT_EQ(Shown(ParseNumber(".5")), "Float64 0.5");
}

TEST(ParseNumber, RefusesWhatIsNone) {
  for (const char* text : {"", "-", ".", "1e", "1e999", "abc", "5x", "0x10", "inf", "nan", "1 2", "--5"}) {
    EXPECT_FALSE(ParseNumber(text)) << text;
  }
}

TEST(ParseDuration, ReadsUnits) {
  EXPECT_EQ(Shown(ParseDuration("250ms")), "Int64 250000000");
  EXPECT_EQ(Shown(ParseDuration("1.5s")), "Int64 1500000000");
  EXPECT_EQ(Shown(ParseDuration("3µs")), "Int64 3000");
  EXPECT_EQ(Shown(ParseDuration("2h")), "Int64 7200000000000");
  EXPECT_EQ(Shown(ParseDuration("7")), "Int64 7");
  EXPECT_EQ(Shown(ParseDuration("9e18s")), "nothing");
  EXPECT_EQ(Shown(ParseDuration("5 s")), "nothing");
}

TEST(ParseTime, LeavesOpenWhatTheTextLeavesOpen) {
  const UnixNanos day = *ParseIso8601("2026-11-21T00:00:00Z");
  const auto span = [](std::string_view text) {
    const auto time = ParseTime(text);
    return time ? std::pair(time->begin, time->end - time->begin) : std::pair<UnixNanos, std::int64_t>(0, 0);
  };
  EXPECT_EQ(span("2026-11-21"), std::pair(day, kNanosPerDay));
  EXPECT_EQ(span("2026-11-21T03"), std::pair(day + 3 * kNanosPerHour, kNanosPerHour));
  EXPECT_EQ(span("2026-11-21 03:11"), std::pair(day + 191 * kNanosPerMinute, kNanosPerMinute));
  EXPECT_EQ(span("2026-11-21T00:00:01Z"), std::pair(day + kNanosPerSecond, kNanosPerSecond));
  EXPECT_EQ(span("2026-11-21T00:00:00.25"), std::pair(day + 250 * kNanosPerMilli, 10 * kNanosPerMilli));
  EXPECT_EQ(span("2026-11-21T00:00:00.000000001Z"), std::pair(day + 1, std::int64_t{1}));
  EXPECT_EQ(span("2026-11-21T01:00:00+01:00"), std::pair(day, kNanosPerSecond));
  for (const char* text : {"", "yesterday", "2026-13-01", "2026-11", "2026-11-21T00:00:00.", "21.11.2026"}) {
    EXPECT_FALSE(ParseTime(text)) << text;
  }
}

TEST(ParseBool, ReadsTruthWithoutRegardToCase) {
  EXPECT_EQ(ParseBool("TRUE"), true);
  EXPECT_EQ(ParseBool("0"), false);
  EXPECT_EQ(ParseBool("yes"), std::nullopt);
}

class NamesTest : public ::testing::Test {
 protected:
  NamesTest() {
    for (const auto& [name, type] :
         std::initializer_list<std::pair<const char*, const char*>>{{"ServiceName", "LowCardinality(String)"},
                                                                    {"a", "Map(String, String)"},
                                                                    {"a.b", "Map(String, String)"},
                                                                    {"a.b.c", "String"},
                                                                    {"__sxt_row", "UInt32"}}) {
      schema.columns.push_back({name, type, DataType::Of(type), false});
    }
  }
  TableSchema schema;
  std::vector<Alias> aliases = {{"svc", "ServiceName"}, {"ServiceName", "a"}, {"loud", "upper(ServiceName)"}};
  std::vector<std::string> known_keys = {"a.user.id"};
  Names names{schema, aliases, known_keys};
};

TEST_F(NamesTest, TheLongestColumnBeforeADotIsTaken) {
  EXPECT_EQ(ResolveName(names, "a.b.c").value().column, "a.b.c");
  EXPECT_EQ(ResolveName(names, "a.b.d").value().column, "a.b");
  EXPECT_EQ(ResolveName(names, "a.b.d").value().key, "d");
  EXPECT_EQ(ResolveName(names, "a.x.y").value().key, "x.y");
  EXPECT_EQ(ResolveName(names, "a.b.c.d").value().json_path, std::vector<std::string>{"d"});
  EXPECT_FALSE(ResolveName(names, "a.").ok());
  EXPECT_FALSE(ResolveName(names, ".a").ok());
  EXPECT_FALSE(ResolveName(names, "ServiceName.x").ok());
}

TEST_F(NamesTest, ColumnsComeBeforeAliases) {
  EXPECT_EQ(ResolveName(names, "ServiceName").value().column, "ServiceName");
  EXPECT_EQ(ResolveName(names, "svc").value().column, "ServiceName");
  EXPECT_EQ(ResolveName(names, "loud").value().expression, "upper(ServiceName)");
}

TEST_F(NamesTest, SimilarNamesAreThoseThatASlipMakes) {
  EXPECT_EQ(SimilarNames(names, "servicename", 3).front(), "ServiceName");
  EXPECT_EQ(SimilarNames(names, "SerivceName", 3).front(), "ServiceName");
  EXPECT_EQ(SimilarNames(names, "user.id", 3), std::vector<std::string>{"a.user.id"});
  EXPECT_TRUE(SimilarNames(names, "qqqqqq", 3).empty());
  EXPECT_TRUE(SimilarNames(names, "__sxt_rox", 3).empty());
}

TEST_F(NamesTest, WholeValuesTakeTheFieldsType) {
  BoundField time;
  time.label = "t";
  time.type = DataType::Of("DateTime64(9)");
  const auto exact = WholeValue(time, "1795317119981336904");
  EXPECT_EQ(std::get<TimeBounds>(*exact).begin, 1795317119981336904);
  EXPECT_EQ(std::get<TimeBounds>(*exact).end, 1795317119981336905);
  time.type = DataType::Of("UInt8");
  EXPECT_EQ(WholeValue(time, "x").status().message(), "\"x\" is not a number; t is a UInt8.");
}

}  // namespace
}  // namespace sextant::bind
