#include "engine/http_api.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <memory>

#include "base/json.h"
#include "engine/answer.h"
#include "engine/errors.h"
#include "engine/formats.h"
#include "engine/reply.h"

namespace sextant::engine {

// One statement between its request and its answer.
struct HttpApi::Run {
  net::Request& http;
  net::Responder& responder;
  StatementRequest request;
  std::string id;
  Reply reply;
  StatementText statement;
  QueryClass query_class = QueryClass::kUnknown;
};

namespace {

constexpr std::chrono::milliseconds kProgressEvery{100};
// A long statement reports less and less often, so that its head stays small: each pause is at least this
// part of the time so far.
constexpr std::int64_t kProgressShare = 50;
constexpr std::size_t kFirstReadBytes = std::size_t{8} << 10;
// More rows and bytes than any insert has.
constexpr std::uint64_t kWholeInsert = std::uint64_t{1} << 50;

bool IsSettingName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '.';
  });
}

// An error of the connection, in the form of the engine's.
Status AsEngineStatus(const Status& error) {
  if (error.ok() || error.engine_code() != 0) return error;
  if (error.code() == Code::kTooLarge) return EngineStatus(kQueryIsTooLarge, error.message());
  if (error.code() == Code::kCancelled) return EngineStatus(kQueryWasCancelled, error.message());
  return EngineStatus(error.code() == Code::kTimeout ? kSocketTimeout : kUnknownException, error.message());
}

// Reads until `size` bytes are there or the body ends.
Result<std::size_t> FillFromBody(net::Request& http, char* buffer, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    Result<std::size_t> got = http.ReadBody(buffer + filled, size - filled);
    if (!got.ok()) return AsEngineStatus(got.status());
    if (*got == 0) break;
    filled += *got;
  }
  return filled;
}

// Appends up to `limit` bytes of the body to `text`, in growing steps: most statements are short. True when
// the body ended before the limit.
Result<bool> AppendFromBody(net::Request& http, std::string& text, std::size_t limit) {
  const std::size_t end = text.size() + limit;
  for (std::size_t step = kFirstReadBytes; text.size() < end; step *= 2) {
    const std::size_t used = text.size();
    const std::size_t size = std::min(step, end - used);
    text.resize(used + size);
    SXT_ASSIGN(const std::size_t got, FillFromBody(http, text.data() + used, size));
    text.resize(used + got);
    if (got < size) return true;
  }
  return false;
}

// Sets database and settings of the one statement that `connection` will run.
Status Prepare(Connection& connection, const StatementRequest& request) {
  if (!request.database.empty() && request.database != "default") {
    SXT_TRY(connection.Query("USE " + QuoteName(request.database), "Null").status());
  }
  std::string set;
  for (const auto& [name, value] : request.settings) {
    if (!IsSettingName(name)) return EngineStatus(kUnknownSetting, "Unknown setting '" + name + "'.");
    set += (set.empty() ? "SET " : ", ") + name + " = " + QuoteString(value);
  }
  // A second lock on the same door.
  if (!request.trusted) set += std::string(set.empty() ? "SET " : ", ") + "readonly = 1";
  return set.empty() ? OkStatus() : connection.Query(set, "Null").status();
}

std::string AnswerFormat(const StatementText& statement, const StatementRequest& request) {
  if (!statement.format.empty()) return statement.format;
  return request.default_format.empty() ? std::string(kDefaultFormat) : request.default_format;
}

// Anonymous and shared memory of this process (RssAnon + RssShmem); the pages of files are not ours.
std::uint64_t ResidentBytes() {
  std::ifstream status("/proc/self/status");
  std::uint64_t kibibytes = 0;
  for (std::string name; status >> name;) {
    std::uint64_t value = 0;
    if ((name == "RssAnon:" || name == "RssShmem:") && status >> value) kibibytes += value;
  }
  return kibibytes << 10;
}

// Why a statement cannot be classified. A stream parses the whole text first; anything else would run what
// stands before the mistake.
Status SyntaxErrorOf(Connection& connection, std::string_view sql) {
  const Result<Stream> stream = connection.StartStream(sql, kDefaultFormat, {});
  if (!stream.ok()) return stream.status();
  return EngineStatus(kSyntaxError, "The statement cannot be classified.");
}

}  // namespace

