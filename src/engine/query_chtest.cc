// Statements and their answers: parameters, settings, formats, errors before the first byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "engine/client_testlib.h"
#include "engine/errors.h"
#include "store/engine_testlib.h"

namespace sextant::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Query : public ::testing::Test {
 protected:
  EngineClient client_{testing::TestEngine::Shared().socket()};
};

TEST_F(Query, AnswersWithTheHeadersOfClickHouse) {
  const ClientAnswer answer = client_.Send({.text = "SELECT 1 AS x", .query = {{"query_id", "my-id-1"}}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "1\n");
  EXPECT_EQ(answer.headers.Get("X-ClickHouse-Query-Id"), "my-id-1");
  EXPECT_EQ(answer.headers.Get("X-ClickHouse-Format"), "TabSeparated");
  EXPECT_EQ(answer.headers.Get("Content-Type"), "text/tab-separated-values; charset=UTF-8");
  EXPECT_EQ(answer.headers.Get("X-ClickHouse-Exception-Tag").size(), 16U);
  const auto summary = JsonValue::Parse(answer.headers.Get("X-ClickHouse-Summary"));
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ((*summary)["read_rows"].AsString(), "1");
}

TEST_F(Query, TakesTheTextFromTheUrlTheBodyOrBoth) {
  EXPECT_EQ(client_.Send({.text = "", .query = {{"query", "SELECT 1"}}, .method = "GET"}).body, "1\n");
  EXPECT_EQ(client_.Send({.text = "SELECT 2", .query = {{"query", ""}}}).body, "2\n");
  EXPECT_EQ(client_.Send({.text = "3", .query = {{"query", "SELECT"}}}).body, "3\n");
  EXPECT_EQ(client_.Send({.text = "", .method = "GET"}).body, "Ok.\n");
}

TEST_F(Query, ValuesArriveAsTheyAre) {
  const auto round_trip = [&](const std::string& escaped) {
    return client_.Send({.text = "SELECT hex({v:String}) FORMAT TSVRaw", .query = {{"param_v", escaped}}})
        .body;
  };
  EXPECT_EQ(round_trip("plain ' \" ` text"), "706C61696E2027202220602074657874\n");
  EXPECT_EQ(round_trip("a\\tb\\nc\\\\d"), "6109620A635C64\n") << "TSV escapes, as ClickHouse reads them";
  EXPECT_EQ(round_trip("gr\xc3\xbc\xc3\x9f \xf0\x9f\x92\xa5"), "6772C3BCC39F20F09F92A5\n");
  EXPECT_EQ(round_trip("'; DROP TABLE t --"), "273B2044524F50205441424C452074202D2D\n");
}

TEST_F(Query, ValuesHaveTypes) {
  const ClientAnswer answer =
      client_.Send({.text = "SELECT {a:Array(UInt8)}, {m:Map(String, String)}, {d:DateTime64(9)}, "
                            "{n:Nullable(String)}, {t:Identifier} FROM system.one",
                    .query = {{"param_a", "[1,2]"},
                              {"param_m", "{'k':'v'}"},
                              {"param_d", "2026-11-21 03:11:59.981336904"},
                              {"param_n", "\\N"},
                              {"param_t", "dummy"}}});
  EXPECT_EQ(answer.body, "[1,2]\t{'k':'v'}\t2026-11-21 03:11:59.981336904\t\\N\t0\n");
  EXPECT_EQ(client_.Run("SELECT {x:UInt8}").code(), 456) << "a value that is missing";
}

TEST_F(Query, SettingsHoldForTheirStatementAlone) {
  const std::string sql = "SELECT getSetting('max_threads'), getSetting('log_comment')";
  EXPECT_EQ(client_.Send({.text = sql, .query = {{"max_threads", "3"}, {"log_comment", "it's \\ me"}}}).body,
            "3\tit\\'s \\\\ me\n");
  EXPECT_NE(client_.Run(sql).body.substr(0, 1), "3");
  EXPECT_EQ(client_.Send({.text = sql, .query = {{"no_such_setting", "1"}}}).code(), kUnknownSetting);
  EXPECT_EQ(client_.Send({.text = sql, .query = {{"a = 1, max_threads", "1"}}}).code(), kUnknownSetting);
  EXPECT_NE(client_.Send({.text = sql, .query = {{"max_threads", "many"}}}).code(), 0);
}

TEST_F(Query, RunsInTheDatabaseThatTheRequestNames) {
  EXPECT_EQ(client_.Send({.text = "SELECT currentDatabase()", .query = {{"database", "system"}}}).body,
            "system\n");
  EXPECT_EQ(client_.Run("SELECT currentDatabase()").body, "default\n");
  const ClientAnswer unknown = client_.Send({.text = "SELECT 1", .query = {{"database", "no`such"}}});
  EXPECT_EQ(unknown.code(), 81);
  EXPECT_EQ(unknown.status, 404);
}

TEST_F(Query, FormatsComeFromTheTextTheHeaderOrTheParameter) {
  EXPECT_EQ(client_.Run("SELECT 1 AS a FORMAT JSONEachRow;").body, "{\"a\":1}\n");
  EXPECT_EQ(client_.Send({.text = "SELECT 1 AS a", .query = {{"default_format", "JSONEachRow"}}}).body,
            "{\"a\":1}\n");
  EXPECT_EQ(client_.Send({.text = "SELECT 1 AS a FORMAT CSV", .query = {{"default_format", "JSON"}}}).body,
            "1\n");
  EXPECT_THAT(client_.Run("SELECT 1 AS a FORMAT CSVWithNames SETTINGS max_threads=1").body, "\"a\"\n1\n");
  EXPECT_EQ(client_.Run("SELECT 1 FORMAT NoSuch").code(), kUnknownFormat);
  EXPECT_EQ(client_.Send({.text = "SELECT 1", .query = {{"default_format", "CSV INTO OUTFILE"}}}).code(),
            kUnknownFormat);
}

TEST_F(Query, EveryStatementThatAnswersDoesSoInAnyFormat) {
  client_.Run("CREATE TABLE IF NOT EXISTS formats (a UInt8) ENGINE = MergeTree ORDER BY a");
  for (const char* sql :
       {"SHOW TABLES", "DESCRIBE TABLE formats", "EXPLAIN SELECT 1", "EXISTS TABLE formats",
        "SHOW CREATE TABLE formats", "SELECT a FROM formats WHERE a > 100", "WITH 1 AS x SELECT x",
        "(SELECT 1) UNION ALL (SELECT 2)", "SHOW DATABASES", "CHECK TABLE formats"}) {
    for (const char* format : {"JSON", "Native", "TSV", "TSVWithNames"}) {
      const ClientAnswer answer = client_.Send({.text = sql, .query = {{"default_format", format}}});
      EXPECT_EQ(answer.status, 200) << sql << " " << format << ": " << answer.body;
      const bool is_json = std::string_view(format) == "JSON";
      EXPECT_TRUE(!is_json || JsonValue::Parse(answer.body).ok()) << sql << answer.body;
    }
  }
}

TEST_F(Query, ErrorsHaveClickHousesCodeStatusAndWords) {
  const ClientAnswer syntax = client_.Run("SELEC 1");
  EXPECT_EQ(syntax.status, 400);
  EXPECT_EQ(syntax.code(), kSyntaxError);
  EXPECT_THAT(syntax.body, StartsWith("Code: 62. DB::Exception: Syntax error: failed at position 1"));
  EXPECT_THAT(syntax.body, HasSubstr("(SYNTAX_ERROR) (version 26."));
  EXPECT_EQ(client_.Run("SELECT * FROM no_such_table").status, 404);
  EXPECT_EQ(client_.Run("SELECT toUInt8('x')").code(), 6);
  const ClientAnswer late = client_.Run(
      "SELECT count() FROM numbers(1000) WHERE sleepEachRow(0.01) = 0 SETTINGS max_execution_time=0.1, "
      "max_block_size=1");
  EXPECT_EQ(late.code(), kTimeoutExceeded);
  EXPECT_EQ(late.status, 408);
  EXPECT_EQ(client_.Run("").code(), kSyntaxError);
}

TEST_F(Query, RefusesMoreThanOneStatement) {
  const ClientAnswer answer = client_.Run("SELECT 1; CREATE TABLE second (a UInt8) ENGINE = Memory");
  EXPECT_EQ(answer.code(), kSyntaxError);
  EXPECT_EQ(client_.Run("CREATE TABLE second (a UInt8) ENGINE = Memory; nonsense here").code(), kSyntaxError);
  EXPECT_EQ(client_.Value("EXISTS TABLE second"), "0");
  EXPECT_EQ(client_.Run("SELECT 1;\n;").body, "1\n") << "semicolons at the end are none";
}

TEST_F(Query, GetOnlyReads) {
  const ClientAnswer answer = client_.Send(
      {.text = "", .query = {{"query", "CREATE TABLE by_get (a UInt8) ENGINE = Memory"}}, .method = "GET"});
  EXPECT_EQ(answer.code(), kReadonly);
  EXPECT_EQ(client_.Value("EXISTS TABLE by_get"), "0");
}

TEST_F(Query, AStatementThatIsTooLongIsRefused) {
  const ClientAnswer answer = client_.Run("SELECT '" + std::string(std::size_t{1} << 20, 'x') + "'");
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.code(), kQueryIsTooLarge);
}

