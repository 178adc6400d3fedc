#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "search/cells.h"

namespace sextant::search {
namespace {

template <typename C>
std::string Cell(const char* type, const std::function<void(C&)>& fill, std::size_t max_bytes = kWholeText) {
  Block block;
  fill(block.Add<C>("c", type));
  JsonWriter json;
  WriteCell(json, *block.columns[0].type, *block.columns[0].column, 0, max_bytes);
  return json.Take();
}

template <typename T>
std::string Number(const char* type, T value) {
  return Cell<NumberColumn<T>>(type, [&](auto& column) { column.Append(value); });
}

std::string Text(const char* type, const std::string& value, std::size_t max_bytes = kWholeText) {
  return Cell<StringColumn>(
      type, [&](auto& column) { column.Append(value); }, max_bytes);
}

TEST(WriteCell, WritesNumbersByTheirWidth) {
  EXPECT_EQ(Number<std::uint64_t>("UInt64", ~0ULL), "\"18446744073709551615\"");
  EXPECT_EQ(Number<std::int64_t>("Int64", -1), "\"-1\"");
  EXPECT_EQ(Number<std::uint32_t>("UInt32", 7), "7");
  EXPECT_EQ(Number<std::int8_t>("Int8", -7), "-7");
  EXPECT_EQ(Number<double>("Float64", 1.5), "1.5");
  EXPECT_EQ(Number<double>("Float64", std::nan("")), "null");
  EXPECT_EQ(Number<std::uint8_t>("Bool", 1), "true");
}

TEST(WriteCell, WritesTimesInNanoseconds) {
  EXPECT_EQ(Number<std::int64_t>("DateTime64(9)", 1'795'317'119'981'336'904), "\"1795317119981336904\"");
  EXPECT_EQ(Number<std::int64_t>("DateTime64(3)", 5), "\"5000000\"");
  EXPECT_EQ(Number<std::uint32_t>("DateTime", 5), "\"5000000000\"");
  EXPECT_EQ(Number<std::uint16_t>("Date", 1), "\"86400000000000\"");
}

TEST(WriteCell, WritesTextOfAllKinds) {
  EXPECT_EQ(Text("String", "a\"b"), "\"a\\\"b\"");
  EXPECT_EQ(Number<std::int8_t>("Enum8('up' = 1)", 1), "\"up\"");
  EXPECT_EQ(Number<std::uint32_t>("IPv4", 0x0a000001), "\"10.0.0.1\"");
  EXPECT_EQ(Cell<FixedStringColumn>("FixedString(4)", [](auto& column) { column.Append("ab"); }), "\"ab\"");
  EXPECT_EQ(Cell<LowCardinalityColumn>("LowCardinality(String)", [](auto& column) { column.Append("x"); }),
            "\"x\"");
}

TEST(WriteCell, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(Text("String", "abcdef", 3), "\"abc…\"");
  EXPECT_EQ(Text("String", "abü", 3), "\"ab…\"");
  EXPECT_EQ(Text("String", "abc", 3), "\"abc\"");
}

TEST(WriteCell, WritesNullsAlsoBehindADictionary) {
  const auto fill = [](NullableColumn& column, bool null) {
    column.nulls.push_back(null ? 1 : 0);
    static_cast<LowCardinalityColumn&>(*column.values).Append("v");
  };
  const char* type = "LowCardinality(Nullable(String))";
  EXPECT_EQ(Cell<NullableColumn>(type, [&](auto& column) { fill(column, true); }), "null");
  EXPECT_EQ(Cell<NullableColumn>(type, [&](auto& column) { fill(column, false); }), "\"v\"");
}

TEST(WriteCell, AMapBecomesAnObjectWithEachKeyOnce) {
  const auto fill = [](MapColumn& column) {
    for (const auto& [key, value] : {std::pair("a", "1"), std::pair("b", "2"), std::pair("a", "3")}) {
      static_cast<LowCardinalityColumn&>(*column.keys).Append(key);
      static_cast<StringColumn&>(*column.values).Append(value);
    }
    column.EndRow();
  };
  EXPECT_EQ(Cell<MapColumn>("Map(LowCardinality(String), String)", fill), R"({"b":"2","a":"3"})");
}

TEST(WriteCell, ArraysAndTuplesBecomeArrays) {
  const auto fill = [](ArrayColumn& column) {
    static_cast<NumberColumn<std::uint64_t>&>(*column.values).values = {1, 2};
    column.EndRow();
  };
  EXPECT_EQ(Cell<ArrayColumn>("Array(UInt64)", fill), R"(["1","2"])");
  const auto pair = [](TupleColumn& column) {
    static_cast<StringColumn&>(*column.elements[0]).Append("x");
    static_cast<NumberColumn<std::uint8_t>&>(*column.elements[1]).Append(3);
  };
  EXPECT_EQ(Cell<TupleColumn>("Tuple(String, UInt8)", pair), R"(["x",3])");
}

}  // namespace
}  // namespace sextant::search
