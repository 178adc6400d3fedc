// The ClickHouse HTTP interface of the engine: requests in, answers out.
//
//   POST /?query=…&param_x=…&database=…&<setting>=…   a statement; the body is the rest of it, or an INSERT's
//   data GET  /?query=…                                    the same for statements that only read GET  /ping
//   "Ok.\n" GET  /status                                      {"version", "running", "queued", …} as JSON
//
// Errors before the first byte of an answer have ClickHouse's status, code (X-ClickHouse-Exception-Code) and
// text; later ones come in the body, marked with the tag announced in X-ClickHouse-Exception-Tag, and the
// body is then broken off.
#pragma once

#include <cstddef>
#include <string>

#include "base/status.h"
#include "base/worker_pool.h"
#include "engine/fence_guard.h"
#include "engine/request.h"
#include "engine/sql_text.h"
#include "engine/statements.h"
#include "net/http_server.h"

namespace sextant::engine {

// The longest statement text. An INSERT's data has no limit: it is never held whole.
inline constexpr std::size_t kMaxQueryBytes = std::size_t{1} << 20;
// What is read from the socket at once and handed on to the engine.
inline constexpr std::size_t kInsertBufferBytes = std::size_t{1} << 20;

// Thread-safe. Handles requests on the server's handler threads.
class HttpApi {
 public:
  struct Options {
    std::string server_version;
    std::size_t statements_at_once = 8;
    // max_memory_usage of everything but an INSERT that brings data: that has one block in hand, which must
    // fit or would never be stored, and is bounded by the server's limit alone.
    std::size_t statement_bytes = 0;
    std::string locks;  // for /status: what the sandbox could apply
  };

  // `statements` outlives it.
  HttpApi(Options options, Statements& statements);

  void Handle(net::Request& request, net::Responder& responder);

 private:
  struct Run;

  void RunStatement(net::Request& request, net::Responder& responder);
  Status ReadText(Run& run);
  Status Execute(Run& run);
  Pairs ReadArguments() const;
  static Pairs InsertArguments();
  Status Check(Run& run, Connection& connection);
  Status RunInsert(Run& run, Connection& connection);
  Status RunCommand(Run& run, Connection& connection);
  Status RunQuery(Run& run, Connection& connection);
  Status SendProgress(Run& run);
  std::string StatusJson() const;

  const Options options_;
  Statements& statements_;
  WorkerPool workers_;
  FenceGuard fence_;
};

}  // namespace sextant::engine
