#include "store/answer.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

// Plays `status`, `headers` and `body` to an answer as HttpClient would, then ends it with `sent`.
Status Play(Answer& answer, int status, const net::Headers& headers, std::string_view body,
            const Status& sent) {
  const net::ResponseSink sink = answer.sink();
  for (const auto& [name, value] : headers.list()) sink.on_header(name, value);
  if (!sink.on_head(status, headers)) return answer.Finish(Status(Code::kCancelled, "stopped"));
  if (!body.empty() && !sink.on_data(body)) return answer.Finish(Status(Code::kCancelled, "stopped"));
  return answer.Finish(sent);
}

TEST(Answer, ReadsProgressAndSummary) {
  std::vector<std::uint64_t> seen;
  Answer answer("", {}, [&](const Progress& progress) { seen.push_back(progress.read_rows); });
  net::Headers headers;
  headers.Add("X-ClickHouse-Progress", R"({"read_rows":"10","total_rows_to_read":"40"})");
  headers.Add("x-clickhouse-progress", R"({"read_rows":"20","total_rows_to_read":"40"})");
  headers.Add("X-ClickHouse-Summary", R"({"read_rows":"40","read_bytes":"320","elapsed_ns":"7"})");
  EXPECT_TRUE(Play(answer, 200, headers, "", OkStatus()).ok());
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{10, 20}));
  EXPECT_EQ(answer.progress().read_rows, 40U);
  EXPECT_EQ(answer.progress().read_bytes, 320U);
  EXPECT_EQ(answer.progress().elapsed_ns, 7U);
}

TEST(Answer, BrokenProgressCountsAsNone) {
  EXPECT_EQ(ParseProgress("{").read_rows, 0U);
  EXPECT_EQ(ParseProgress("[]").read_rows, 0U);
}

TEST(Answer, ARefusalKeepsClickHousesWordsAndCode) {
  Answer answer("Native", {}, {});
  const Status status =
      Play(answer, 404, {}, "Code: 60. DB::Exception: No such table. (UNKNOWN_TABLE) (version 26.7)\n",
           OkStatus());
  EXPECT_EQ(status.code(), Code::kBadInput);
  EXPECT_EQ(status.engine_code(), 60);
  EXPECT_EQ(status.message(), "No such table. (UNKNOWN_TABLE)");
}

TEST(Answer, ARefusalByAnotherKindOfServerIsQuoted) {
  Answer proxy("", {}, {});
  EXPECT_EQ(Play(proxy, 502, {}, "<html>Bad Gateway</html>", OkStatus()).ToString(),
            "unavailable: The server answered HTTP 502: <html>Bad Gateway</html>");
  Answer ours("", {}, {});
  EXPECT_EQ(Play(ours, 503, {}, R"({"code":"unavailable","message":"The engine is restarting."})", OkStatus())
                .ToString(),
            "unavailable: The engine is restarting.");
}

TEST(Answer, AnErrorInMidStreamWinsOverTheBrokenConnection) {
  std::string data;
  Answer answer("", [&](std::string_view bytes) { return !data.append(bytes).empty(); }, {});
  net::Headers headers;
  headers.Add("X-ClickHouse-Exception-Tag", "abcdefghijklmnop");
  const Status status =
      Play(answer, 200, headers,
           "rows\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 241. DB::Exception: Too much.\n1 "
           "abcdefghijklmnop\r\n__exception__\r\n",
           Status(Code::kDataLoss, "cut"));
  EXPECT_EQ(data, "rows");
  EXPECT_EQ(status.engine_code(), 241);
  EXPECT_EQ(status.code(), Code::kResourceExhausted);
  EXPECT_FALSE(answer.abandoned());
}

TEST(Answer, ABrokenConnectionWithoutAnErrorIsUnavailable) {
  Answer answer("", [](std::string_view) { return true; }, {});
  EXPECT_EQ(Play(answer, 200, {}, "rows", Status(Code::kDataLoss, "cut")).code(), Code::kUnavailable);
  EXPECT_TRUE(answer.abandoned());
}

TEST(Answer, StoppingEarlyIsNoError) {
  Answer answer("", [](std::string_view) { return false; }, {});
  net::Headers headers;
  headers.Add("X-ClickHouse-Exception-Tag", "abcdefghijklmnop");
  EXPECT_TRUE(Play(answer, 200, headers, "rows", OkStatus()).ok());
  EXPECT_TRUE(answer.abandoned());
}

TEST(Answer, RefusesAFormatThatWasNotAskedFor) {
  Answer answer("Native", {}, {});
  net::Headers headers;
  headers.Add("X-ClickHouse-Format", "JSON");
  const Status status = Play(answer, 200, headers, "{}", OkStatus());
  EXPECT_EQ(status.code(), Code::kBadInput);
  EXPECT_NE(status.message().find("FORMAT"), std::string::npos);
}

TEST(Answer, AnErrorsBodyIsCutAtItsLimit) {
  Answer answer("", {}, {});
  const std::string body = "Code: 1. DB::Exception: " + std::string(10 * Answer::kMaxErrorBytes, 'x');
  EXPECT_LE(Play(answer, 500, {}, body, OkStatus()).message().size(), Answer::kMaxErrorBytes);
}

}  // namespace
}  // namespace sextant
