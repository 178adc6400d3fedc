#include "engine/sql_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::engine {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  for (const Token& token : Tokenize(text))
    words.emplace_back(text.substr(token.begin, token.end - token.begin));
  return words;
}

TEST(Tokenize, SkipsBlanksAndComments) {
  EXPECT_THAT(Words("SELECT 1 -- a ' b\n, /* x /* y */ ' */ 2 #! c\n+3"),
              ElementsAre("SELECT", "1", ",", "2", "+", "3"));
}

TEST(Tokenize, KeepsQuotedTextWhole) {
  EXPECT_THAT(Words(R"(a='it''s \' FORMAT x' AND `b``c` "d\"e")"),
              ElementsAre("a", "=", R"('it''s \' FORMAT x')", "AND", "`b``c`", R"("d\"e")"));
  EXPECT_THAT(Words("$$ SELECT ' $$ x $t$ ; $t$"), ElementsAre("$$ SELECT ' $$", "x", "$t$ ; $t$"));
}

TEST(Tokenize, KeepsNumbersWhole) {
  EXPECT_THAT(Words("1.5+0xff,1e-3 -2.5E+7"), ElementsAre("1.5", "+", "0xff", ",", "1e-3", "-", "2.5E+7"));
}

TEST(Tokenize, TakesAnOpenQuoteOrCommentToTheEnd) {
  EXPECT_THAT(Words("a 'b c"), ElementsAre("a", "'b c"));
  EXPECT_THAT(Words("a /* b c"), ElementsAre("a", "/* b c"));
  EXPECT_THAT(Words("a 'b\\"), ElementsAre("a", "'b\\"));
}

TEST(ParseStatement, CutsFormatAndSemicolonsOff) {
  const StatementText plain = ParseStatement("SELECT 1 FORMAT JSON ; -- end");
  EXPECT_EQ(plain.sql, "SELECT 1            ");
  EXPECT_EQ(plain.format, "JSON");
  const StatementText settings = ParseStatement("SELECT 1 format CSV SETTINGS max_threads=1;");
  EXPECT_EQ(settings.format, "CSV");
  EXPECT_EQ(settings.sql, "SELECT 1            SETTINGS max_threads=1");
}

TEST(ParseStatement, KnowsASelect) {
  for (const char* sql : {"SELECT 1", "-- x\n with 1 AS x select x", "FROM t SELECT a", "(SELECT 1)"}) {
    EXPECT_TRUE(ParseStatement(sql).is_select) << sql;
  }
  for (const char* sql : {"EXPLAIN SELECT 1", "SHOW TABLES", "DESCRIBE t", "INSERT INTO t SELECT 1", ""}) {
    EXPECT_FALSE(ParseStatement(sql).is_select) << sql;
  }
}

TEST(ParseStatement, LeavesOtherUsesOfTheWordAlone) {
  for (const std::string sql :
       {"SELECT format('{}', x) FROM t", "SELECT 'FORMAT JSON'", "SELECT `FORMAT` FROM t",
        "SELECT format x, 1", "SELECT * FROM (SELECT 1 FORMAT JSON) WHERE 1"}) {
    const StatementText statement = ParseStatement(sql);
    EXPECT_EQ(statement.sql, sql);
    EXPECT_EQ(statement.format, "");
  }
}

TEST(ParseStatement, FindsWhereAnInsertsDataBegins) {
  const StatementText csv =
      ParseStatement("INSERT INTO t (a, b) SETTINGS async_insert=0 FORMAT CSV \n1,2\n\n3,4");
  EXPECT_TRUE(csv.is_insert_with_data);
  EXPECT_EQ(csv.sql, "INSERT INTO t (a, b) SETTINGS async_insert=0 ");
  EXPECT_EQ(csv.format, "CSV");
  EXPECT_EQ(csv.data, "1,2\n\n3,4");
  const StatementText values = ParseStatement("insert into t values (1, ';'), (2, 'b')");
  EXPECT_EQ(values.format, "Values");
  EXPECT_EQ(values.data, " (1, ';'), (2, 'b')");
  const StatementText bare = ParseStatement("INSERT INTO t (a)");
  EXPECT_TRUE(bare.is_insert_with_data);
  EXPECT_EQ(bare.format, "");
}

TEST(ParseStatement, KnowsInsertsWithoutDataOfTheirOwn) {
  for (const char* sql : {"INSERT INTO t SELECT 1", "INSERT INTO t WITH 1 AS x SELECT x",
                          "INSERT INTO t FROM INFILE 'x' FORMAT CSV"}) {
    EXPECT_FALSE(ParseStatement(sql).is_insert_with_data) << sql;
  }
  EXPECT_TRUE(ParseStatement("INSERT INTO t (`values`, format) VALUES (1, 2)").is_insert_with_data);
  EXPECT_EQ(ParseStatement("INSERT INTO t (`values`, format) VALUES (1, 2)").data, " (1, 2)");
}

TEST(FindSettings, NamesTheSettingsOfEveryClause) {
  const auto found = FindSettings("SELECT 1 FROM (SELECT 2 SETTINGS a=1, b='x') settings c = -1.5, d = true");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->clauses, 2U);
  EXPECT_THAT(found->names, ElementsAre("a", "b", "c", "d"));
}

TEST(FindSettings, RefusesWhatItCannotRead) {
  EXPECT_FALSE(FindSettings("SELECT 1 SETTINGS a").ok());
  EXPECT_FALSE(FindSettings("SELECT 1 SETTINGS a = {x:UInt8}").ok());
  EXPECT_FALSE(FindSettings("SELECT 1 SETTINGS a = 1, `b` = 2").ok());
  EXPECT_FALSE(FindSettings("SELECT 1 SETTINGS a = 1 :: 2, b = 2").ok());
  EXPECT_FALSE(FindSettings("SELECT 1 SETTINGS a = [1], b = 2").ok());
}

TEST(Quote, SurvivesQuotesAndBackslashes) {
  EXPECT_EQ(QuoteName("a`b\\c"), "`a\\`b\\\\c`");
  EXPECT_EQ(QuoteString("a'b\\c"), "'a\\'b\\\\c'");
}

}  // namespace
}  // namespace sextant::engine
