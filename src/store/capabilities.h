// What one ClickHouse lets us do. ClickHouses differ by version and by the rights of our user; nobody finds
// out by failing: the store asks once (store.h, GetCapabilities) and everybody reads it here.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/time.h"

namespace sextant {

using Settings = std::vector<std::pair<std::string, std::string>>;

// All false: the least that a ClickHouse can be. Each has a test in store_chtest.cc against the engine, which
// can all of it, and against a read-only public server, which can nothing.
struct Capabilities {
  std::string version;  // "26.7.2.1"
  std::uint32_t major = 0;
  std::uint32_t minor = 0;

  // Statements may carry settings: limits on time, memory and rows, log_comment. Without it only the client's
  // own deadline and row cap hold, and progress is not reported.
  bool settings = false;
  // Rows may be inserted and tables made.
  bool writable = false;
  // system.processes can be read: who runs what, how far.
  bool processes = false;
  // A read ends when its connection closes.
  bool cancels_on_close = false;
  // KILL QUERY is allowed. The store uses it where closing does not cancel.
  bool kills = false;

  bool AtLeast(std::uint32_t wanted_major, std::uint32_t wanted_minor) const {
    return major != wanted_major ? major > wanted_major : minor >= wanted_minor;
  }
};

// The settings that every read carries where settings are allowed. readonly: 2 refuses whatever is not a
// read, and ClickHouse cancels on close only statements that run under it.
Settings ReadSettings(bool trusted);

// Answers `sql` in TabSeparated, without the newline at the end.
using AskClickHouse = std::function<Result<std::string>(std::string_view sql, const Settings& settings)>;

// Asks with statements that every ClickHouse since 24.8 accepts from every user. A refusal is an answer;
// fails only when there is none (kUnavailable, kTimeout, …) or when the user is not let in
// (kUnauthenticated).
Result<Capabilities> AskCapabilities(const AskClickHouse& ask);

// Asks once, for everybody. Thread-safe.
class CapabilityCache {
 public:
  // What is known, else what `ask` finds out. While one thread asks the others wait for its answer, each
  // until its own deadline (kTimeout then); a failure is theirs too, but is not remembered.
  Result<Capabilities> Get(Deadline deadline, const std::function<Result<Capabilities>()>& ask);

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<Result<Capabilities>> last_;  // failures are there for those who waited
  std::uint64_t asked_ = 0;
  bool asking_ = false;
};

}  // namespace sextant
