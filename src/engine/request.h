// What an HTTP request asks of the engine, read as ClickHouse's HTTP interface reads it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "engine/chdb.h"
#include "net/http.h"

namespace sextant::engine {

struct StatementRequest {
  std::string query;  // of the URL; more of it, or an INSERT's data, comes in the body
  Pairs params;       // param_NAME, as sent: TSV-escaped
  Pairs settings;     // every other parameter
  std::string database;
  std::string query_id;        // "" when the client gave none
  std::string default_format;  // X-ClickHouse-Format or default_format; "" when neither is given
  bool read_only = false;      // GET
  bool wants_progress = false;

  // Whether our own server vouches for the text. Everything else is fenced (fence.h), and may see only
  // `databases`.
  bool trusted = false;
  std::vector<std::string> databases;
};

// Headers that only our server sends, on a socket that only it can open.
inline constexpr std::string_view kTrustedHeader = "X-Sextant-Trusted";
inline constexpr std::string_view kDatabasesHeader = "X-Sextant-Databases";

inline constexpr std::size_t kMaxQueryIdBytes = 256;

// Fails with an engine status (36) for what this engine does not speak: another method than GET and POST,
// ClickHouse's own compressed frames (compress=1, decompress=1), a content coding, an id with odd characters.
Result<StatementRequest> ParseStatementRequest(std::string_view method, const net::Target& target,
                                               const net::Headers& headers);

// 128 random bits in UUID form, for a statement without a query_id.
std::string NewQueryId();

}  // namespace sextant::engine
