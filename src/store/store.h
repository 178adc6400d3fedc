// The one way to ClickHouse, embedded or remote: statements with bound values in, blocks in and out.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "model/block.h"
#include "net/http_client.h"
#include "store/capabilities.h"

namespace sextant {

// One SQL statement. `text` holds {name:Type} placeholders, never values; `params` are the values as
// ClickHouse's text format writes them, unescaped (the client escapes). Settings apply to this statement.
struct Statement {
  std::string text;
  std::vector<std::pair<std::string, std::string>> params;
  std::vector<std::pair<std::string, std::string>> settings;
  // Who asks: sent as log_comment, so that the statement can be found and killed.
  std::string comment;
  // False for text that a person wrote any part of: the engine then applies the fence (design §1 d).
  bool trusted = true;
  // The databases that a fenced statement may read; nothing is also a list. Without meaning when trusted.
  std::vector<std::string> databases;
};

struct Progress {
  std::uint64_t read_rows = 0;
  std::uint64_t read_bytes = 0;
  std::uint64_t total_rows = 0;  // estimate by the engine; 0 when it has none
  std::uint64_t elapsed_ns = 0;
};

struct RunOptions {
  Deadline deadline = Deadline::Never();
  net::CancelToken cancel;
  // Called on the calling thread, at most every 100 ms while the statement runs.
  std::function<void(const Progress&)> on_progress;
};

// Runs statements against one ClickHouse. Thread-safe. server/ owns the only instance per connection;
// everybody else borrows it.
class Store {
 public:
  // Called once per block, in order. Return false to stop early; that is no error.
  using Sink = std::function<bool(const Block&)>;

  virtual ~Store() = default;

  // Runs `statement`, feeding `sink` on the calling thread until the last block; gives the final progress.
  // A block dies when `sink` returns: copy what you keep. Blocks already delivered stay delivered. An answer
  // without rows comes without a block: nothing then names its columns.
  // Fails with kBadInput (ClickHouse's own words and code), kTimeout, kCancelled, kResourceExhausted
  // (memory or statements at once), or kUnavailable (the engine cannot be reached, or went away).
  virtual Result<Progress> Run(const Statement& statement, const RunOptions& options, const Sink& sink) = 0;

  // Runs `statement` and hands on the answer's bytes in FORMAT `format` as they come.
  virtual Result<Progress> RunRaw(const Statement& statement, std::string_view format,
                                  const RunOptions& options,
                                  const std::function<bool(std::string_view)>& sink) = 0;

  // Inserts `block` into `database`.`table` as exactly one Native block that names its columns.
  // `token` deduplicates ("" for none). The same failures as Run; IsRetryable says whether the same insert
  // may succeed later.
  virtual Status Insert(std::string_view database, std::string_view table, const Block& block,
                        std::string_view token, Deadline deadline) = 0;

  // Runs a statement that answers nothing (DDL).
  virtual Status Execute(const Statement& statement, Deadline deadline) = 0;

  // What this ClickHouse can do. Asked at the first call and then remembered; a failure is not.
  virtual Result<Capabilities> GetCapabilities(Deadline deadline);

  // All rows of a small answer in one block (at most `max_rows`, else kTooLarge).
  Result<Block> Collect(const Statement& statement, const RunOptions& options,
                        std::size_t max_rows = 100'000);
};

// True for kUnavailable, kTimeout, kResourceExhausted and ClickHouse's 241, 243, 252 and 394: the same
// statement may succeed later.
bool IsRetryable(const Status& status);

struct StoreOptions {
  net::ClientOptions client;
  std::string user;
  std::string password;
  std::string database = "default";
};

// Opens no connection yet.
std::unique_ptr<Store> OpenStore(StoreOptions options);

}  // namespace sextant