HttpApi::HttpApi(Options options, Statements& statements)
    : options_(std::move(options)),
      statements_(statements),
      workers_(options_.statements_at_once, options_.statements_at_once) {}

void HttpApi::Handle(net::Request& request, net::Responder& responder) {
  const std::string& path = request.target().path;
  if (path == "/ping") return (void)responder.Send(net::Response::Text(200, "Ok.\n"));
  if (path == "/status") return (void)responder.Send(net::Response::Json(200, StatusJson()));
  if (path == "/") return RunStatement(request, responder);
  (void)responder.Send(net::Response::Text(404, "There is no handle " + path + "\n"));
}

std::string HttpApi::StatusJson() const {
  JsonWriter json;
  json.Object();
  json.Key("engine_version").String(options_.server_version);
  json.Key("running").Uint(statements_.running());
  json.Key("queued").Uint(statements_.queued());
  json.Key("resident_bytes").Uint(ResidentBytes());
  json.Key("statement_bytes").Uint(options_.statement_bytes);
  json.Key("locks").String(options_.locks);
  json.End();
  return json.Take();
}

void HttpApi::RunStatement(net::Request& request, net::Responder& responder) {
  const bool says_hello = request.method() == "GET" && !request.target().Find("query");
  if (says_hello) return (void)responder.Send(net::Response::Text(200, "Ok.\n"));
  Result<StatementRequest> parsed =
      ParseStatementRequest(request.method(), request.target(), request.headers());
  if (!parsed.ok()) return Reply(responder, "", options_.server_version).Fail(parsed.status());

  const std::string id = parsed->query_id.empty() ? NewQueryId() : parsed->query_id;
  Run run{request, responder, std::move(*parsed), id, Reply(responder, id, options_.server_version), {}, {}};
  Status status = ReadText(run);
  if (status.ok()) status = Execute(run);
  if (!status.ok()) run.reply.Fail(status);
}

// Finds out what the statement is, reading no more of the body than that takes: the data of an INSERT stays
// in the socket.
Status HttpApi::ReadText(Run& run) {
  std::string text = run.request.query;
  if (!text.empty()) {
    run.statement = ParseStatement(text);
    const bool knows_format = !run.statement.format.empty() || !run.request.default_format.empty();
    if (run.statement.is_insert_with_data && knows_format) return OkStatus();
    text += "\n";
  }
  SXT_ASSIGN(const bool is_whole, AppendFromBody(run.http, text, kMaxQueryBytes));
  run.statement = ParseStatement(text);
  if (!is_whole && !run.statement.is_insert_with_data) {
    return EngineStatus(kQueryIsTooLarge,
                        "The statement is longer than " + std::to_string(kMaxQueryBytes) + " bytes.");
  }
  if (run.statement.sql.empty()) return EngineStatus(kSyntaxError, "Empty query.");
  return OkStatus();
}

Status HttpApi::Execute(Run& run) {
  run.responder.OnGone([this, id = run.id] { statements_.Cancel(id); });
  SXT_ASSIGN(const Statements::Slot slot, statements_.Admit(run.id));
  if (run.responder.gone()) return EngineStatus(kQueryWasCancelled, "The client has gone.");
  SXT_ASSIGN(Connection connection,
             slot.Connect(run.statement.is_insert_with_data ? InsertArguments() : ReadArguments()));
  SXT_TRY(Check(run, connection));
  SXT_TRY(Prepare(connection, run.request));
  if (run.statement.is_insert_with_data) return RunInsert(run, connection);
  return run.query_class == QueryClass::kReadOnly ? RunQuery(run, connection) : RunCommand(run, connection);
}

Pairs HttpApi::ReadArguments() const {
  // Large sorts and groupings go to disk well before the cap. Small blocks bound the chunk of a stream where
  // rows are wide; on tables they cost nothing that could be measured.
  const std::string spill = std::to_string(options_.statement_bytes / 4);
  return {{"max_memory_usage", std::to_string(options_.statement_bytes)},
          {"max_bytes_before_external_group_by", spill},
          {"max_bytes_before_external_sort", spill},
          {"max_block_size", "8192"}};
}

