#include "api/otlp_http.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "api/body_coding.h"
#include "api/sender_keys.h"
#include "base/json.h"
#include "base/temp_dir.h"
#include "ingest/fake_store_testlib.h"
#include "net/http_server_testlib.h"
#include "otlp/write.h"

namespace sextant::api {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMaxServerBody = 100'000;
constexpr UnixNanos kNow = 1'760'000'000 * kNanosPerSecond;

void WriteLog(otlp::ExportWriter& writer, const std::string& body, UnixNanos time) {
  writer.BeginResource({});
  writer.BeginScope({});
  otlp::LogRecord record;
  record.time = time;
  record.body = body;
  writer.Add(record);
}

std::string ProtobufLog(const std::string& body, UnixNanos time = kNow) {
  otlp::ExportWriter writer(Signal::kLogs);
  WriteLog(writer, body, time);
  return writer.TakeProtobuf();
}

std::string JsonLog(const std::string& body, UnixNanos time = kNow) {
  otlp::ExportWriter writer(Signal::kLogs);
  WriteLog(writer, body, time);
  return writer.TakeJson();
}

// The value of a header, "" when there is none; `name` in lower case.
std::string Header(const net::RawAnswer& answer, const std::string& name) {
  std::string lower = answer.head;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::size_t at = lower.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return answer.head.substr(begin, answer.head.find("\r\n", begin) - begin);
}

class OtlpHttpTest : public testing::Test {
 protected:
  OtlpHttpTest() {
    pipeline_options_.log_folder = dir_.Join("wal");
    pipeline_options_.inflate = MakeInflater();
    pipeline_options_.seal.min_age = milliseconds(0);
  }

  void Start() {
    auto pipeline = ingest::Pipeline::Start(pipeline_options_, store_, clock_);
    ASSERT_TRUE(pipeline.ok()) << pipeline.status().ToString();
    pipeline_ = std::move(*pipeline);
    const auto receiver = std::make_shared<const OtlpReceiver>(*pipeline_, options_);
    AddOtlpRoutes(router_, receiver);
    net::ServerOptions server = net::TestOptions();
    server.cors_any_origin = true;
    server.max_body_bytes = kMaxServerBody;
    server.check_head = [receiver](const net::Request& request) {
      return CheckOtlpSender(*receiver, request);
    };
    server.on_refusal = WriteOtlpRefusal;
    server_ = net::StartServer(server, router_);
  }

  net::RawAnswer Post(const std::string& path, const std::string& type, const std::string& body,
                      const std::string& more_headers = "") {
    return net::Ask(*server_, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type +
                                  "\r\n" + more_headers + "Content-Length: " + std::to_string(body.size()) +
                                  "\r\n\r\n" + body);
  }
  net::RawAnswer PostLog(const std::string& body, const std::string& more_headers = "") {
    return Post("/v1/logs", "application/x-protobuf", body, more_headers);
  }

  std::size_t Stored(const std::string& table) {
    EXPECT_TRUE(pipeline_->Flush(Deadline::After(net::kSoon)));
    return store_.rows(table);
  }

