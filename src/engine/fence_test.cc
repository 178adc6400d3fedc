#include "engine/fence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/errors.h"

namespace sextant::engine {
namespace {

using ::testing::HasSubstr;

const FunctionCatalog& Functions() {
  static const FunctionCatalog catalog({
      {"equals", false, "", "Comparison", false},
      {"in", false, "", "Comparison", false},
      {"lower", true, "", "String", false},
      {"lcase", true, "lower", "", false},
      {"sum", true, "", "Aggregate Functions", true},
      {"quantile", false, "", "Aggregate Functions", true},
      {"file", false, "", "Other", false},
      {"dictGet", false, "", "Dictionary", false},
      {"aiGenerate", false, "", "AI", false},
      {"AIGenerate", false, "aiGenerate", "", false},
      {"version", true, "", "Other", false},
      {"getServerSetting", false, "", "Other", false},
  });
  return catalog;
}

const FenceGrant kGrant{"default", {"default", "otel_v2", "system.columns", "system.processes"}};

Status Check(std::string_view tree, std::string_view sql = "") {
  return CheckFencedTree(tree, sql, kGrant, Functions());
}

// SELECT <expression> FROM <source>, as EXPLAIN AST prints it.
std::string Select(const std::string& expression, const std::string& source) {
  return "SelectWithUnionQuery (children 1)\n"
         " ExpressionList (children 1)\n"
         "  SelectQuery (children 2)\n"
         "   ExpressionList (children 1)\n" +
         expression +
         "   TablesInSelectQuery (children 1)\n"
         "    TablesInSelectQueryElement (children 1)\n"
         "     TableExpression (children 1)\n" +
         source;
}

const std::string kOne = "    Literal UInt64_1\n";
const std::string kLogs = "      TableIdentifier otel_logs\n";

std::string Table(const std::string& name) { return Select(kOne, "      TableIdentifier " + name + "\n"); }

std::string Call(const std::string& function) {
  return Select(
      "    Function " + function + " (children 1)\n     ExpressionList (children 1)\n      Literal 'x'\n",
      kLogs);
}

std::string TableFunction(const std::string& name) {
  return Select(kOne, "      Function " + name +
                          " (children 1)\n       ExpressionList (children 1)\n        Literal UInt64_10\n");
}

TEST(Fence, LetsAPlainSelectThrough) {
  EXPECT_TRUE(Check(Table("otel_logs")).ok());
  EXPECT_TRUE(Check(Table("otel_v2.otel_logs (alias l)")).ok());
}

TEST(Fence, RefusesOtherDatabases) {
  for (const char* name : {"secret.t", "system.processes", "system.query_log", "INFORMATION_SCHEMA.columns",
                           "a.b.c", "/etc/passwd", "..", "default./etc/passwd", "x.csv"}) {
    const Status status = Check(Table(name));
    EXPECT_EQ(status.engine_code(), kAccessDenied) << name;
    EXPECT_THAT(status.message(), HasSubstr(name));
  }
}

TEST(Fence, OpensOnlyHarmlessSystemTablesAndOnlyThoseGranted) {
  EXPECT_TRUE(Check(Table("system.columns")).ok());
  EXPECT_FALSE(Check(Table("system.tables")).ok());
  EXPECT_FALSE(Check(Table("system.processes")).ok()) << "granted, but not harmless";
  const FenceGrant whole{"default", {"default", "system"}};
  EXPECT_FALSE(CheckFencedTree(Table("system.tables"), "", whole, Functions()).ok());
}

TEST(Fence, RefusesUnqualifiedTablesWhenTheCurrentDatabaseIsNotGranted) {
  const FenceGrant elsewhere{"secret", {"default"}};
  EXPECT_FALSE(CheckFencedTree(Table("otel_logs"), "", elsewhere, Functions()).ok());
}

TEST(Fence, JudgesFunctionsByNameAliasAndCombinator) {
  for (const char* name :
       {"lower", "LOWER", "lcase", "sum", "SUM", "sumIf", "quantileOrNullIf", "version", "lambda"}) {
    EXPECT_TRUE(Check(Call(name)).ok()) << name;
  }
  for (const char* name : {"file", "dictGet", "aiGenerate", "AIGenerate", "getServerSetting", "unheardOf",
                           "EQUALS", "lowerIf", "If"}) {
    EXPECT_FALSE(Check(Call(name)).ok()) << name;
  }
}

TEST(Fence, OpensOnlyHarmlessTableFunctions) {
  EXPECT_TRUE(Check(TableFunction("numbers")).ok());
  EXPECT_TRUE(Check(TableFunction("generateSeries (alias g)")).ok());
  for (const char* name :
       {"url", "file", "merge", "remote", "s3", "eval", "lower", "viewExplain", "Numbers"}) {
    EXPECT_THAT(Check(TableFunction(name)).message(), HasSubstr("table function")) << name;
  }
}

TEST(Fence, SeesThroughView) {
  const std::string view =
      "      Function view (children 1)\n"
      "       ExpressionList (children 1)\n"
      "        SelectWithUnionQuery (children 1)\n"
      "         ExpressionList (children 1)\n"
      "          SelectQuery (children 2)\n"
      "           ExpressionList (children 1)\n"
      "            Asterisk\n"
      "           TablesInSelectQuery (children 1)\n"
      "            TablesInSelectQueryElement (children 1)\n"
      "             TableExpression (children 1)\n"
      "              Function url (children 1)\n"
      "               ExpressionList (children 1)\n"
      "                Literal 'http://x'\n";
  EXPECT_THAT(Check(Select(kOne, view)).message(), HasSubstr("url"));
}

TEST(Fence, TreatsTheRightSideOfInAsATable) {
  const auto in = [](const std::string& right) {
    return Select(
        "    Function in (children 1)\n     ExpressionList (children 2)\n      Identifier a.b.c\n      " +
            right + "\n",
        kLogs);
  };
  EXPECT_TRUE(Check(in("Identifier otel_traces")).ok());
  EXPECT_TRUE(Check(in("Literal Tuple_(UInt64_1, UInt64_2)")).ok());
  EXPECT_THAT(Check(in("Identifier secret.t")).message(), HasSubstr("secret.t"));
}

TEST(Fence, RefusesWhatHidesAFunction) {
  EXPECT_FALSE(Check(Select("    Asterisk (children 1)\n     ColumnsTransformerList (children 1)\n"
                            "      ColumnsApplyTransformer\n",
                            kLogs))
                   .ok());
}

TEST(Fence, RefusesIntoOutfile) {
  std::string tree = Table("otel_logs") + " Literal '/tmp/x'\n";
  tree.replace(tree.find("(children 1)"), 12, "(children 2)");
  EXPECT_THAT(Check(tree).message(), HasSubstr("OUTFILE"));
}

TEST(Fence, RefusesStatementsThatDoNotSelect) {
  for (const char* tree : {"UseQuery system (children 1)\n Identifier system\n", "Set\n", "ShowTables\n",
                           "ShowProcesslistQuery\n", "KillQueryQuery\n", "CreateQuery a\n", ""}) {
    EXPECT_EQ(Check(tree).engine_code(), kAccessDenied) << tree;
  }
}

TEST(Fence, HoldsDescribeExplainAndShowCreateToTheSameDatabases) {
  EXPECT_TRUE(
      Check("DescribeQuery (children 1)\n TableExpression (children 1)\n  TableIdentifier default.x\n").ok());
  EXPECT_FALSE(
      Check("DescribeQuery (children 1)\n TableExpression (children 1)\n  Function url (children 1)\n"
            "   ExpressionList (children 1)\n    Literal 'http://x'\n")
          .ok());
  EXPECT_TRUE(Check("ShowCreateTableQuery  t (children 1)\n Identifier t\n").ok());
  EXPECT_TRUE(Check("ExistsTableQuery default t (children 2)\n Identifier default\n Identifier t\n").ok());
  EXPECT_FALSE(
      Check("ShowCreateTableQuery system processes (children 2)\n Identifier system\n Identifier processes\n")
          .ok());
  const std::string explain =
      "Explain EXPLAIN (children 2)\n Set\n SelectWithUnionQuery (children 1)\n"
      "  ExpressionList (children 1)\n   SelectQuery (children 1)\n"
      "    ExpressionList (children 1)\n     ";
  EXPECT_TRUE(Check(explain + "Literal UInt64_1\n").ok());
  EXPECT_FALSE(
      Check(explain + "Function file (children 1)\n      ExpressionList (children 1)\n       Literal 'x'\n")
          .ok());
  EXPECT_FALSE(Check("Explain EXPLAIN CURRENT TRANSACTION\n").ok());
}

// A name with a line break in it adds lines; none of them may take a real line's place.
TEST(Fence, RefusesForgedLines) {
  const std::string forged = Select("    Identifier a\nFunction b\n", kLogs);
  EXPECT_FALSE(Check(forged).ok());
  const std::string swallowed =
      Select("    Identifier a\n    Identifier x (children 1)\n", "      Function url (children 0)\n");
  EXPECT_FALSE(Check(swallowed).ok());
  EXPECT_FALSE(Check(Table("otel_logs") + "   Literal 'x'\n").ok());
  EXPECT_FALSE(Check("SelectWithUnionQuery (children 3)\n ExpressionList\n").ok());
}

TEST(Fence, LimitsTheNumberOfNodes) {
  std::string tree = "SelectWithUnionQuery (children " + std::to_string(kMaxFencedNodes) + ")\n";
  for (std::size_t i = 0; i < kMaxFencedNodes; ++i) tree += " Asterisk\n";
  EXPECT_THAT(Check(tree).message(), HasSubstr("too many"));
}

TEST(Fence, LimitsTheDepth) {
  std::string tree;
  for (std::size_t depth = 0; depth < kMaxFencedDepth + 2; ++depth) {
    tree += std::string(depth, ' ') + "SelectWithUnionQuery (children 1)\n";
  }
  EXPECT_THAT(Check(tree).message(), HasSubstr("too deeply"));
}

std::string WithSettings(const std::string& tree) {
  std::string more = tree + "   Set\n";
  more.replace(more.find("SelectQuery (children 2)"), 24, "SelectQuery (children 3)");
  return more;
}

TEST(Fence, ReadsSettingsClausesFromTheText) {
  const std::string tree = WithSettings(Table("otel_logs"));
  EXPECT_TRUE(Check(tree, "SELECT 1 FROM otel_logs SETTINGS max_threads = 2, use_skip_indexes=0").ok());
  EXPECT_THAT(Check(tree, "SELECT 1 FROM otel_logs SETTINGS max_threads=2, max_memory_usage=0").message(),
              HasSubstr("max_memory_usage"));
  EXPECT_FALSE(Check(tree, "SELECT 1 FROM otel_logs SETTINGS max_threads = DEFAULT").ok());
  EXPECT_FALSE(Check(tree, "SELECT 'SETTINGS max_threads=2' FROM otel_logs").ok())
      << "a clause that the text lacks";
}

TEST(Fence, JudgesTheTextItself) {
  EXPECT_TRUE(CheckFencedText("SELECT `weird name`, \"a\", 'x\\ny' FROM t -- ok\n").ok());
  EXPECT_FALSE(CheckFencedText("SELECT `a\nFunction b`").ok());
  EXPECT_FALSE(CheckFencedText("SELECT `a\\nb`").ok());
  EXPECT_FALSE(CheckFencedText("SELECT \xe2\x80\x9c"
                               "a\nb\xe2\x80\x9d")
                   .ok())
      << "typographic quotes";
  EXPECT_FALSE(CheckFencedText("SELECT 1 FROM default.t UUID '61f0c404-5cb3-11e7-907b-a6006ad3dba0'").ok());
  EXPECT_TRUE(CheckFencedText("SELECT toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')").ok());
}

TEST(Fence, JudgesSettingsByName) {
  EXPECT_TRUE(CheckFencedSetting("max_execution_time").ok());
  for (const char* name : {"max_memory_usage", "dialect", "format_schema", "cluster_for_parallel_replicas",
                           "allow_introspection_functions", "MAX_THREADS", ""}) {
    EXPECT_EQ(CheckFencedSetting(name).engine_code(), kAccessDenied) << name;
  }
}

}  // namespace
}  // namespace sextant::engine