TEST_F(Query, MemoryIsCappedAndLargeGroupingsSpill) {
  const ClientAnswer hungry =
      client_.Run("SELECT length(groupArray(toString(number))) FROM numbers(100000000)");
  EXPECT_EQ(hungry.code(), kMemoryLimitExceeded) << hungry.body;
  const ClientAnswer grouped = client_.Run(
      "SELECT count() FROM (SELECT toString(number) AS k, count() FROM numbers(3000000) GROUP BY k)");
  EXPECT_EQ(grouped.body, "3000000\n");
}

TEST_F(Query, TellsHowItIs) {
  EXPECT_EQ(client_.Get("/ping").body, "Ok.\n");
  const auto status = JsonValue::Parse(client_.Get("/status").body);
  ASSERT_TRUE(status.ok());
  EXPECT_THAT((*status)["engine_version"].AsString().value_or(""), StartsWith("26."));
  EXPECT_EQ((*status)["running"].AsInt(), 0);
  EXPECT_GT((*status)["resident_bytes"].AsInt(), 0);
  EXPECT_EQ(client_.Get("/no/such").status, 404);
}

TEST_F(Query, TimesAreUtc) { EXPECT_EQ(client_.Value("SELECT toDateTime(0)"), "1970-01-01 00:00:00"); }

}  // namespace
}  // namespace sextant::engine
