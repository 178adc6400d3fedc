// The sealed segments that are not stored yet, and whose turn it is. Rows of the oldest are held in memory up
// to a budget; the others wait in the log and are read back from it when there is room, so that an engine
// that is away costs disk, not memory.
//
// Order: oldest first per table, at most kInsertsPerTable at once into one; a table whose insert is being
// tried again later holds up its own younger inserts and nobody else's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "ingest/block_builder.h"
#include "ingest/rows.h"

namespace sextant::ingest {

struct BacklogOptions {
  // Of rows in memory, sealed and not stored. A segment more may be held for a moment.
  std::size_t max_loaded_bytes = std::size_t{128} << 20;
  std::chrono::milliseconds min_retry{100};
  std::chrono::milliseconds max_retry{5'000};
};

// One table's share of one segment. While it is taken, its taker owns all but what is the backlog's.
struct InsertJob {
  std::uint64_t segment = 0;
  TableKey key;
  std::size_t rows = 0;
  std::size_t bytes = 0;
  TableGroup group;                   // until the block is built
  std::unique_ptr<TableBlock> block;  // from the first attempt on
  std::unique_ptr<Block> counts;      // with it, for the rollup; null when the table has none
  // The rows are in the table, but for those of quarantined frames: what is left to do is the rollup.
  bool rows_stored = false;
  std::set<std::uint32_t> quarantined;
  int attempts = 0;
  // Its rows are in the log alone: whoever takes it reads them back and clears this.
  bool dropped = false;

  // The backlog's.
  bool taken = false;
  std::chrono::steady_clock::time_point not_before{};
  std::string last_error;
};

struct BacklogUsage {
  std::uint64_t segments = 0;
  std::uint64_t rows = 0;
  std::uint64_t loaded_bytes = 0;
  std::uint64_t unknown = 0;  // inserts that were tried and whose outcome is not known
  UnixNanos oldest_receive_time = 0;
  struct Waiting {
    std::uint64_t rows = 0;
    std::string last_error;
  };
  std::map<TableKey, Waiting> tables;  // of the segments in memory
};

// Thread-safe.
class Backlog {
 public:
  static constexpr std::size_t kMaxUnknown = 64;
  static constexpr std::size_t kInsertsPerTable = 2;

  struct Load {
    std::uint64_t segment;
  };
  using Job = std::shared_ptr<InsertJob>;
  // What a worker is to do; nothing: end.
  using Work = std::variant<std::monostate, Load, Job>;

  explicit Backlog(const BacklogOptions& options) : options_(options) {}

  // Segments come in order of their numbers. Rows above the budget are dropped from memory: the log has them.
  void Add(SegmentRows rows);
  void AddInLog(std::uint64_t number, std::uint64_t records, UnixNanos receive_time);
  // A segment without rows: its file may go.
  void AddEmpty(std::uint64_t number);

  // Waits for work. After Close, ends.
  Work Take();
  void FinishLoad(std::uint64_t number, Result<SegmentRows> rows);
  void Stored(const Job& job);
  void TryLater(const Job& job, const Status& why);
  // The engine is back: nobody waits for their time.
  void RetryNow();

  // True when an earlier insert into a table of `rows` has not returned, or may be among the segments in the
  // log.
  bool IsBusy(const SegmentRows& rows) const;

  // Waits for segments that are stored in full, but not before `earliest`; gives them all. Nothing: closed.
  std::optional<std::vector<std::uint64_t>> TakeStored(std::chrono::steady_clock::time_point earliest);
  // Waits until nothing is left, or `deadline`. True when nothing is.
  bool WaitEmpty(Deadline deadline);

  void Close();
  BacklogUsage usage() const;

 private:
  enum class Place { kInLog, kLoading, kInMemory };
  struct Segment {
    std::uint64_t number = 0;
    Place place = Place::kInLog;
    std::uint64_t records = 0;
    UnixNanos receive_time = 0;
    std::size_t open_jobs = 0;
    int load_attempts = 0;
    std::chrono::steady_clock::time_point not_before{};
  };
  using Clock = std::chrono::steady_clock;

  void Hold(Segment& segment, SegmentRows rows);
  void DropHeldUp();
  void FinishIfStored(std::uint64_t number);
  Job FindJob(Clock::time_point now, std::optional<Clock::time_point>& next);
  Segment* FindLoad(Clock::time_point now, std::optional<Clock::time_point>& next);
  std::chrono::milliseconds DelayAfter(int attempts) const;

  const BacklogOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable stored_changed_;
  std::map<std::uint64_t, Segment> segments_;
  std::list<Job> jobs_;  // oldest segment first
  std::vector<std::uint64_t> stored_;
  std::size_t loaded_bytes_ = 0;
  std::size_t in_log_ = 0;  // segments not in memory
  bool loading_ = false;
  bool closed_ = false;
};

}  // namespace sextant::ingest
