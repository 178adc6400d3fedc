#include "model/data_type.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(DataType, ReadsTheTypesOfOurTables) {
  const auto type = DataType::Parse("Map(LowCardinality(String), Array(Nullable(DateTime64(9, 'UTC'))))");
  ASSERT_TRUE(type.ok());
  EXPECT_EQ((*type)->kind(), TypeKind::kMap);
  EXPECT_TRUE((*type)->arg(0).IsText());
  EXPECT_EQ((*type)->arg(1).arg().arg().parts().scale, 9);
  EXPECT_EQ((*type)->arg(1).arg().arg().parts().timezone, "UTC");
  EXPECT_EQ((*type)->arg(1).name(), "Array(Nullable(DateTime64(9, 'UTC')))");
}

TEST(DataType, ReadsEveryTypeWithoutArguments) {
  const std::pair<const char*, TypeKind> types[] = {
      {"UInt8", TypeKind::kUInt8},     {"UInt16", TypeKind::kUInt16}, {"UInt32", TypeKind::kUInt32},
      {"UInt64", TypeKind::kUInt64},   {"Int8", TypeKind::kInt8},     {"Int16", TypeKind::kInt16},
      {"Int32", TypeKind::kInt32},     {"Int64", TypeKind::kInt64},   {"Float32", TypeKind::kFloat32},
      {"Float64", TypeKind::kFloat64}, {"Bool", TypeKind::kBool},     {"String", TypeKind::kString},
      {"Date", TypeKind::kDate},       {"Date32", TypeKind::kDate32}, {"DateTime", TypeKind::kDateTime},
      {"UUID", TypeKind::kUuid},       {"IPv4", TypeKind::kIpv4},     {"IPv6", TypeKind::kIpv6},
      {"Nothing", TypeKind::kNothing},
  };
  for (const auto& [name, kind] : types) EXPECT_EQ(DataType::Of(name)->kind(), kind) << name;
}

TEST(DataType, ReadsNestedAsAnArrayOfNamedTuples) {
  const auto nested =
      DataType::Of("Nested(Name LowCardinality(String), `a b` Enum8('x' = -1, 'it\\'s' = 2))");
  EXPECT_EQ(nested->kind(), TypeKind::kArray);
  EXPECT_EQ(nested->arg().parts().tuple_names, (std::vector<std::string>{"Name", "a b"}));
  EXPECT_EQ(nested->arg().name(), "Tuple(Name LowCardinality(String), `a b` Enum8('x' = -1, 'it\\'s' = 2))");
  EXPECT_EQ(nested->arg().arg(1).parts().enum_values.back().first, "it's");
}

TEST(DataType, ReadsTuplesWithAndWithoutNames) {
  EXPECT_EQ(DataType::Of("Tuple(UInt8, String)")->parts().args.size(), 2U);
  EXPECT_TRUE(DataType::Of("Tuple(UInt8, String)")->parts().tuple_names.empty());
  EXPECT_EQ(DataType::Of("Tuple(String String)")->parts().tuple_names, (std::vector<std::string>{"String"}));
  EXPECT_FALSE(DataType::Parse("Tuple(a UInt8, String)").ok());
}

TEST(DataType, ReadsSimpleAggregateFunctionsAsWhatTheyHold) {
  EXPECT_EQ(DataType::Of("SimpleAggregateFunction(sum, UInt64)")->kind(), TypeKind::kUInt64);
  EXPECT_EQ(DataType::Of("SimpleAggregateFunction(sum, UInt64)")->name(), "UInt64");
}

TEST(DataType, UnescapesNamesAsClickHouseEscapesThem) {
  const auto type = DataType::Of("Enum8('\\'' = 1, '\\\\' = 2, 'a\\tb\\n' = 3, '\\0' = 4, 'it''s' = 5)");
  std::vector<std::string> names;
  for (const auto& value : type->parts().enum_values) names.push_back(value.first);
  EXPECT_EQ(names, (std::vector<std::string>{"'", "\\", "a\tb\n", std::string(1, '\0'), "it's"}));
}