  TempDir dir_;
  ManualClock clock_{kNow};
  ingest::FakeStore store_;
  ingest::PipelineOptions pipeline_options_;
  OtlpOptions options_;
  std::unique_ptr<ingest::Pipeline> pipeline_;
  net::Router router_;
  std::unique_ptr<net::HttpServer> server_;
};

TEST_F(OtlpHttpTest, AcknowledgesProtobufWithAnEmptyProtobuf) {
  Start();
  const auto answer = PostLog(ProtobufLog("hello"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Header(answer, "content-type"), "application/x-protobuf");
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(Stored("default.otel_logs"), 1u);
}

TEST_F(OtlpHttpTest, AcknowledgesJsonWithJsonWhateverTheSpellingOfItsType) {
  Start();
  const auto answer = Post("/v1/logs", "Application/JSON; charset=utf-8", JsonLog("hello"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Header(answer, "content-type"), "application/json");
  EXPECT_TRUE(JsonValue::Parse(answer.body)->IsObject());
  EXPECT_EQ(Stored("default.otel_logs"), 1u);
}

TEST_F(OtlpHttpTest, TakesEveryCodingAndTheLogKeepsTheBodyAsItCame) {
  store_.SetFate(ingest::FakeStore::Fate::kLose);
  Start();
  const std::string body = ProtobufLog(std::string(50'000, 'x'));
  const std::pair<const char*, net::Coding> codings[] = {
      {"gzip", net::Coding::kGzip}, {"deflate", net::Coding::kDeflate}, {"zstd", net::Coding::kZstd}};
  for (const auto& [name, coding] : codings) {
    const auto answer =
        PostLog(*net::Deflate(coding, body), "Content-Encoding: " + std::string(name) + "\r\n");
    EXPECT_EQ(answer.status, 200) << name;
  }
  EXPECT_LT(pipeline_->status().log_bytes, 10'000u);
  server_.reset();
  pipeline_.reset();
  store_.SetFate(ingest::FakeStore::Fate::kStore);
  pipeline_ = std::move(ingest::Pipeline::Start(pipeline_options_, store_, clock_)).value();
  EXPECT_EQ(Stored("default.otel_logs"), 3u);
}

TEST_F(OtlpHttpTest, PartialSuccessSaysHowManyRecordsWereRefused) {
  Start();
  const auto answer = Post("/v1/logs", "application/json", JsonLog("old", kNow - 400 * kNanosPerDay));
  EXPECT_EQ(answer.status, 200);
  const auto json = JsonValue::Parse(answer.body);
  EXPECT_EQ((*json)["partialSuccess"]["rejectedLogRecords"].AsInt(), 1);
  EXPECT_NE((*json)["partialSuccess"]["errorMessage"].AsString().value_or(""), "");
}

TEST_F(OtlpHttpTest, ABrokenBodyIs400WithAStatusInTheRequestsEncoding) {
  Start();
  const auto json = Post("/v1/traces", "application/json", "{\"resourceSpans\": [");
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ((*JsonValue::Parse(json.body))["code"].AsInt(), 3);
  const auto protobuf = Post("/v1/metrics", "application/x-protobuf", "\xff\xff");
  EXPECT_EQ(protobuf.status, 400);
  EXPECT_EQ(Header(protobuf, "content-type"), "application/x-protobuf");
  const auto coded = PostLog("this is no gzip", "Content-Encoding: gzip\r\n");
  EXPECT_EQ(coded.status, 400);
  EXPECT_EQ(pipeline_->status().databases.at("default").rejected.at("request:bad_input"), 3u);
}

TEST_F(OtlpHttpTest, AnUnknownTypeOrCodingIs415) {
  Start();
  EXPECT_EQ(Post("/v1/logs", "text/plain", "x").status, 415);
  EXPECT_EQ(PostLog("x", "Content-Encoding: br\r\n").status, 415);
}

TEST_F(OtlpHttpTest, ABodyAboveTheLimitIs413AsSentAndInflated) {
  options_.max_body_bytes = 10'000;
  options_.inflate.max_bytes = 20'000;
  Start();
  EXPECT_EQ(PostLog(ProtobufLog(std::string(10'001, 'x'))).status, 413);
  const std::string bomb = *net::Deflate(net::Coding::kGzip, ProtobufLog(std::string(20'001, 'x')));
  EXPECT_EQ(PostLog(bomb, "Content-Encoding: gzip\r\n").status, 413);
  EXPECT_EQ(PostLog(ProtobufLog(std::string(9'000, 'x'))).status, 200);
}

TEST_F(OtlpHttpTest, AFullLogIs503AndAnExceededQuota429BothWithRetryAfter) {
  store_.SetFate(ingest::FakeStore::Fate::kLose);
  pipeline_options_.log.max_log_bytes = 5'000;
  pipeline_options_.quota = [](std::string_view, std::size_t bytes) -> Status {
    return bytes > 4'500 ? Status(Code::kResourceExhausted, "Slower, please.") : OkStatus();
  };
  Start();
  const auto quota = PostLog(ProtobufLog(std::string(4'600, 'x')));
  EXPECT_EQ(quota.status, 429);
  EXPECT_EQ(Header(quota, "retry-after"), "1");
  EXPECT_EQ(PostLog(ProtobufLog(std::string(4'000, 'x'))).status, 200);
  const auto full = PostLog(ProtobufLog(std::string(4'000, 'x')));
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(Header(full, "retry-after"), "1");
}

class OtlpHttpKeysTest : public OtlpHttpTest {
 protected:
  // The key of otel_v2 is "shop-key".
  void StartWithKeys(bool required) {
    auto keys = std::make_shared<KeyList>();
    keys->Add("other-key", {"other", "default"});
    keys->Add("shop-key", {"shop", "otel_v2"});
    options_.admit = [this, keys, required](const OtlpHead& head) {
      return AdmitByKey(*pipeline_, keys, required)(head);
    };
    Start();
  }
};

TEST_F(OtlpHttpKeysTest, AKeyNamesTheDatabaseWithOrWithoutBearer) {
  StartWithKeys(true);
  for (const char* value : {"shop-key", "Bearer shop-key", "bearer  shop-key "}) {
    EXPECT_EQ(PostLog(ProtobufLog("x"), "Authorization: " + std::string(value) + "\r\n").status, 200)
        << value;
  }
  EXPECT_EQ(Stored("otel_v2.otel_logs"), 3u);
  EXPECT_EQ(Stored("default.otel_logs"), 0u);
}

TEST_F(OtlpHttpKeysTest, AMissingOrWrongKeyIs401InTheRequestsEncodingAndCounted) {
  StartWithKeys(true);
  for (const char* header : {"", "Authorization: shop-ke\r\n", "Authorization: Bearer\r\n",
                             "Authorization: Basic shop-key\r\n", "x-api-key: shop-key\r\n"}) {
    const auto answer = Post("/v1/logs", "application/json", JsonLog("x"), header);
    EXPECT_EQ(answer.status, 401) << header;
    EXPECT_EQ(Header(answer, "www-authenticate"), "Bearer");
    EXPECT_EQ((*JsonValue::Parse(answer.body))["code"].AsInt(), 16);
    EXPECT_EQ(answer.body.find("shop"), std::string::npos);
  }
  EXPECT_EQ(pipeline_->status().databases.at("").rejected.at("request:unauthenticated"), 5u);
}

TEST_F(OtlpHttpKeysTest, WithoutAKeyABodyIsNotWaitedFor) {
  StartWithKeys(true);
  const auto answer =
      net::Ask(*server_, "POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n");
  EXPECT_EQ(answer.status, 401);
}

TEST_F(OtlpHttpKeysTest, WhereNoneIsRequiredAWrongKeyIsStillRefused) {
  StartWithKeys(false);
  EXPECT_EQ(PostLog(ProtobufLog("x")).status, 200);
  EXPECT_EQ(PostLog(ProtobufLog("x"), "Authorization: wrong\r\n").status, 401);
  EXPECT_EQ(PostLog(ProtobufLog("x"), "Authorization: shop-key\r\n").status, 200);
  EXPECT_EQ(Stored("otel_v2.otel_logs"), 1u);
  EXPECT_EQ(Stored("default.otel_logs"), 1u);
}

TEST_F(OtlpHttpKeysTest, AKeyIsForItsDatabaseAlone) {
  StartWithKeys(false);
  const std::string key = "Authorization: shop-key\r\n";
  EXPECT_EQ(PostLog(ProtobufLog("x"), key + "x-sextant-database: default\r\n").status, 403);
  EXPECT_EQ(PostLog(ProtobufLog("x"), key + "x-sextant-database: otel_v2\r\n").status, 200);
}

TEST_F(OtlpHttpKeysTest, WhereThereIsNoKeyAtAllTheHeaderIsNotLookedAt) {
  options_.admit = [this](const OtlpHead& head) {
    return AdmitByKey(*pipeline_, std::make_shared<KeyList>(), false)(head);
  };
  Start();
  EXPECT_EQ(PostLog(ProtobufLog("x"), "Authorization: anything\r\n").status, 200);
}

TEST_F(OtlpHttpKeysTest, BrowsersAskFirstWithoutAKeyAndMayReadTheRefusal) {
  StartWithKeys(true);
  const std::string origin = "Host: localhost\r\nOrigin: https://shop.example\r\n";
  const auto preflight =
      net::Ask(*server_, "OPTIONS /v1/logs HTTP/1.1\r\n" + origin +
                             "Access-Control-Request-Method: POST\r\n"
                             "Access-Control-Request-Headers: authorization,content-type\r\n\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(Header(preflight, "access-control-allow-headers"), "authorization,content-type");
  const auto refused = PostLog(ProtobufLog("x"), "Origin: https://shop.example\r\n");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(Header(refused, "access-control-allow-origin"), "https://shop.example");
}

TEST_F(OtlpHttpTest, WhatTheServerRefusesByItselfIsAStatusInTheRequestsEncodingToo) {
  Start();
  const std::string head = "POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100001\r\n";
  const auto protobuf = net::Ask(*server_, head + "Content-Type: application/x-protobuf\r\n\r\n");
  EXPECT_EQ(protobuf.status, 413);
  EXPECT_EQ(Header(protobuf, "content-type"), "application/x-protobuf");
  const auto json = net::Ask(*server_, head + "Content-Type: application/json\r\n\r\n");
  EXPECT_EQ(json.status, 413);
  EXPECT_EQ((*JsonValue::Parse(json.body))["code"].AsInt(), 3);
}

TEST_F(OtlpHttpTest, ASenderOnThisMachineNamesOneOfOurDatabases) {
  Start();
  EXPECT_EQ(PostLog(ProtobufLog("x"), "x-sextant-database: otel_v2\r\n").status, 200);
  EXPECT_EQ(PostLog(ProtobufLog("x"), "x-sextant-database: system\r\n").status, 400);
  EXPECT_EQ(Stored("otel_v2.otel_logs"), 1u);
}

TEST_F(OtlpHttpTest, ASenderElsewhereNamesNoDatabase) {
  Start();
  net::Headers headers;
  const OtlpHead head{headers, "203.0.113.9:40312", false};
  EXPECT_EQ(AdmitWithoutKeys(*pipeline_, head)->database, "default");
  EXPECT_EQ(AdmitWithoutKeys(*pipeline_, head)->id, "203.0.113.9");
  headers.Add("X-Sextant-Database", "otel_v2");
  EXPECT_EQ(AdmitWithoutKeys(*pipeline_, head).status().code(), Code::kBadInput);
}

TEST_F(OtlpHttpTest, SaysWhatItIs) {
  Start();
  const auto answer = net::Ask(*server_, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("OTLP/HTTP"), std::string::npos);
}

}  // namespace
}  // namespace sextant::api
