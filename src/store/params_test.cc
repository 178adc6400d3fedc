#include "store/params.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(Params, APlainValueIsEscapedAsTabSeparatedText) {
  EXPECT_EQ(EscapeParam("String", "a\tb\nc\\d\re'f"), "a\\tb\\nc\\\\d\\re'f");
  EXPECT_EQ(EscapeParam("LowCardinality(String)", std::string_view("\0", 1)), "\\0");
  EXPECT_EQ(EscapeParam("UInt64", "42"), "42");
}

TEST(Params, ATextThatLooksLikeNullStaysText) { EXPECT_EQ(EscapeParam("Nullable(String)", "\\N"), "\\\\N"); }

TEST(Params, CompositeValuesAndNamesAreTakenAsWritten) {
  EXPECT_EQ(EscapeParam("Array(String)", R"(['it\'s'])"), R"(['it\'s'])");
  EXPECT_EQ(EscapeParam("Map(String, String)", R"({'a':'b\\c'})"), R"({'a':'b\\c'})");
  EXPECT_EQ(EscapeParam("Identifier", R"(odd\name)"), R"(odd\name)");
}

TEST(Params, TheTypeIsFoundAtThePlaceholder) {
  EXPECT_EQ(FindParamType("SELECT {a:UInt8}, {b : Array(String)}", "a"), "UInt8");
  EXPECT_EQ(FindParamType("SELECT {a:UInt8}, {b : Array(String)}", "b"), "Array(String)");
}

TEST(Params, ANameThatOnlyBeginsAlikeIsNotTaken) {
  EXPECT_EQ(FindParamType("SELECT {ab:UInt8}, {a:String}", "a"), "String");
}

TEST(Params, AMissingPlaceholderHasNoType) {
  EXPECT_EQ(FindParamType("SELECT 1", "a"), "");
  EXPECT_EQ(FindParamType("SELECT {", "a"), "");
  EXPECT_EQ(FindParamType("SELECT {a", "a"), "");
}

}  // namespace
}  // namespace sextant
