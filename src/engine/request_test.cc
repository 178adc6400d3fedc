#include "engine/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/errors.h"
#include "engine/formats.h"
#include "engine/rows.h"

namespace sextant::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Result<StatementRequest> Parse(const std::string& target, const net::Headers& headers = {},
                               const std::string& method = "POST") {
  return ParseStatementRequest(method, net::Target::Parse(target).value(), headers);
}

TEST(Request, SortsParametersFromSettings) {
  const auto request = Parse(
      "/?query=SELECT%201&param_a=x%5Ct&database=d&max_threads=2&query_id=q-1&session_id=s&user=u"
      "&send_progress_in_http_headers=1&default_format=JSON&wait_end_of_query=1");
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->query, "SELECT 1");
  EXPECT_THAT(request->params, ElementsAre(Pair("a", "x\\t")));
  EXPECT_THAT(request->settings, ElementsAre(Pair("max_threads", "2")));
  EXPECT_EQ(request->database, "d");
  EXPECT_EQ(request->query_id, "q-1");
  EXPECT_EQ(request->default_format, "JSON");
  EXPECT_TRUE(request->wants_progress);
  EXPECT_FALSE(request->read_only);
}

TEST(Request, IsFencedUnlessTheServerVouchesForIt) {
  EXPECT_FALSE(Parse("/")->trusted);
  net::Headers headers;
  headers.Add("x-sextant-trusted", "1");
  headers.Add("X-Sextant-Databases", "default, otel_v2,,system.columns");
  EXPECT_TRUE(Parse("/", headers)->trusted);
  EXPECT_THAT(Parse("/", headers)->databases, ElementsAre("default", "otel_v2", "system.columns"));
  net::Headers other;
  other.Add("X-Sextant-Trusted", "yes");
  EXPECT_FALSE(Parse("/", other)->trusted);
}

TEST(Request, TakesTheFormatHeaderBeforeTheParameter) {
  net::Headers headers;
  headers.Add("X-ClickHouse-Format", "Native");
  EXPECT_EQ(Parse("/?default_format=JSON", headers)->default_format, "Native");
}

TEST(Request, RefusesWhatItDoesNotSpeak) {
  EXPECT_EQ(Parse("/?compress=1").status().engine_code(), kBadArguments);
  EXPECT_TRUE(Parse("/?compress=0").ok());
  EXPECT_THAT(Parse("/", {}, "PUT").status().message(), HasSubstr("PUT"));
  net::Headers headers;
  headers.Add("Content-Encoding", "gzip");
  EXPECT_FALSE(Parse("/", headers).ok());
}

TEST(Request, RefusesIdsThatDoNotFitIntoAStatement) {
  for (const char* id : {"a%27b", "a%5Cb", "a%20b", "a%09b", "%C3%A9"}) {
    EXPECT_EQ(Parse(std::string("/?query_id=") + id).status().engine_code(), kBadArguments) << id;
  }
  EXPECT_FALSE(Parse("/?query_id=" + std::string(kMaxQueryIdBytes + 1, 'x')).ok());
  EXPECT_TRUE(Parse("/?query_id=" + NewQueryId()).ok());
}

TEST(Request, GetOnlyReads) { EXPECT_TRUE(Parse("/?query=SELECT+1", {}, "GET")->read_only); }

TEST(Errors, ReadsTheCodeOutOfTheEnginesText) {
  const Status status =
      EngineStatus("Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)");
  EXPECT_EQ(status.engine_code(), 241);
  EXPECT_EQ(status.code(), Code::kResourceExhausted);
  EXPECT_EQ(EngineStatus("something else").engine_code(), kUnknownException);
}

TEST(Errors, HaveClickHousesStatus) {
  EXPECT_EQ(HttpStatusOfEngineCode(kSyntaxError), 400);
  EXPECT_EQ(HttpStatusOfEngineCode(60), 404);
  EXPECT_EQ(HttpStatusOfEngineCode(kAccessDenied), 403);
  EXPECT_EQ(HttpStatusOfEngineCode(kTimeoutExceeded), 408);
  EXPECT_EQ(HttpStatusOfEngineCode(kTooManySimultaneousQueries), 503);
  EXPECT_EQ(HttpStatusOfEngineCode(kMemoryLimitExceeded), 500);
}

TEST(Errors, InABodyAreFramedByTheTag) {
  EXPECT_EQ(ExceptionFrame("abc", "Code: 1."),
            "\r\n__exception__\r\nabc\r\nCode: 1.\n8 abc\r\n__exception__\r\n");
  EXPECT_EQ(NewExceptionTag().size(), 16U);
  EXPECT_NE(NewExceptionTag(), NewExceptionTag());
}

TEST(Rows, KeepEmptyFieldsAndLines) {
  EXPECT_THAT(SplitRows("a\t\tb\n\nc\t"),
              ElementsAre(ElementsAre("a", "", "b"), ElementsAre(""), ElementsAre("c", "")));
  EXPECT_TRUE(SplitRows("").empty());
}

TEST(Formats, KnowWhichChunksConcatenate) {
  for (const char* format : {"Native", "RowBinary", "CSV", "TabSeparated", "JSONEachRow", "TSVRaw"}) {
    EXPECT_TRUE(ChunksConcatenate(format)) << format;
  }
  for (const char* format :
       {"JSON", "JSONCompact", "CSVWithNames", "TSVWithNamesAndTypes", "Parquet", "ArrowStream",
        "RowBinaryWithNamesAndTypes", "Pretty", "Values", "Vertical", "unheard"}) {
    EXPECT_FALSE(ChunksConcatenate(format)) << format;
  }
}

TEST(Formats, HaveContentTypes) {
  EXPECT_EQ(ContentTypeOf("JSON"), "application/json; charset=UTF-8");
  EXPECT_EQ(ContentTypeOf("JSONEachRow"), "application/x-ndjson; charset=UTF-8");
  EXPECT_EQ(ContentTypeOf("CSVWithNames"), "text/csv; charset=UTF-8; header=present");
  EXPECT_EQ(ContentTypeOf("Parquet"), "application/octet-stream");
}

TEST(Formats, AreWords) {
  EXPECT_TRUE(IsFormatName("JSONEachRow"));
  for (const char* name : {"", "JSON SETTINGS x=1", "1CSV", "a'b", "Native;"})
    EXPECT_FALSE(IsFormatName(name)) << name;
}

}  // namespace
}  // namespace sextant::engine
