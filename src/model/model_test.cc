#include <gtest/gtest.h>

#include "model/block.h"

namespace sextant {
namespace {

TEST(DataType, ReadsTheTypesOfOurTables) {
  const auto type = DataType::Parse("Map(LowCardinality(String), Array(Nullable(DateTime64(9, 'UTC'))))");
  ASSERT_TRUE(type.ok());
  EXPECT_EQ((*type)->kind(), TypeKind::kMap);
  EXPECT_TRUE((*type)->arg(0).IsText());
  EXPECT_EQ((*type)->arg(1).arg().arg().parts().scale, 9);
  EXPECT_EQ((*type)->arg(1).name(), "Array(Nullable(DateTime64(9, 'UTC')))");
}

TEST(DataType, ReadsNestedEnumsAndNamedTuples) {
  const auto nested =
      DataType::Of("Nested(Name LowCardinality(String), `a b` Enum8('x' = -1, 'it\\'s' = 2))");
  EXPECT_EQ(nested->kind(), TypeKind::kArray);
  EXPECT_EQ(nested->arg().parts().tuple_names, (std::vector<std::string>{"Name", "a b"}));
  EXPECT_EQ(nested->arg().arg(1).parts().enum_values.back().first, "it's");
  EXPECT_EQ(DataType::Of("Tuple(UInt8, String)")->parts().args.size(), 2U);
  EXPECT_EQ(DataType::Of("SimpleAggregateFunction(sum, UInt64)")->kind(), TypeKind::kUInt64);
}

TEST(DataType, RefusesWhatItCannotDecode) {
  EXPECT_EQ(DataType::Parse("AggregateFunction(uniq, String)").status().code(), Code::kBadInput);
  EXPECT_FALSE(DataType::Parse("Array(String").ok());
  EXPECT_FALSE(DataType::Parse("DateTime64(10)").ok());
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "Array(";
  EXPECT_FALSE(DataType::Parse(deep).ok());
}

TEST(LowCardinalityColumn, KeepsEachValueOnce) {
  LowCardinalityColumn column;
  for (int i = 0; i < 10000; ++i) column.Append("v" + std::to_string(i % 500));
  EXPECT_EQ(column.dictionary.size(), 500U);
  EXPECT_EQ(column.at(9999), "v499");
  LowCardinalityColumn other;
  other.Append("x");
  other.AppendRange(column, 9998, 10000);
  EXPECT_EQ(other.at(2), "v499");
  EXPECT_EQ(other.dictionary.size(), 3U);
}

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

}  // namespace
}  // namespace sextant
