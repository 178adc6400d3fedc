#include "model/column.h"

#include <gtest/gtest.h>

#include "model/block.h"
#include "model/block_testlib.h"

namespace sextant {
namespace {

TEST(LowCardinalityColumn, KeepsEachValueOnce) {
  LowCardinalityColumn column;
  for (int i = 0; i < 10000; ++i) column.Append("v" + std::to_string(i % 500));
  EXPECT_EQ(column.dictionary.size(), 500U);
  EXPECT_EQ(column.at(9999), "v499");
}

TEST(LowCardinalityColumn, TakesOverOnlyTheValuesOfTheRowsItAppends) {
  LowCardinalityColumn column;
  for (int i = 0; i < 1000; ++i) column.Append("v" + std::to_string(i));
  LowCardinalityColumn other;
  other.Append("x");
  other.AppendRange(column, 998, 1000);
  EXPECT_EQ(other.at(2), "v999");
  EXPECT_EQ(other.dictionary.size(), 3U);
}

TEST(LowCardinalityColumn, InternsIntoADictionaryThatWasFilledDirectly) {
  LowCardinalityColumn column;
  for (int i = 0; i < 100; ++i) column.dictionary.Append(std::to_string(i));
  EXPECT_EQ(column.Intern("42"), 42U);
  EXPECT_EQ(column.Intern("new"), 100U);
  for (int i = 0; i < 100; ++i) column.dictionary.Append("more" + std::to_string(i));
  EXPECT_EQ(column.Intern("more7"), 108U);
  EXPECT_EQ(column.Intern("new"), 100U);
}

TEST(LowCardinalityColumn, AFewPickedRowsLeaveTheRestOfTheDictionaryBehind) {
  LowCardinalityColumn column;
  for (int i = 0; i < 1000; ++i) column.Append("v" + std::to_string(i));
  const ColumnPtr picked = column.Pick({7, 7, 9});
  const auto& few = static_cast<const LowCardinalityColumn&>(*picked);
  EXPECT_EQ(few.dictionary.size(), 2U);
  EXPECT_EQ(few.at(1), "v7");
  EXPECT_EQ(few.at(2), "v9");
}

TEST(MakeColumn, KeepsADictionaryUnderNullsToo) {
  const ColumnPtr column = MakeColumn(*DataType::Of("LowCardinality(Nullable(String))"));
  const auto* nullable = dynamic_cast<const NullableColumn*>(column.get());
  ASSERT_NE(nullable, nullptr);
  EXPECT_NE(dynamic_cast<const LowCardinalityColumn*>(nullable->values.get()), nullptr);
  const ColumnPtr number = MakeColumn(*DataType::Of("LowCardinality(UInt32)"));
  EXPECT_NE(dynamic_cast<const NumberColumn<std::uint32_t>*>(number.get()), nullptr);
}

// Whatever the type: Pick and AppendRange move values and leave them as they are.
class AnyColumn : public testing::TestWithParam<std::string> {};

TEST_P(AnyColumn, PickGivesTheRowsAsked) {
  const Block block = RandomBlock(21, {GetParam()}, 50);
  const Column& column = *block.columns[0].column;
  const RowOrder order = {49, 0, 7, 7, 30};
  const ColumnPtr picked = column.Pick(order);
  ASSERT_EQ(picked->size(), order.size());
  for (std::size_t row = 0; row < order.size(); ++row) {
    EXPECT_EQ(ValueText(*picked, row), ValueText(column, order[row]));
  }
  EXPECT_EQ(column.Pick({})->size(), 0U);
}

TEST_P(AnyColumn, AppendRangeContinuesWhatIsThere) {
  const Block block = RandomBlock(22, {GetParam()}, 50);
  const Column& column = *block.columns[0].column;
  const ColumnPtr joined = column.CloneEmpty();
  EXPECT_EQ(joined->size(), 0U);
  joined->AppendRange(column, 10, 20);
  joined->AppendRange(column, 5, 5);
  joined->AppendRange(column, 0, 50);
  ASSERT_EQ(joined->size(), 60U);
  for (std::size_t row = 0; row < 60; ++row) {
    EXPECT_EQ(ValueText(*joined, row), ValueText(column, row < 10 ? row + 10 : row - 10));
  }
}

TEST_P(AnyColumn, HasNoBytesWhenEmptyAndSomeWhenNot) {
  const Block block = RandomBlock(23, {GetParam()}, 50);
  EXPECT_GE(block.bytes(), 50U);
  EXPECT_EQ(block.CloneEmpty().bytes(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Types, AnyColumn, testing::ValuesIn(EveryType()));

TEST(Block, PicksAndAppendsNestedRows) {
  Block block;
  auto& names = block.Add<StringColumn>("Name", "String");
  auto& map = block.Add<MapColumn>("Attributes", "Map(LowCardinality(String), String)");
  for (int row = 0; row < 3; ++row) {
    names.Append("row" + std::to_string(row));
    for (int i = 0; i < row; ++i) {
      static_cast<LowCardinalityColumn&>(*map.keys).Append("k");
      static_cast<StringColumn&>(*map.values).Append(std::to_string(row));
    }
    map.EndRow();
  }
  Block picked = block.Pick({2, 0});
  picked.Append(block);
  const auto& ends = static_cast<const MapColumn&>(*picked.Find("Attributes")->column).ends;
  EXPECT_EQ(ends, (std::vector<std::uint64_t>{2, 2, 2, 3, 5}));
  EXPECT_EQ(static_cast<const StringColumn&>(*picked.Find("Name")->column).at(0), "row2");
  EXPECT_EQ(picked.Find("nothing"), nullptr);
}

TEST(BlockDeathTest, AbortsOnShapesThatDoNotFit) {
  Block one = RandomBlock(1, {"UInt8"}, 1);
  const Block two = RandomBlock(1, {"UInt8", "UInt8"}, 1);
  EXPECT_DEATH(one.Append(two), "different shape");
  EXPECT_DEATH(one.Add<StringColumn>("c", "UInt8"), "c");
}

}  // namespace
}  // namespace sextant
