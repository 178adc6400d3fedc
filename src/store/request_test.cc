#include "store/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

StoreOptions Embedded() {
  StoreOptions options;
  options.client.base_url = "http://unix";
  options.client.unix_socket = "/run/engine.sock";
  return options;
}

StoreOptions Remote() {
  StoreOptions options;
  options.client.base_url = "https://clickhouse.example";
  options.user = "reader";
  options.password = "secret";
  return options;
}

Capabilities WithSettings() {
  Capabilities capabilities;
  capabilities.settings = true;
  return capabilities;
}

Statement Search() {
  Statement statement;
  statement.text = "SELECT {word:String}";
  statement.params = {{"word", "a\tb"}};
  statement.settings = {{"max_memory_usage", "1000"}};
  statement.comment = "search 7";
  return statement;
}

TEST(Requests, CarryTextValuesSettingsAndComment) {
  const Statement statement = Search();
  RequestOptions how;
  how.format = "Native";
  how.query_id = "q1";
  how.deadline = Deadline::After(std::chrono::milliseconds(2'500));
  how.progress = true;
  const auto request = MakeRequest(Embedded(), WithSettings(), statement, how);
  ASSERT_TRUE(request.ok()) << request.status().ToString();
  EXPECT_EQ(request->body, statement.text);
  EXPECT_THAT(request->target, HasSubstr("database=default"));
  EXPECT_THAT(request->target, HasSubstr("query_id=q1"));
  EXPECT_THAT(request->target, HasSubstr("default_format=Native"));
  EXPECT_THAT(request->target, HasSubstr("param_word=a%5Ctb"));
  EXPECT_THAT(request->target, HasSubstr("log_comment=search%207"));
  EXPECT_THAT(request->target, HasSubstr("max_execution_time=3"));
  EXPECT_THAT(request->target, HasSubstr("max_memory_usage=1000"));
  EXPECT_THAT(request->target, HasSubstr("send_progress_in_http_headers=1"));
}

TEST(Requests, CarryNoSettingWhereNoneMayBeSent) {
  const Statement statement = Search();
  RequestOptions how;
  how.format = "Native";
  how.query_id = "q1";
  how.deadline = Deadline::After(std::chrono::milliseconds(2'500));
  how.progress = true;
  const auto request = MakeRequest(Remote(), Capabilities(), statement, how);
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->target, "/?database=default&query_id=q1&default_format=Native&param_word=a%5Ctb");
}

TEST(Requests, AReadOfAnotherServerMayOnlyReadAndEndsWithItsConnection) {
  Statement statement;
  statement.text = "SELECT 1";
  const auto trusted = MakeRequest(Remote(), WithSettings(), statement, {});
  EXPECT_THAT(trusted->target, HasSubstr("readonly=2&cancel_http_readonly_queries_on_client_close=1"));
  statement.trusted = false;
  EXPECT_THAT(MakeRequest(Remote(), WithSettings(), statement, {})->target, HasSubstr("readonly=1"));
  RequestOptions change;
  change.kind = StatementKind::kChange;
  EXPECT_THAT(MakeRequest(Remote(), WithSettings(), statement, change)->target, Not(HasSubstr("readonly")));
}

TEST(Requests, TellOurEngineWhomToTrust) {
  Statement statement;
  statement.text = "SELECT 1";
  const auto trusted = MakeRequest(Embedded(), WithSettings(), statement, {});
  ASSERT_TRUE(trusted.ok());
  EXPECT_EQ(trusted->headers.Get("X-Sextant-Trusted"), "1");

  statement.trusted = false;
  statement.databases = {"default", "otel_v2"};
  const auto fenced = MakeRequest(Embedded(), WithSettings(), statement, {});
  ASSERT_TRUE(fenced.ok());
  EXPECT_FALSE(fenced->headers.Find("X-Sextant-Trusted"));
  EXPECT_EQ(fenced->headers.Get("X-Sextant-Databases"), "default,otel_v2");
}

TEST(Requests, RefuseADatabaseThatWouldReadAsTwo) {
  Statement statement;
  statement.text = "SELECT 1";
  statement.trusted = false;
  statement.databases = {"default,secret"};
  EXPECT_EQ(MakeRequest(Embedded(), WithSettings(), statement, {}).status().code(), Code::kBadInput);
}

TEST(Requests, TellNobodyElse) {
  Statement statement;
  statement.text = "SELECT 1";
  const auto request = MakeRequest(Remote(), WithSettings(), statement, {});
  ASSERT_TRUE(request.ok());
  EXPECT_FALSE(request->headers.Find("X-Sextant-Trusted"));
  EXPECT_EQ(request->headers.Get("X-ClickHouse-User"), "reader");
  EXPECT_EQ(request->headers.Get("X-ClickHouse-Key"), "secret");
}

TEST(Requests, RefuseValuesThatNoAddressHolds) {
  Statement statement;
  statement.text = "SELECT {a:String}";
  statement.params = {{"a", std::string(kMaxTargetBytes, 'x')}};
  EXPECT_EQ(MakeRequest(Embedded(), WithSettings(), statement, {}).status().code(), Code::kTooLarge);
}

Block TwoColumns() {
  Block block;
  block.Add<NumberColumn<std::uint8_t>>("plain", "UInt8").Append(1);
  block.Add<NumberColumn<std::uint8_t>>("Events.Name", "UInt8").Append(2);
  return block;
}

TEST(Inserts, NameTheirColumnsAndSettings) {
  const Block block = TwoColumns();
  const auto request = MakeInsert(Remote(), "default", "otel_logs", block, "w/1/otel_logs", "q1");
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(
      request->target,
      "/?query=" +
          net::PercentEncode("INSERT INTO default.otel_logs (plain, `Events.Name`) SETTINGS async_insert=0, "
                             "input_format_skip_unknown_fields=0, insert_deduplicate=1, "
                             "insert_deduplication_token='w/1/otel_logs' FORMAT Native") +
          "&query_id=q1");
}

TEST(Inserts, WithoutATokenEachHasOneOfItsOwn) {
  const Block block = TwoColumns();
  const auto first = MakeInsert(Remote(), "default", "t", block, "", "q1");
  const auto second = MakeInsert(Remote(), "default", "t", block, "", "q1");
  EXPECT_THAT(first->target, HasSubstr(net::PercentEncode("insert_deduplication_token='unique-")));
  EXPECT_NE(first->target, second->target);
}

TEST(Inserts, AreOursToOurEngine) {
  const Block block = TwoColumns();
  EXPECT_EQ(MakeInsert(Embedded(), "default", "t", block, "token", "q1")->headers.Get("X-Sextant-Trusted"),
            "1");
}

}  // namespace
}  // namespace sextant
