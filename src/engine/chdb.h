// libchdb as C++ values: connections, streams, insert streams. The only door to the library.
//
// One engine per process: the first connection starts it and is kept for the life of the process. A
// connection runs one statement at a time and is not thread-safe; different connections run in parallel.
// Streams must not outlive their connection. Every failure is a Status with ClickHouse's own words and
// engine_code().
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"

struct chdb_connection_;
struct chdb_result;
struct chdb_insert_stream_;

namespace sextant::engine {

// Names and values: settings, or the values of {name:Type} placeholders (TSV-escaped, as in ClickHouse's HTTP
// interface).
using Pairs = std::vector<std::pair<std::string, std::string>>;

// What the engine's own parser says a statement does.
enum class QueryClass : std::uint32_t { kReadOnly, kMutating, kMutatingGlobal, kControl, kUnknown };

struct Analysis {
  std::uint32_t statements = 0;
  QueryClass query_class = QueryClass::kUnknown;
};

// What a statement has read and written so far.
struct Tally {
  std::uint64_t read_rows = 0;
  std::uint64_t read_bytes = 0;
  std::uint64_t written_rows = 0;
  std::uint64_t written_bytes = 0;
  std::uint64_t result_rows = 0;
};

// Bytes that the library made and that live as long as this object.
class Chunk {
 public:
  explicit Chunk(chdb_result* result) : result_(result, &Destroy) {}
  std::string_view data() const;
  Tally tally() const;
  Status error() const;

 private:
  static void Destroy(chdb_result* result);
  std::unique_ptr<chdb_result, void (*)(chdb_result*)> result_;
};

// A running SELECT (or SHOW, DESCRIBE, EXPLAIN). Destroying an unfinished one cancels it.
class Stream {
 public:
  Stream(chdb_connection_* connection, chdb_result* stream) : connection_(connection), stream_(stream) {}
  ~Stream();
  Stream(Stream&& other) noexcept;
  Stream& operator=(Stream&&) = delete;

  // The next bytes, waiting for them; an empty chunk at the end.
  Result<Chunk> Fetch();

 private:
  chdb_connection_* connection_;
  chdb_result* stream_;
  bool finished_ = false;
};

// A running INSERT. Destroying it before Done cancels it: nothing that Append took and that was not yet a
// whole block is stored.
class InsertStream {
 public:
  explicit InsertStream(chdb_insert_stream_* stream) : stream_(stream, &Destroy) {}

  // Hands over bytes of the insert's format, waiting while the engine is behind.
  Status Append(std::string_view data);
  // Commits.
  Result<Tally> Done();
  Status error() const;

 private:
  static void Destroy(chdb_insert_stream_* stream);
  std::unique_ptr<chdb_insert_stream_, void (*)(chdb_insert_stream_*)> stream_;
};

class Connection {
 public:
  // `arguments`: {"path", "/dir"} becomes --path=/dir. The first connection of the process starts the engine.
  static Result<Connection> Open(const Pairs& arguments);
  ~Connection();
  Connection(Connection&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Connection& operator=(Connection&&) = delete;

  // Parses only.
  Result<Analysis> Classify(std::string_view sql);
  // Runs a statement whose answer is small enough to hold.
  Result<Chunk> Query(std::string_view sql, std::string_view format, const Pairs& params = {});
  Result<Stream> StartStream(std::string_view sql, std::string_view format, const Pairs& params);
  // `sql` has neither FORMAT nor data: "INSERT INTO t (a, b)".
  Result<InsertStream> StartInsert(std::string_view sql, std::string_view format, const Pairs& params);

 private:
  explicit Connection(chdb_connection_** handle) : handle_(handle) {}
  chdb_connection_** handle_;
};

// The library's own version ("26.7.3"); needs no connection.
std::string LibraryVersion();

}  // namespace sextant::engine
