#include "engine/fence_guard.h"

#include <charconv>
#include <string>

#include "engine/errors.h"
#include "engine/rows.h"

namespace sextant::engine {
namespace {

constexpr std::string_view kExplain = "EXPLAIN AST ";

// The place that a syntax error names, moved back by the words that we put before the statement.
Status WithoutExplain(const Status& error) {
  constexpr std::string_view kPlace = "failed at position ";
  const std::string& message = error.message();
  const std::size_t at = message.find(kPlace);
  if (error.engine_code() != kSyntaxError || at == std::string::npos) return error;
  const char* digits = message.data() + at + kPlace.size();
  std::size_t place = 0;
  const auto [end, failure] = std::from_chars(digits, message.data() + message.size(), place);
  if (failure != std::errc() || place <= kExplain.size()) return error;
  return EngineStatus(message.substr(0, at) + std::string(kPlace) + std::to_string(place - kExplain.size()) +
                      std::string(end, message.data() + message.size()));
}

// The tree as text. The library runs statement by statement: what stands behind a semicolon would be run, so
// that the very text that it gets must be one statement. A stream, which takes no second one, has the syntax
// error.
Result<std::string> ReadTree(Connection& connection, std::string_view sql, const Pairs& params) {
  const std::string explain = std::string(kExplain).append(sql);
  SXT_ASSIGN(const Analysis analysis, connection.Classify(explain));
  if (analysis.statements != 1 || analysis.query_class == QueryClass::kUnknown) {
    const Result<Stream> stream = connection.StartStream(explain, "TSVRaw", params);
    if (!stream.ok()) return WithoutExplain(stream.status());
    return EngineStatus(kSyntaxError, "The statement cannot be classified.");
  }
  SXT_ASSIGN(const Chunk tree, connection.Query(explain, "TSVRaw", params));
  if (tree.data().size() > kMaxTreeBytes) return EngineStatus(kAccessDenied, "The statement is too complex.");
  return std::string(tree.data());
}

Result<FunctionCatalog> LoadFunctions(Connection& connection) {
  SXT_ASSIGN(const Chunk rows,
             connection.Query("SELECT name, case_insensitive, alias_to, categories, is_aggregate "
                              "FROM system.functions WHERE origin = 'System'",
                              "TabSeparated"));
  std::vector<FunctionCatalog::Function> functions;
  for (const auto& row : SplitRows(rows.data())) {
    if (row.size() != 5) return EngineStatus(kUnknownException, "system.functions has an unexpected form.");
    functions.push_back(
        {std::string(row[0]), row[1] == "1", std::string(row[2]), std::string(row[3]), row[4] == "1"});
  }
  return FunctionCatalog(functions);
}

Status OnlyReads() { return EngineStatus(kAccessDenied, "Only statements that read are allowed here."); }

}  // namespace

Status FenceGuard::Check(Connection& connection, const StatementRequest& request, std::string_view sql,
                         QueryClass query_class) {
  const bool is_unknown = query_class == QueryClass::kUnknown;
  if (!is_unknown && query_class != QueryClass::kReadOnly) return OnlyReads();
  for (const auto& [name, value] : request.settings) SXT_TRY(CheckFencedSetting(name));
  SXT_TRY(CheckFencedText(sql));
  SXT_ASSIGN(const std::string tree, ReadTree(connection, sql, request.params));
  // What cannot be classified is mostly a syntax error, which ReadTree has reported.
  if (is_unknown) return OnlyReads();
  SXT_ASSIGN(const FunctionCatalog* functions, Functions(connection));
  FenceGrant grant;
  if (!request.database.empty()) grant.current_database = request.database;
  grant.databases = request.databases;
  return CheckFencedTree(tree, sql, grant, *functions);
}

Result<const FunctionCatalog*> FenceGuard::Functions(Connection& connection) {
  const std::lock_guard lock(mutex_);
  if (!functions_) {
    SXT_ASSIGN(FunctionCatalog loaded, LoadFunctions(connection));
    functions_.emplace(std::move(loaded));
  }
  return &*functions_;
}

}  // namespace sextant::engine
