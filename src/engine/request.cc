#include "engine/request.h"

#include <algorithm>

#include "base/bytes.h"
#include "engine/errors.h"

namespace sextant::engine {
namespace {

bool IsOn(std::string_view value) { return value == "1" || value == "true"; }

// Parameters of the interface itself that mean nothing here: there is one user, no session, and answers begin
// when they are there.
bool IsIgnored(std::string_view name) {
  constexpr std::string_view kIgnored[] = {
      "user",
      "password",
      "quota_key",
      "role",
      "session_id",
      "session_timeout",
      "session_check",
      "close_session",
      "stacktrace",
      "wait_end_of_query",
      "buffer_size",
      "http_headers_progress_interval_ms",
      "enable_http_compression",
      "cancel_http_readonly_queries_on_client_close",
      "http_wait_end_of_query",
      "http_response_buffer_size",
      "client_protocol_version",
  };
  return std::find(std::begin(kIgnored), std::end(kIgnored), name) != std::end(kIgnored);
}

bool IsGoodId(std::string_view id) {
  return id.size() <= kMaxQueryIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
           return c > ' ' && c < 0x7f && c != '\'' && c != '\\' && c != '"';
         });
}

std::vector<std::string> SplitList(std::string_view list) {
  std::vector<std::string> items;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
  }
  return items;
}

Status ReadParameter(const std::string& name, const std::string& value, StatementRequest& request) {
  if (name == "query") {
    request.query = value;
  } else if (name.starts_with("param_")) {
    request.params.emplace_back(name.substr(6), value);
  } else if (name == "database") {
    request.database = value;
  } else if (name == "default_format") {
    if (request.default_format.empty()) request.default_format = value;
  } else if (name == "query_id") {
    if (!IsGoodId(value)) {
      return EngineStatus(kBadArguments, "query_id must be at most " + std::to_string(kMaxQueryIdBytes) +
                                             " visible ASCII characters without quotes and backslashes.");
    }
    request.query_id = value;
  } else if (name == "compress" || name == "decompress") {
    if (IsOn(value)) return EngineStatus(kBadArguments, name + "=1 is not supported on this socket.");
  } else if (name == "send_progress_in_http_headers") {
    request.wants_progress = IsOn(value);
  } else if (!IsIgnored(name)) {
    request.settings.emplace_back(name, value);
  }
  return OkStatus();
}

}  // namespace

Result<StatementRequest> ParseStatementRequest(std::string_view method, const net::Target& target,
                                               const net::Headers& headers) {
  if (method != "GET" && method != "POST") {
    return EngineStatus(kBadArguments, "Statements come by GET or POST, not by " + std::string(method) + ".");
  }
  const std::string_view coding = headers.Get("Content-Encoding");
  if (!coding.empty() && coding != "identity") {
    return EngineStatus(kBadArguments, "Content-Encoding is not supported on this socket.");
  }
  StatementRequest request;
  request.read_only = method == "GET";
  request.default_format = headers.Get("X-ClickHouse-Format");
  request.database = headers.Get("X-ClickHouse-Database");
  for (const auto& [name, value] : target.query) SXT_TRY(ReadParameter(name, value, request));
  request.trusted = headers.Get(kTrustedHeader) == "1";
  request.databases = SplitList(headers.Get(kDatabasesHeader));
  return request;
}

std::string NewQueryId() {
  const std::string id = RandomId();
  return id.substr(0, 8) + '-' + id.substr(8, 4) + "-4" + id.substr(13, 3) + "-a" + id.substr(17, 3) + '-' +
         id.substr(20);
}

}  // namespace sextant::engine
