// The team's records over HTTP, as openapi.yaml has them.
#include "api/meta_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/temp_dir.h"
#include "net/http_client.h"

namespace sextant::api {
namespace {

using ::testing::HasSubstr;

class MetaApiTest : public ::testing::Test {
 protected:
  MetaApiTest() {
    auto database = meta::Database::Open(folder_.Join("meta.sqlite"));
    EXPECT_TRUE(database.ok());
    database_ = std::move(*database);
    AddMetaRoutes(router_, *database_, clock_);
    net::ServerOptions options;
    options.listen = "127.0.0.1:0";
    auto server = net::HttpServer::Start(options, router_);
    EXPECT_TRUE(server.ok());
    server_ = std::move(*server);
    net::ClientOptions client;
    client.base_url = "http://" + server_->address();
    client_ = net::HttpClient::Create(client);
  }

  struct Answer {
    int status = 0;
    std::string body;
    JsonValue json;
  };
  Answer Send(const std::string& method, const std::string& target, const std::string& body = "") {
    net::ClientRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    Answer answer;
    const net::ResponseSink sink{nullptr,
                                 [&](int status, const net::Headers&) {
                                   answer.status = status;
                                   return true;
                                 },
                                 [&](std::string_view data) {
                                   answer.body += data;
                                   return true;
                                 }};
    EXPECT_TRUE(client_->Send(request, sink, Deadline::After(std::chrono::seconds(30)), {}).ok());
    if (!answer.body.empty()) answer.json = *JsonValue::Parse(answer.body);
    return answer;
  }
  std::string Refusal(const std::string& method, const std::string& target, const std::string& body) {
    const Answer answer = Send(method, target, body);
    return std::to_string(answer.status) + " " + answer.json["message"].AsString().value_or("");
  }

  TempDir folder_;
  ManualClock clock_{5};
  std::unique_ptr<meta::Database> database_;
  net::Router router_;
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<net::HttpClient> client_;
};

constexpr const char* kSearch =
    R"({"name":"Failed payments","source":"default.otel_logs","text":"card declined",
  "language":"lucene","columns":["Timestamp","Body"],"tags":["pay"],"favourite":true,
  "filters":[{"field":"ServiceName","op":"include","values":["payment"]},{"field":"Duration","op":"range","min":1.5}],
  "sort":{"column":"Body","direction":"descending"}})";

TEST_F(MetaApiTest, ASavedSearchComesBackAsItWasSaved) {
  const Answer saved = Send("POST", "/api/v1/saved-searches", kSearch);
  ASSERT_EQ(saved.status, 201) << saved.body;
  EXPECT_EQ(saved.json["version"].AsInt(), 1);
  EXPECT_EQ(saved.json["created_ns"].AsString(), "5");
  const std::string path = "/api/v1/saved-searches/" + *saved.json["id"].AsString();
  const JsonValue found = Send("GET", path).json;
  EXPECT_EQ(found["name"].AsString(), "Failed payments");
  EXPECT_EQ(found["text"].AsString(), "card declined");
  EXPECT_EQ(found["filters"].at(0).ToJson(),
            R"({"field":"ServiceName","op":"include","values":["payment"]})");
  EXPECT_EQ(found["filters"].at(1)["op"].AsString(), "range");
  EXPECT_EQ(found["filters"].at(1)["min"].AsDouble(), 1.5);
  EXPECT_EQ(found["sort"].ToJson(), R"({"column":"Body","direction":"descending"})");
  EXPECT_EQ(found["columns"].ToJson(), R"(["Timestamp","Body"])");
  EXPECT_EQ(found["favourite"].AsBool(), true);
  EXPECT_EQ(Send("GET", "/api/v1/saved-searches").json["saved_searches"].size(), 1u);
}

