// The search endpoints behind a real server and engine, on three log records, for tests of their HTTP.
#pragma once

#include <gtest/gtest.h>

#include "api/search_api.h"
#include "api/search_export.h"
#include "base/json.h"
#include "net/http_client.h"
#include "search/hand_feed_testlib.h"
#include "search/log_rows_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::api {

using testing::HandFeed;
using testing::InsertLogs;
using testing::LogRecord;
using testing::TestDatabase;
using testing::TestEngine;

inline const UnixNanos kNow = Clock::System().Now();

struct Answer {
  int status = 0;
  std::string type;
  std::string disposition;
  std::string body;
  bool whole = true;

  std::vector<JsonValue> Events() const {
    std::vector<JsonValue> events;
    std::size_t begin = 0;
    for (std::size_t end = body.find('\n'); end != std::string::npos; end = body.find('\n', begin)) {
      events.push_back(*JsonValue::Parse(body.substr(begin, end - begin)));
      begin = end + 1;
    }
    EXPECT_EQ(begin, body.size()) << "a line without an end";
    return events;
  }
  JsonValue Json() const { return *JsonValue::Parse(body); }
};

inline std::vector<std::string> Names(const std::vector<JsonValue>& events) {
  std::vector<std::string> names;
  for (const JsonValue& event : events) {
    if (event["event"].AsString() != "progress") names.push_back(event["event"].AsString().value_or("?"));
  }
  return names;
}

class SearchApiTest : public ::testing::Test {
 protected:
  SearchApiTest()
      : store_(TestEngine::Shared().Open()), database_(*store_), search_(*store_, &feed_, Options()) {
    std::vector<LogRecord> records(3);
    for (std::size_t i = 0; i < records.size(); ++i) {
      records[i].time = kNow - static_cast<UnixNanos>(i) * kNanosPerSecond;
      records[i].service = "payment";
      records[i].severity = i == 0 ? "error" : "info";
      records[i].body = "order " + std::to_string(i);
    }
    EXPECT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
    AddSearchRoutes(router_, search_);
    AddExportRoute(router_, search_);
    net::ServerOptions options;
    options.listen = "127.0.0.1:0";
    auto server = net::HttpServer::Start(options, router_);
    EXPECT_TRUE(server.ok());
    server_ = std::move(*server);
    net::ClientOptions client;
    client.base_url = "http://" + server_->address();
    client_ = net::HttpClient::Create(client);
  }

  search::SearchOptions Options() const {
    search::SearchOptions options;
    options.databases = {{database_.name(), ""}};
    return options;
  }

  // `on_data` may stop the answer.
  Answer Send(
      const std::string& method, const std::string& target, const std::string& body,
      const std::function<bool(const Answer&)>& on_data = [](const Answer&) { return true; }) {
    net::ClientRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    Answer answer;
    const net::ResponseSink sink{nullptr,
                                 [&](int status, const net::Headers& headers) {
                                   answer.status = status;
                                   answer.type = headers.Get("Content-Type");
                                   answer.disposition = headers.Get("Content-Disposition");
                                   return true;
                                 },
                                 [&](std::string_view data) {
                                   answer.body += data;
                                   return on_data(answer);
                                 }};
    answer.whole = client_->Send(request, sink, Deadline::After(std::chrono::seconds(30)), {}).ok();
    return answer;
  }

  std::string Ask(const std::string& text, const std::string& more = "") const {
    JsonWriter json;
    json.Object().Key("source").String(database_.name() + ".otel_logs").Key("text").String(text);
    json.Key("from_ns").IntText(kNow - kNanosPerHour).Key("to_ns").IntText(kNow + kNanosPerMinute);
    if (!more.empty()) json.Key("columns").Raw(more);
    return json.End().Take();
  }

  std::unique_ptr<Store> store_;
  TestDatabase database_;
  HandFeed feed_;
  search::Search search_;
  net::Router router_;
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<net::HttpClient> client_;
};

}  // namespace sextant::api
