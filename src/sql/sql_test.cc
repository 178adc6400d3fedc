#include <gtest/gtest.h>

#include "sql/printer.h"
#include "sql/quote.h"
#include "sql/raw.h"

namespace sextant::sql {
namespace {

TEST(QuoteText, EscapesQuotesBackslashesAndControlBytes) {
  EXPECT_EQ(QuoteText("it's"), "'it\\'s'");
  EXPECT_EQ(QuoteText("a\\b\nc\td"), "'a\\\\b\\nc\\td'");
  EXPECT_EQ(QuoteText(std::string_view("\0x", 2)), "'\\0x'");
}

TEST(QuoteName, LeavesPlainWordsAndQuotesTheRest) {
  EXPECT_EQ(QuoteName("ServiceName"), "ServiceName");
  EXPECT_EQ(QuoteName("Events.Name"), "`Events.Name`");
  EXPECT_EQ(QuoteName("from"), "`from`");
  EXPECT_EQ(QuoteName("a`b\\"), "`a\\`b\\\\`");
  EXPECT_EQ(QuoteName(""), "``");
  EXPECT_EQ(QuoteName("1st"), "`1st`");
}

Select Sample() {
  Select select;
  select.items = {{Column("Body")}, {Call("count", {}), "n"}};
  select.database = "default";
  select.table = "otel_logs";
  select.where = And({Infix(Column("Timestamp"), ">=", Instant(1'795'317'119'981'336'904)),
                      Or({Infix(MapAt(Column("LogAttributes"), "it's"), "=", Text("x'y")),
                          Not(Infix(Column("Body"), "=", Text("x'y")))})});
  select.group_by = {Column("Body")};
  select.order_by = {{Call("count", {}), true}};
  select.limit = 5;
  return select;
}

TEST(Printer, BindsValuesAndQuotesKeys) {
  const Printed printed = Print(Sample());
  EXPECT_EQ(printed.text,
            "SELECT Body, count() AS n\nFROM default.otel_logs\n"
            "WHERE Timestamp >= {p0:DateTime64(9, 'UTC')} AND (LogAttributes['it\\'s'] = {p1:String} OR "
            "NOT (Body = {p1:String}))\nGROUP BY Body\nORDER BY count() DESC\nLIMIT 5");
  ASSERT_EQ(printed.params.size(), 2u);
  EXPECT_EQ(printed.params[0].second, "2026-11-22 03:11:59.981336904");
  EXPECT_EQ(printed.params[1].second, "x'y");
  EXPECT_FALSE(printed.has_raw);
}

TEST(Printer, FillsValuesInForReading) {
  EXPECT_EQ(
      PrintForReading(Sample()),
      "SELECT Body, count() AS n\nFROM default.otel_logs\n"
      "WHERE Timestamp >= toDateTime64('2026-11-22 03:11:59.981336904', 9, 'UTC') AND "
      "(LogAttributes['it\\'s'] = 'x\\'y' OR NOT (Body = 'x\\'y'))\nGROUP BY Body\nORDER BY count() DESC\n"
      "LIMIT 5");
}

TEST(Printer, SaysWhenAPersonWrotePartOfIt) {
  Select select;
  select.items = {{Raw("1 OR 1")}};
  select.where = And({Infix(Column("a"), "=", Int(1)), Raw("b OR c")});
  select.table = "t";
  const Printed printed = Print(select);
  EXPECT_TRUE(printed.has_raw);
  EXPECT_EQ(printed.text, "SELECT (1 OR 1)\nFROM t\nWHERE a = {p0:Int64} AND (b OR c)");
}

TEST(Printer, WritesSubqueriesGroupingSetsLambdasAndLimitBy) {
  Select inner;
  inner.items = {{Column("a")}};
  inner.table = "t";
  Select outer;
  outer.items = {{Call("arrayExists", {Lambda("x", Infix(Parameter("x"), "=", Int(1))), Column("a")})}};
  outer.from = std::make_shared<Select>(inner);
  outer.grouping_sets = {{Column("a")}, {Column("b")}};
  outer.limit_by = LimitBy{2, {Column("g")}};
  EXPECT_EQ(Print(outer).text,
            "SELECT arrayExists(x -> x = {p0:Int64}, a)\nFROM (\n  SELECT a\n  FROM t\n)\n"
            "GROUP BY GROUPING SETS ((a), (b))\nLIMIT 2 BY g");
}

TEST(Printer, QuotesWhatGoesBeyondTheLimitOfBoundValues) {
  Select select;
  select.items = {{Call("f", {Text(std::string(kMaxBoundBytes, 'a')), Text("it's"), Text("it's")})}};
  const Printed printed = Print(select);
  EXPECT_EQ(printed.text, "SELECT f({p0:String}, 'it\\'s', 'it\\'s')");
  EXPECT_EQ(printed.params.size(), 1u);
}

TEST(Printer, WritesNamedExpressionsAndWindows) {
  Select select;
  select.with = {{Raw("upper(Body)"), "loud"}};
  select.items = {{Over(Call("count", {}), {Column("a")}), "n"}};
  select.table = "t";
  EXPECT_EQ(Print(select).text,
            "WITH (upper(Body)) AS loud\nSELECT count() OVER (PARTITION BY a) AS n\nFROM t");
}

TEST(Expr, AndOfNothingIsTrueAndConstantsVanish) {
  EXPECT_TRUE(IsTrue(And({})));
  EXPECT_TRUE(IsTrue(And({True(), True()})));
  EXPECT_EQ(PrintForReading(Or({})), "false");
  EXPECT_EQ(PrintForReading(Or({Column("a"), True()})), "true");
  EXPECT_EQ(PrintForReading(And({Column("a"), False()})), "false");
  EXPECT_EQ(PrintForReading(And({Column("a"), And({Column("b"), Column("c")})})), "a AND b AND c");
  EXPECT_EQ(PrintForReading(Not(And({Column("a"), Column("b")}))), "NOT (a AND b)");
}

TEST(TextArray, QuotesItsElements) { EXPECT_EQ(TextArray({"a'b", "c"})->text, "['a\\'b','c']"); }

TEST(CheckRaw, AcceptsExpressions) {
  EXPECT_FALSE(CheckRaw("ServiceName = 'a;b--c' AND x IN (1, 2)"));
  EXPECT_FALSE(CheckRaw("m['it''s'] = 'a\\'b' and [1,2][1] - 1 > 0"));
}

struct RawCase {
  const char* text;
  std::size_t offset;
  const char* message;
};

class CheckRawRefuses : public ::testing::TestWithParam<RawCase> {};

TEST_P(CheckRawRefuses, WhatCouldLeaveItsPlace) {
  const auto problem = CheckRaw(GetParam().text);
  ASSERT_TRUE(problem.has_value()) << GetParam().text;
  EXPECT_EQ(problem->offset, GetParam().offset);
  EXPECT_EQ(problem->message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, CheckRawRefuses,
    ::testing::Values(RawCase{"1) OR (1", 1, "This ')' closes nothing."},
                      RawCase{"a = (1", 4, "This '(' is never closed."},
                      RawCase{"a = [1)", 6, "This ')' closes nothing."},
                      RawCase{"a; DROP TABLE b", 1, "A semicolon cannot stand in an expression."},
                      RawCase{"a -- b", 2, "Comments cannot stand in an expression."},
                      RawCase{"a /* b */", 2, "Comments cannot stand in an expression."},
                      RawCase{"a # b", 2, "'#' starts a comment; comments cannot stand in an expression."},
                      RawCase{"a \\G b", 2, "A backslash cannot stand outside quotes."},
                      RawCase{"a = \u2018(\u2019) OR 1", 4,
                              "Write straight quotes (' or \") instead of curly ones."},
                      RawCase{"$x$ ) $x$", 0, "'$' cannot stand outside quotes."},
                      RawCase{"a = 'b", 4, "This quote is never closed."},
                      RawCase{"a = 'b\\'", 4, "This quote is never closed."},
                      RawCase{"  ", 0, "The expression is empty."}));

TEST(CheckRaw, RefusesMoreThanItsLimit) {
  EXPECT_FALSE(CheckRaw(std::string(kMaxRawBytes, 'a')));
  EXPECT_TRUE(CheckRaw(std::string(kMaxRawBytes + 1, 'a')));
}

TEST(CheckRaw, SuggestsTheClosingQuote) { EXPECT_EQ(CheckRaw("a = 'b")->fixed, "a = 'b'"); }

TEST(SplitAlias, FindsTheLastAsOutsideBrackets) {
  EXPECT_EQ(SplitAlias("round(Duration / 1e6) AS ms").alias, "ms");
  EXPECT_EQ(SplitAlias("round(Duration / 1e6) AS ms").expression, "round(Duration / 1e6)");
  EXPECT_EQ(SplitAlias("cast(a as String)").alias, "");
  EXPECT_EQ(SplitAlias("a as `my name`").alias, "my name");
  EXPECT_EQ(SplitAlias("' as b'").alias, "");
}

}  // namespace
}  // namespace sextant::sql
