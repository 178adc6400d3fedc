// The threads that empty the log: workers read segments back and insert their tables; a cleaner deletes the
// files of segments whose rows are durable in the engine's folder.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "ingest/backlog.h"
#include "ingest/quarantine.h"
#include "ingest/request.h"
#include "ingest/tail_hub.h"
#include "store/store.h"
#include "wal/segment_log.h"

namespace sextant::ingest {

struct StorerOptions {
  std::size_t threads = 3;
  std::chrono::milliseconds insert_timeout{60'000};
  // The engine's folder, synced as a file system before segments are deleted; empty when the engine is not
  // ours.
  std::string engine_folder;
  // At most one such sync per interval.
  std::chrono::milliseconds sync_interval{5'000};
};

struct StorerCounters {
  std::uint64_t inserts = 0;
  std::uint64_t retries = 0;
  std::uint64_t damaged_frames = 0;
  std::uint64_t dropped_bytes = 0;
  std::map<TableKey, std::uint64_t> stored_rows;
};

// Thread-safe. Borrows its parts, which must outlive it. Ends with Stop, or its destructor.
class Storer {
 public:
  struct Parts {
    Store& store;
    wal::SegmentLog& log;
    Quarantine& quarantine;
    Backlog& backlog;
    TailHub& hub;
    Inflater inflate;
    // Called after each insert that is decided, on the thread that made it.
    std::function<void()> on_stored;
  };

  Storer(Parts parts, StorerOptions options);
  ~Storer();
  Storer(const Storer&) = delete;
  Storer& operator=(const Storer&) = delete;

  // Closes the backlog; returns when running inserts have.
  void Stop();
  StorerCounters counters() const;

 private:
  void WorkLoop();
  void CleanLoop();
  void Insert(const Backlog::Job& job);
  // One attempt at both: the rows, unless they are stored, then their counts.
  Status TryInsert(InsertJob& job);
  // Makes the job's block and counts, from the log when its rows were dropped.
  Status Prepare(InsertJob& job);
  void Announce(const InsertJob& job);
  Result<SegmentRows> LoadSegment(std::uint64_t number);
  Status LoadFrame(SegmentRows& rows, const wal::ReadFrame& read);
  void ReportDamage(std::uint64_t number, const wal::Damage& damage);

  const Parts parts_;
  const StorerOptions options_;
  mutable std::mutex mutex_;
  StorerCounters counters_;
  std::set<std::uint64_t> reported_;  // damaged segments that were counted
  std::vector<std::thread> threads_;
};

}  // namespace sextant::ingest