Pairs HttpApi::InsertArguments() {
  // One block however much comes: a body that breaks off stores nothing, and a token holds for all of it.
  return {{"max_memory_usage", "0"},
          {"min_insert_block_size_rows", std::to_string(kWholeInsert)},
          {"min_insert_block_size_bytes", std::to_string(kWholeInsert)}};
}

Status HttpApi::Check(Run& run, Connection& connection) {
  Analysis analysis{1, QueryClass::kMutating};
  if (!run.statement.is_insert_with_data) {
    SXT_ASSIGN(analysis, connection.Classify(run.statement.sql));
  }
  run.query_class = analysis.query_class;
  if (analysis.statements > 1) return EngineStatus(kSyntaxError, "Multi-statements are not allowed.");
  if (!run.request.trusted) {
    return fence_.Check(connection, run.request, run.statement.sql, run.query_class);
  }
  if (run.query_class == QueryClass::kUnknown) return SyntaxErrorOf(connection, run.statement.sql);
  if (run.request.read_only && run.query_class != QueryClass::kReadOnly) {
    return EngineStatus(kReadonly,
                        "Cannot execute query in readonly mode. For queries over HTTP, method GET implies "
                        "readonly. You should use method POST for modifying queries.");
  }
  return OkStatus();
}

Status HttpApi::RunInsert(Run& run, Connection& connection) {
  std::string format = run.statement.format;
  if (format.empty()) format = run.request.default_format.empty() ? "Values" : run.request.default_format;
  SXT_ASSIGN(InsertStream insert, connection.StartInsert(run.statement.sql, format, run.request.params));
  if (!run.statement.data.empty()) SXT_TRY(insert.Append(run.statement.data));
  const auto buffer = std::make_unique_for_overwrite<char[]>(kInsertBufferBytes);
  while (true) {
    SXT_ASSIGN(const std::size_t got, FillFromBody(run.http, buffer.get(), kInsertBufferBytes));
    if (got == 0) break;
    SXT_TRY(insert.Append({buffer.get(), got}));
  }
  SXT_ASSIGN(const Tally tally, insert.Done());
  return run.reply.Finish(tally);
}

Status HttpApi::RunCommand(Run& run, Connection& connection) {
  const std::string format = AnswerFormat(run.statement, run.request);
  SXT_ASSIGN(const Chunk result, connection.Query(run.statement.sql, format, run.request.params));
  if (!result.data().empty()) run.reply.set_format(format);
  SXT_TRY(run.reply.Write(result.data(), result.tally()));
  return run.reply.Finish(result.tally());
}

Status HttpApi::SendProgress(Run& run) {
  const std::optional<StatementProgress> progress = statements_.FindProgress(run.id);
  return progress ? run.reply.Progress(*progress) : OkStatus();
}

Status HttpApi::RunQuery(Run& run, Connection& connection) {
  const std::string format = AnswerFormat(run.statement, run.request);
  if (!IsFormatName(format)) return EngineStatus(kUnknownFormat, "Unknown format " + format + ".");
  run.reply.set_format(format);
  SXT_ASSIGN(const std::unique_ptr<Answer> answer,
             StartAnswer(connection, {run.statement.sql, run.statement.is_select, format, run.request.params},
                         workers_));
  const auto began = std::chrono::steady_clock::now();
  auto next_progress = began;
  Status status;
  bool more = true;
  while (more && status.ok()) {
    std::string_view data;
    const Result<Answer::Event> event = answer->Next(data, kProgressEvery);
    if (!event.ok()) return event.status();
    if (*event == Answer::Event::kData) {
      status = run.reply.Write(data, answer->tally());
    } else if (*event == Answer::Event::kEnd) {
      more = false;
      status = run.reply.Finish(answer->tally());
    } else if (run.reply.holds_data()) {
      status = run.reply.Flush(answer->tally());
    } else if (run.request.wants_progress && std::chrono::steady_clock::now() >= next_progress) {
      status = SendProgress(run);
      const auto now = std::chrono::steady_clock::now();
      next_progress = now + (now - began) / kProgressShare;
    }
  }
  // Only sending can have failed: the answer waits in its destructor until the engine has let go.
  if (!status.ok()) statements_.Cancel(run.id);
  return OkStatus();
}

}  // namespace sextant::engine
