// The format itself: bytes worked out by hand, and checked against what ClickHouse 26.7 sends, type by type.
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "model/block_testlib.h"
#include "native/native.h"

namespace sextant::native {
namespace {

// Hexadecimal digits with blanks to group them.
std::string Bytes(std::string_view hex) {
  std::string digits;
  for (const char c : hex) {
    if (c != ' ') digits += c;
  }
  return FromHex(digits).value();
}

std::string ColumnHead(std::string_view type, std::size_t rows) {
  std::string head = {1, static_cast<char>(rows), 1, 'c', static_cast<char>(type.size())};
  return head.append(type);
}

struct Sample {
  std::string type;
  std::size_t rows;
  std::string hex;                  // prefix and values
  std::vector<std::string> values;  // as ValueText says them
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.type; }

const Sample kSamples[] = {
    {"UInt8", 2, "00 ff", {"0", "255"}},
    {"UInt16", 1, "0201", {"258"}},
    {"UInt32", 1, "04030201", {"16909060"}},
    {"UInt64", 1, "ffffffffffffffff", {"18446744073709551615"}},
    {"Int8", 1, "80", {"-128"}},
    {"Int16", 1, "feff", {"-2"}},
    {"Int32", 1, "00000080", {"-2147483648"}},
    {"Int64", 1, "feffffffffffffff", {"-2"}},
    {"Float32", 1, "0000803f", {"0x0000803f"}},
    {"Float64", 1, "000000000000f03f", {"0x000000000000f03f"}},
    {"Bool", 2, "00 01", {"0", "1"}},
    {"Nothing", 1, "30", {"48"}},
    {"String", 3, "00 02 7879 01 00", {"''", "'7879'", "'00'"}},
    {"FixedString(3)", 2, "616263 640000", {"'616263'", "'640000'"}},
    {"Date", 1, "0100", {"1"}},
    {"Date32", 1, "219cffff", {"-25567"}},  // 1900-01-01
    {"DateTime", 1, "80436d38", {"946684800"}},
    {"DateTime('UTC')", 1, "80436d38", {"946684800"}},
    {"DateTime64(3)", 1, "e803000000000000", {"1000"}},
    {"DateTime64(9, 'UTC')", 1, "ffffffffffffffff", {"-1"}},
    {"Enum8('a' = -1, 'b' = 2)", 2, "ff 02", {"-1", "2"}},
    {"Enum16('a' = 300)", 1, "2c01", {"300"}},
    {"IPv4", 1, "04030201", {"16909060"}},
    {"IPv6", 1, "20010db8 00000000 00000000 00000001", {"'20010db8000000000000000000000001'"}},
    // 00112233-4455-6677-8899-aabbccddeeff
    {"UUID", 1, "7766554433221100 ffeeddccbbaa9988", {"'7766554433221100ffeeddccbbaa9988'"}},
    {"Nullable(UInt16)", 2, "01 00  0000 0500", {"NULL", "5"}},
    {"Nullable(String)", 2, "00 01  01 61 00", {"'61'", "NULL"}},
    {"Array(UInt8)",
     3,
     "0200000000000000 0200000000000000 0300000000000000  07 08 09",
     {"[7,8,]", "[]", "[9,]"}},
    {"Array(Array(UInt8))",
     2,
     "0100000000000000 0300000000000000  0200000000000000 0200000000000000 0300000000000000  01 02 03",
     {"[[1,2,],]", "[[],[3,],]"}},
    {"Map(String, UInt8)", 1, "0200000000000000  01 61 01 62  01 02", {"{'61':1,'62':2,}"}},
    {"Tuple(UInt8, String)", 2, "01 02  01 78 01 79", {"(1,'78',)", "(2,'79',)"}},
    {"Nested(a UInt8, b String)", 1, "0100000000000000  05  01 7a", {"[(5,'7a',),]"}},
    {"SimpleAggregateFunction(sum, UInt64)", 1, "0200000000000000", {"2"}},
    {"LowCardinality(String)",
     3,
     "0100000000000000  0006000000000000 0200000000000000 01 61 01 62 0300000000000000 01 00 01",
     {"'62'", "'61'", "'62'"}},
    {"LowCardinality(Nullable(String))",
     2,
     "0100000000000000  0006000000000000 0200000000000000 00 01 61 0200000000000000 01 00",
     {"'61'", "NULL"}},
    {"LowCardinality(UInt32)",
     2,
     "0100000000000000  0006000000000000 0100000000000000 07000000 0200000000000000 00 00",
     {"7", "7"}},
    {"LowCardinality(Nullable(UInt16))",
     3,
     "0100000000000000  0006000000000000 0200000000000000 0000 0900 0300000000000000 01 00 01",
     {"9", "NULL", "9"}},
    {"Array(LowCardinality(String))", 1, "0100000000000000  0000000000000000", {"[]"}},
    {"Map(LowCardinality(String), LowCardinality(String))",
     1,
     "0100000000000000 0100000000000000  0100000000000000"
     "0006000000000000 0100000000000000 01 6b 0100000000000000 00"
     "0006000000000000 0100000000000000 01 76 0100000000000000 00",
     {"{'6b':'76',}"}},
    {"Tuple(a LowCardinality(String), b Array(LowCardinality(String)))",
     1,
     "0100000000000000 0100000000000000"
     "0006000000000000 0100000000000000 01 78 0100000000000000 00"
     "0100000000000000 0006000000000000 0100000000000000 01 79 0100000000000000 00",
     {"('78',['79',],)"}},
};

Result<Block> ReadOne(std::string_view bytes) {
  BlockReader reader;
  Block block;
  SXT_TRY(reader.Feed(bytes, [&](Block&& read) {
    block = std::move(read);
    return true;
  }));
  SXT_TRY(reader.Finish());
  SXT_CHECK(reader.blocks() == 1, "one block");
  return block;
}

class Format : public testing::TestWithParam<Sample> {};

TEST_P(Format, ReadsAndWritesTheBytesOfTheType) {
  const Sample& sample = GetParam();
  const std::string bytes = ColumnHead(sample.type, sample.rows) + Bytes(sample.hex);
  auto block = ReadOne(bytes);
  ASSERT_TRUE(block.ok()) << block.status().ToString();
  ASSERT_EQ(block->columns.size(), 1U);
  std::vector<std::string> values;
  for (std::size_t row = 0; row < block->rows(); ++row)
    values.push_back(ValueText(*block->columns[0].column, row));
  EXPECT_EQ(values, sample.values);
  if (sample.type.find("Nullable(", 1) != std::string::npos && sample.type[0] == 'L')
    return;  // one more spare key
  std::string written;
  WriteBlock(*block, written);
  if (sample.type.starts_with("Simple")) {
    EXPECT_EQ(ToHex(written), ToHex(ColumnHead("UInt64", sample.rows) + Bytes(sample.hex)));
  } else {
    EXPECT_EQ(ToHex(written), ToHex(bytes));
  }
}

INSTANTIATE_TEST_SUITE_P(Types, Format, testing::ValuesIn(kSamples));

TEST(Format, WritesNullsOfADictionaryAsKeyZero) {
  Block block;
  auto& column = block.Add<NullableColumn>("c", "LowCardinality(Nullable(String))");
  for (const auto* text : {"a", "", "a"}) {
    static_cast<LowCardinalityColumn&>(*column.values).Append(text);
    column.nulls.push_back(*text == '\0' ? 1 : 0);
  }
  std::string written;
  WriteBlock(block, written);
  EXPECT_EQ(ToHex(written), ToHex(ColumnHead("LowCardinality(Nullable(String))", 3) +
                                  Bytes("0100000000000000  0006000000000000 0300000000000000 00 01 61 00"
                                        "0300000000000000 01 00 01")));
}

TEST(Format, TakesTheOtherIndexWidthsAndFlagsThatClickHouseTakes) {
  for (const char* hex : {"0002000000000000 0100000000000000 01 61 0100000000000000 00",
                          "0102000000000000 0100000000000000 01 61 0100000000000000 0000",
                          "0206000000000000 0100000000000000 01 61 0100000000000000 00000000",
                          "0306000000000000 0100000000000000 01 61 0100000000000000 0000000000000000"}) {
    auto block = ReadOne(ColumnHead("LowCardinality(String)", 1) + Bytes("0100000000000000") + Bytes(hex));
    ASSERT_TRUE(block.ok()) << block.status().ToString();
    EXPECT_EQ(ValueText(*block->columns[0].column, 0), "'61'");
  }
}

TEST(Format, SeveralColumnsAndBlocksFollowEachOtherWithNothingBetween) {
  const std::string one =
      Bytes("02 01  01 61 05") + "UInt8" + Bytes("07  01 62 06") + "String" + Bytes("01 78");
  std::string seen;
  BlockReader reader;
  ASSERT_TRUE(reader
                  .Feed(one + one,
                        [&](Block&& block) {
                          seen += block.columns[0].name + ValueText(*block.columns[0].column, 0) +
                                  block.columns[1].name + ValueText(*block.columns[1].column, 0) + ";";
                          return true;
                        })
                  .ok());
  EXPECT_TRUE(reader.Finish().ok());
  EXPECT_EQ(seen, "a7b'78';a7b'78';");
}

TEST(Format, ABlockWithoutRowsIsNamesAndTypesAlone) {
  Block block;
  block.Add<LowCardinalityColumn>("c", "LowCardinality(String)");
  std::string written;
  WriteBlock(block, written);
  EXPECT_EQ(ToHex(written), ToHex(ColumnHead("LowCardinality(String)", 0)));
  auto read = ReadOne(written);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(Difference(block, *read), "");
}

}  // namespace
}  // namespace sextant::native
