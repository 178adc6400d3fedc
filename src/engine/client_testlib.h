// For tests: ClickHouse's HTTP interface of a running engine, as a client sees it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "net/http_client.h"

namespace sextant::engine {

struct ClientAnswer {
  Status transport;  // kDataLoss when the body broke off
  int status = 0;
  net::Headers headers;
  std::string body;
  std::vector<std::string> progress;  // X-ClickHouse-Progress, one by one

  // X-ClickHouse-Exception-Code, 0 without.
  int code() const;
};

struct ClientRequest {
  std::string text = {};  // the body
  std::vector<std::pair<std::string, std::string>> query = {};
  bool trusted = true;
  std::string databases = "default";
  std::string method = "POST";
  // Takes the body's bytes instead of ClientAnswer::body; false stops.
  std::function<bool(std::string_view)> sink = {};
  // Gives the body's bytes instead of `text`.
  std::function<std::size_t(char*, std::size_t)> source = {};
};

// Thread-safe. Every request ends within a minute.
class EngineClient {
 public:
  explicit EngineClient(const std::string& socket);

  ClientAnswer Send(const ClientRequest& request);
  // A trusted statement.
  ClientAnswer Run(const std::string& sql) { return Send({.text = sql}); }
  // A statement of somebody else.
  ClientAnswer RunFenced(const std::string& sql) { return Send({.text = sql, .trusted = false}); }
  // The one value that a trusted statement gives, as text; fails the test when there is none.
  std::string Value(const std::string& sql);
  // GET of another path.
  ClientAnswer Get(const std::string& path);

  // Waits, asking again and again, until `sql` gives `value`; false after 30 s.
  bool WaitForValue(const std::string& sql, const std::string& value);

 private:
  ClientAnswer SendTo(const std::string& target, const ClientRequest& request);
  std::unique_ptr<net::HttpClient> client_;
};

}  // namespace sextant::engine
