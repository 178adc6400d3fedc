#include "store/request.h"

#include <algorithm>

#include "base/bytes.h"
#include "sql/quote.h"
#include "store/params.h"

namespace sextant {
namespace {

// How often ClickHouse sends X-ClickHouse-Progress.
constexpr std::string_view kProgressIntervalMs = "100";

class TargetBuilder {
 public:
  TargetBuilder& Add(std::string_view name, std::string_view value) {
    target_ += first_ ? "?" : "&";
    first_ = false;
    target_ += net::PercentEncode(name);
    target_ += '=';
    target_ += net::PercentEncode(value);
    return *this;
  }

  Result<std::string> Take() {
    if (target_.size() > kMaxTargetBytes) {
      return Status(Code::kTooLarge, "The statement's values take " + std::to_string(target_.size()) +
                                         " bytes in its address; ClickHouse takes " +
                                         std::to_string(kMaxTargetBytes) + ".");
    }
    return std::move(target_);
  }

 private:
  std::string target_ = "/";
  bool first_ = true;
};

bool IsEmbedded(const StoreOptions& store) { return !store.client.unix_socket.empty(); }

// Only our own engine is told whom to trust: to others the header means nothing, or too much.
void AddHeaders(const StoreOptions& store, const Statement* statement, net::Headers& headers) {
  if (!store.user.empty()) {
    headers.Add("X-ClickHouse-User", store.user);
    headers.Add("X-ClickHouse-Key", store.password);
  }
  if (!IsEmbedded(store)) return;
  if (statement == nullptr || statement->trusted) {
    headers.Add("X-Sextant-Trusted", "1");
    return;
  }
  std::string databases;
  for (const std::string& database : statement->databases) {
    if (!databases.empty()) databases += ',';
    databases += database;
  }
  headers.Add("X-Sextant-Databases", databases);
}

// The list travels in a header, parted by commas.
Status CheckDatabases(const Statement& statement) {
  for (const std::string& database : statement.databases) {
    const bool sendable = std::none_of(database.begin(), database.end(),
                                       [](char c) { return c == ',' || (c >= 0 && c < ' ') || c == 0x7f; });
    if (!sendable) {
      return Status(Code::kBadInput,
                    "A database whose name holds a comma or control character cannot be searched.");
    }
  }
  return OkStatus();
}

void AddSettings(const StoreOptions& store, const Statement& statement, const RequestOptions& options,
                 TargetBuilder& target) {
  // Our engine has its fence, and cancels on close by itself.
  if (options.kind == StatementKind::kRead && !IsEmbedded(store)) {
    for (const auto& [name, value] : ReadSettings(statement.trusted)) target.Add(name, value);
  }
  if (!statement.comment.empty()) target.Add("log_comment", statement.comment);
  if (!options.deadline.IsNever()) {
    const std::int64_t seconds = std::max<std::int64_t>(1, (options.deadline.RemainingMs() + 999) / 1000);
    target.Add("max_execution_time", std::to_string(seconds));
  }
  if (options.progress) {
    target.Add("send_progress_in_http_headers", "1");
    target.Add("http_headers_progress_interval_ms", kProgressIntervalMs);
  }
  for (const auto& [name, value] : statement.settings) target.Add(name, value);
}

}  // namespace

Result<net::ClientRequest> MakeRequest(const StoreOptions& store, const Capabilities& capabilities,
                                       const Statement& statement, const RequestOptions& options) {
  TargetBuilder target;
  target.Add("database", store.database).Add("query_id", options.query_id);
  if (!options.format.empty()) target.Add("default_format", options.format);
  for (const auto& [name, value] : statement.params) {
    target.Add("param_" + name, EscapeParam(FindParamType(statement.text, name), value));
  }
  if (capabilities.settings) AddSettings(store, statement, options, target);

  SXT_TRY(CheckDatabases(statement));
  net::ClientRequest request;
  SXT_ASSIGN(request.target, target.Take());
  AddHeaders(store, &statement, request.headers);
  request.body = statement.text;
  return request;
}

Result<net::ClientRequest> MakeInsert(const StoreOptions& store, std::string_view database,
                                      std::string_view table, const Block& block, std::string_view token,
                                      std::string_view query_id) {
  std::string sql = "INSERT INTO " + sql::QuoteName(database) + '.' + sql::QuoteName(table) + " (";
  for (const NamedColumn& column : block.columns) {
    if (sql.back() != '(') sql += ", ";
    sql += sql::QuoteName(column.name);
  }
  sql += ") SETTINGS async_insert=0, input_format_skip_unknown_fields=0, insert_deduplicate=1";
  // ClickHouse takes a block's content for a token when there is none: a second equal block would vanish.
  sql += ", insert_deduplication_token=" +
         sql::QuoteText(token.empty() ? "unique-" + RandomId() : std::string(token));
  sql += " FORMAT Native";

  TargetBuilder target;
  target.Add("query", sql).Add("query_id", query_id);
  net::ClientRequest request;
  SXT_ASSIGN(request.target, target.Take());
  AddHeaders(store, nullptr, request.headers);
  return request;
}

}  // namespace sextant
