// A search as a file, over HTTP.
#include <gmock/gmock.h>

#include <algorithm>

#include "api/search_api_testlib.h"

namespace sextant::api {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ExportApiTest : public SearchApiTest {
 protected:
  Answer Export(const std::string& format, const std::string& request) {
    return Send("GET", "/api/v1/search/export?format=" + format + "&request=" + net::PercentEncode(request),
                "");
  }
};

TEST_F(ExportApiTest, CsvIsADownloadWithAHeader) {
  const Answer answer = Export("csv", Ask("", R"(["Body","ServiceName"])"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "text/csv; charset=utf-8; header=present");
  EXPECT_THAT(answer.disposition, StartsWith("attachment; filename=\"" + database_.name() + ".otel_logs "));
  EXPECT_THAT(answer.disposition, HasSubstr(".csv\""));
  EXPECT_EQ(answer.body, "Body,ServiceName\r\norder 0,payment\r\norder 1,payment\r\norder 2,payment\r\n");
  EXPECT_TRUE(answer.whole);
}

TEST_F(ExportApiTest, JsonLinesHaveOneObjectARow) {
  const Answer answer = Export("jsonl", Ask("order", R"(["Timestamp","Body"])"));
  EXPECT_EQ(answer.type, "application/x-ndjson");
  EXPECT_EQ(std::count(answer.body.begin(), answer.body.end(), '\n'), 3);
  const auto first = JsonValue::Parse(answer.body.substr(0, answer.body.find('\n')));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ((*first)["Timestamp"].AsString(), FormatIso8601(kNow));
  EXPECT_EQ((*first)["Body"].AsString(), "order 0");
}

TEST_F(ExportApiTest, WhatCannotBeginIsAnswered) {
  EXPECT_EQ(Export("xml", Ask("")).status, 400);
  EXPECT_EQ(Export("csv", "{").status, 400);
  EXPECT_EQ(Export("csv", "").status, 400);
  EXPECT_EQ(Export("csv", R"({"source":"nowhere.otel_logs","from_ns":"1","to_ns":"2"})").status, 404);
  const Answer wrong = Export("csv", Ask("nosuchfield:1"));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.disposition, "");
  EXPECT_THAT(*wrong.Json()["message"].AsString(), HasSubstr("nosuchfield"));
  std::string limited = Ask("");
  limited.back() = ',';
  const Answer refused = Export("csv", limited + "\"limit\":5}");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(*refused.Json()["message"].AsString(), HasSubstr("every row"));
}

TEST_F(ExportApiTest, AFailureInTheMiddleBreaksTheFileOff) {
  // The newest minute answers; the row that fails comes in a later statement.
  LogRecord old;
  old.time = kNow - 30 * kNanosPerMinute;
  old.body = "breaks";
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 2, {old}).ok());
  const Answer answer = Export("csv", Ask("", R"(["throwIf(Body = 'breaks') AS ok"])"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, StartsWith("ok\r\n0\r\n"));
  EXPECT_FALSE(answer.whole) << "a part must not look like the whole";
}

}  // namespace
}  // namespace sextant::api