TEST_F(MetaApiTest, AChangeNeedsTheVersionThatWasRead) {
  const Answer saved = Send("POST", "/api/v1/saved-searches", R"({"name":"a","source":"s"})");
  EXPECT_EQ(saved.json["language"].AsString(), "lucene");
  EXPECT_TRUE(saved.json["columns"].IsMissing());
  const std::string path = "/api/v1/saved-searches/" + *saved.json["id"].AsString();
  clock_.Set(9);
  const Answer changed = Send("PUT", path, R"({"name":"b","source":"s","version":1})");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.json["version"].AsInt(), 2);
  EXPECT_EQ(changed.json["updated_ns"].AsString(), "9");
  const Answer late = Send("PUT", path, R"({"name":"c","source":"s","version":1})");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.json["code"].AsString(), "conflict");
  EXPECT_EQ(Refusal("PUT", path, R"({"name":"c","source":"s"})"), "400 `version` is missing.");
  EXPECT_EQ(Send("DELETE", path).status, 204);
  EXPECT_EQ(Send("DELETE", path).status, 404);
  EXPECT_EQ(Send("GET", path).status, 404);
}

TEST_F(MetaApiTest, BadSearchesAreRefusedByTheirMember) {
  const auto refusal = [this](const std::string& body) {
    return Refusal("POST", "/api/v1/saved-searches", body);
  };
  EXPECT_EQ(refusal("{"), "400 " + Refusal("POST", "/api/v1/saved-searches", "{").substr(4));
  EXPECT_EQ(refusal(R"({"source":"s"})"), "400 `name` is missing.");
  EXPECT_EQ(refusal(R"({"name":" ","source":"s"})"), "400 `name` must not be empty.");
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "ü";
  EXPECT_EQ(Send("POST", "/api/v1/saved-searches", R"({"name":")" + umlauts + R"(","source":"s"})").status,
            201);
  EXPECT_EQ(refusal(R"({"name":")" + umlauts + R"(u","source":"s"})"),
            "400 `name` may have at most 200 characters.");
  EXPECT_EQ(refusal(R"({"name":"a","source":"s","tags":[")" + std::string(33, 't') + R"("]})"),
            "400 `tags[0]` may have at most 32 characters.");
  std::string tags = "\"t\"";
  for (int i = 0; i < 50; ++i) tags += ",\"t\"";
  EXPECT_EQ(refusal(R"({"name":"a","source":"s","tags":[)" + tags + "]}"),
            "400 `tags` may have at most 50 entries.");
  EXPECT_THAT(refusal(R"({"name":"a","source":"s","language":"promql"})"), HasSubstr("`language`"));
  EXPECT_THAT(refusal(R"({"name":"a","source":"s","filters":[{"field":"f","op":"include","values":[")" +
                      std::string(60'000, 'x') + "\",\"" + std::string(60'000, 'x') + "\",\"" +
                      std::string(60'000, 'x') + R"("]}]})"),
              HasSubstr("more than can be saved"));
}

TEST_F(MetaApiTest, PinsBelongToTheirSource) {
  const std::string path = "/api/v1/sources/default.otel_logs/pins";
  EXPECT_EQ(Send("GET", path).body, R"({"fields":[],"values":[],"version":0})");
  const std::string pins = R"({"fields":["ServiceName"],"values":[{"field":"SeverityText","value":"error"}])";
  EXPECT_EQ(Send("PUT", path, pins + "}").body, pins + R"(,"version":1})");
  EXPECT_EQ(Send("GET", path).body, pins + R"(,"version":1})");
  EXPECT_EQ(Send("PUT", path, pins + R"(,"version":0})").status, 409);
  EXPECT_EQ(Send("GET", "/api/v1/sources/default.otel_traces/pins").body,
            R"({"fields":[],"values":[],"version":0})");
  EXPECT_EQ(Refusal("PUT", path, R"({"fields":[],"values":[{"field":"a"}]})"),
            "400 `values[0].value` must be a string.");
}

TEST_F(MetaApiTest, ServicesKeepTheirSlots) {
  EXPECT_EQ(Send("GET", "/api/v1/service-slots").body, R"({"count":12,"slots":{}})");
  const Answer first = Send("POST", "/api/v1/service-slots", R"({"services":["cart","payment","cart"]})");
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.json["slots"].size(), 2u);
  const Answer more = Send("POST", "/api/v1/service-slots", R"({"services":["ad","payment"]})");
  EXPECT_EQ(more.json["slots"]["cart"].AsInt(), first.json["slots"]["cart"].AsInt());
  EXPECT_EQ(Send("GET", "/api/v1/service-slots").body, more.body);
  EXPECT_EQ(Refusal("POST", "/api/v1/service-slots", R"({"services":[""]})"),
            "400 `services[0]` must not be empty.");
}

}  // namespace
}  // namespace sextant::api