TEST(DataType, RefusesWhatItCannotDecode) {
  for (const char* name : {"",
                           "AggregateFunction(uniq, String)",
                           "Decimal(9, 2)",
                           "Int128",
                           "Variant(String, UInt8)",
                           "JSON",
                           "Tuple()",
                           "Array(String",
                           "Array(String))",
                           "Array()",
                           "Map(String)",
                           "Map(String, String, String)",
                           "FixedString(0)",
                           "FixedString(65537)",
                           "FixedString",
                           "DateTime64",
                           "DateTime64(10)",
                           "DateTime64(-1)",
                           "DateTime64(9, UTC)",
                           "DateTime('UTC'",
                           "Enum8('a')",
                           "Enum8('a' = 128)",
                           "Enum8('a = 1)",
                           "Enum16('a' = 32768)",
                           "string"}) {
    const auto type = DataType::Parse(name);
    ASSERT_FALSE(type.ok()) << name;
    EXPECT_EQ(type.status().code(), Code::kBadInput);
    EXPECT_NE(type.status().message().find("at byte"), std::string::npos);
  }
}

TEST(DataType, RefusesWrappersAroundWhatTheyCannotHold) {
  for (const char* name : {"LowCardinality(Array(String))", "LowCardinality(LowCardinality(String))",
                           "LowCardinality(Map(String, String))", "LowCardinality(Tuple(String))",
                           "LowCardinality(Nullable(Array(String)))", "LowCardinality(Nullable(Nothing))",
                           "Nullable(Array(String))", "Nullable(Nullable(String))",
                           "Nullable(Map(String, String))", "Nullable(LowCardinality(String))"}) {
    const auto type = DataType::Parse(name);
    ASSERT_FALSE(type.ok()) << name;
    EXPECT_NE(type.status().message().find("cannot hold"), std::string::npos) << type.status().message();
  }
  EXPECT_TRUE(DataType::Parse("Nullable(Nothing)").ok());
  EXPECT_TRUE(DataType::Parse("Nullable(Tuple(String))").ok());
}

TEST(DataType, ReadsThirtyTwoLevelsOfNestingAndNoMore) {
  const auto nested = [](int levels) {
    std::string name;
    for (int i = 0; i < levels; ++i) name += "Array(";
    return name + "UInt8" + std::string(static_cast<std::size_t>(levels), ')');
  };
  EXPECT_TRUE(DataType::Parse(nested(32)).ok());
  EXPECT_FALSE(DataType::Parse(nested(33)).ok());
  EXPECT_FALSE(DataType::Parse(nested(100'000)).ok());
  std::string nested_tables;
  for (int i = 0; i < 40; ++i) nested_tables += "Nested(a ";
  EXPECT_NE(DataType::Parse(nested_tables).status().message().find("deeper than 32"), std::string::npos);
}

TEST(DataType, ShowsOnlyTheBeginningOfALongNameInItsError) {
  EXPECT_LT(DataType::Parse(std::string(1'000'000, 'x')).status().message().size(), 1000U);
}

TEST(DataType, TellsTextNumbersAndTimesApart) {
  for (const char* name :
       {"String", "LowCardinality(Nullable(String))", "FixedString(2)", "Enum8('a' = 1)"}) {
    EXPECT_TRUE(DataType::Of(name)->IsText()) << name;
    EXPECT_FALSE(DataType::Of(name)->IsNumber()) << name;
  }
  for (const char* name : {"UInt8", "Nullable(Float64)", "LowCardinality(Int16)"}) {
    EXPECT_TRUE(DataType::Of(name)->IsNumber()) << name;
    EXPECT_FALSE(DataType::Of(name)->IsTime()) << name;
  }
  for (const char* name : {"Date", "Date32", "DateTime", "Nullable(DateTime64(9))"}) {
    EXPECT_TRUE(DataType::Of(name)->IsTime()) << name;
    EXPECT_FALSE(DataType::Of(name)->IsText()) << name;
  }
  EXPECT_FALSE(DataType::Of("Bool")->IsNumber());
  EXPECT_FALSE(DataType::Of("Array(String)")->IsText());
}

}  // namespace
}  // namespace sextant
