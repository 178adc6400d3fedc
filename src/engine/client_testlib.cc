#include "engine/client_testlib.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sextant::engine {
namespace {

constexpr std::chrono::seconds kRequestTimeout{60};
constexpr std::chrono::seconds kWaitTimeout{30};

}  // namespace

int ClientAnswer::code() const {
  return std::atoi(std::string(headers.Get("X-ClickHouse-Exception-Code")).c_str());
}

EngineClient::EngineClient(const std::string& socket) {
  net::ClientOptions options;
  options.base_url = "http://unix";
  options.unix_socket = socket;
  client_ = net::HttpClient::Create(options);
}

ClientAnswer EngineClient::Send(const ClientRequest& request) {
  std::string target = "/?";
  for (const auto& [name, value] : request.query) {
    target += net::PercentEncode(name) + "=" + net::PercentEncode(value) + "&";
  }
  target.pop_back();
  return SendTo(target, request);
}

ClientAnswer EngineClient::Get(const std::string& path) {
  return SendTo(path, {.text = "", .method = "GET"});
}

ClientAnswer EngineClient::SendTo(const std::string& target, const ClientRequest& request) {
  net::ClientRequest http;
  http.method = request.method;
  http.target = target;
  http.body = request.text;
  http.body_source = request.source;
  if (request.trusted) http.headers.Add("X-Sextant-Trusted", "1");
  http.headers.Add("X-Sextant-Databases", request.databases);
  ClientAnswer answer;
  net::ResponseSink sink;
  sink.on_header = [&](std::string_view name, std::string_view value) {
    if (name == "X-ClickHouse-Progress") answer.progress.emplace_back(value);
  };
  sink.on_head = [&](int status, const net::Headers& headers) {
    answer.status = status;
    answer.headers = headers;
    return true;
  };
  sink.on_data = [&](std::string_view data) {
    if (request.sink) return request.sink(data);
    answer.body.append(data);
    return true;
  };
  answer.transport = client_->Send(http, sink, Deadline::After(kRequestTimeout), net::CancelToken());
  return answer;
}

std::string EngineClient::Value(const std::string& sql) {
  ClientAnswer answer = Run(sql);
  EXPECT_TRUE(answer.transport.ok() && answer.status == 200) << sql << ": " << answer.body;
  if (answer.body.ends_with('\n')) answer.body.pop_back();
  return answer.body;
}

bool EngineClient::WaitForValue(const std::string& sql, const std::string& value) {
  const Deadline deadline = Deadline::After(kWaitTimeout);
  while (!deadline.Passed()) {
    if (Value(sql) == value) return true;
  }
  return false;
}

}  // namespace sextant::engine
