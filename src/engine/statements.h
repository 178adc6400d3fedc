// The statements that run at once: how many may, who waits, how each is watched and ended.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "base/status.h"
#include "engine/chdb.h"

namespace sextant::engine {

// Which connection setting carries a statement's id, so that system.processes shows it and KILL QUERY finds
// it. The library offers no query_id; this setting has no effect on a single server.
inline constexpr std::string_view kIdSetting = "cluster_for_parallel_replicas";

struct StatementProgress {
  std::uint64_t read_rows = 0;
  std::uint64_t read_bytes = 0;
  std::uint64_t total_rows = 0;
  std::uint64_t elapsed_ns = 0;
  std::uint64_t memory_bytes = 0;
};

// Thread-safe. main owns the only one; it must outlive every Slot.
class Statements {
 public:
  struct Limits {
    std::size_t at_once = 8;
    std::size_t queued = 64;
    std::chrono::milliseconds longest_wait{10'000};
  };

  // Opens a connection to the running engine, with these settings beside those of every statement.
  using Connector = std::function<Result<Connection>(const Pairs& settings)>;

  Statements(Limits limits, Connector connector);
  ~Statements();
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;

  // One statement's right to run, from Admit to its end.
  class Slot {
   public:
    Slot(Slot&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), id_(std::move(other.id_)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot();
    const std::string& id() const { return id_; }
    // A connection whose statement carries this slot's id, and these settings.
    Result<Connection> Connect(Pairs settings) const;

   private:
    friend class Statements;
    Slot(Statements* owner, std::string id) : owner_(owner), id_(std::move(id)) {}
    Statements* owner_;
    std::string id_;
  };

  // Waits for a place. Fails with 202 when the queue is full or the wait is longer than the limit, with 216
  // when a statement of this id is running or waiting, with 394 when Cancel(id) comes first.
  Result<Slot> Admit(const std::string& id);

  // Ends the statement `id`, running or waiting; never waits itself. Repeated by the killer thread until the
  // statement has given its slot back, for it may not have begun. Unknown ids are ignored.
  void Cancel(const std::string& id);

  // What system.processes says of `id`; nothing when it does not run (yet). Asked at most every 50 ms for
  // all.
  std::optional<StatementProgress> FindProgress(const std::string& id);

  std::size_t running() const;
  std::size_t queued() const;

 private:
  struct Entry {
    bool running = false;
    bool cancelled = false;
  };

  void Release(const std::string& id);
  void KillLoop();
  std::string CancelledRunning() const;  // a quoted list, "" when there is none; needs mutex_

  const Limits limits_;
  const Connector connector_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<std::string, Entry> entries_;
  std::list<std::string> waiting_;  // first come, first served
  std::size_t running_ = 0;
  bool stopping_ = false;

  std::mutex progress_mutex_;
  std::chrono::steady_clock::time_point progress_at_{};
  std::unordered_map<std::string, StatementProgress> progress_;
  std::optional<Connection> progress_connection_;

  std::thread killer_;
};

}  // namespace sextant::engine
