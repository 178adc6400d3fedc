// The way in for telemetry: a request that Export has acknowledged is stored, once. Start here.
//
//   Export: quota → decode to columns → enrich → append to the log → group commit → acknowledge
//   sealer: closes the open segment by SealPolicy and hands its rows to the backlog
//   storer: one block per table and segment → insert → mark stored → (file system synced) → delete the file
//
// The engine may be away: Export goes on, the log keeps what was acknowledged, and inserts wait. After a
// crash the segments that were left are read back and inserted under the same tokens.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "ingest/backlog.h"
#include "ingest/counters.h"
#include "ingest/quarantine.h"
#include "ingest/request.h"
#include "ingest/rows.h"
#include "ingest/sealing.h"
#include "ingest/status.h"
#include "ingest/storer.h"
#include "ingest/tail_hub.h"
#include "store/store.h"
#include "wal/segment_log.h"

namespace sextant::ingest {

struct PipelineOptions {
  // Made when missing; its parent must exist. On the same machine for life: see wal/segment_log.h.
  std::string log_folder;
  // Requests for others are refused.
  std::vector<std::string> databases = {"default", "otel_v2", "sextant"};
  // Records older than this when they arrive are refused one by one.
  std::int64_t retention_ns = 30 * kNanosPerDay;

  SealPolicy seal;
  wal::SegmentLogOptions log;
  BacklogOptions backlog;
  StorerOptions storer;
  std::size_t max_quarantine_bytes = std::size_t{1} << 30;

  Inflater inflate;
  // May be empty: no quotas.
  Quota quota;
};

// Thread-safe. Borrows the store, the clock and the env, which must outlive it.
class Pipeline {
 public:
  // Opens the log and begins to insert what is left in it; asks nothing of the engine. Fails as
  // wal::SegmentLog::Open.
  static Result<std::unique_ptr<Pipeline>> Start(PipelineOptions options, Store& store, const Clock& clock,
                                                 wal::Env& env = wal::Env::System());
  // Stop with no grace.
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Blocks until the request is durable. Fails with
  //   kBadInput, kTooLarge     the request itself: sending it again cannot help
  //   kResourceExhausted       the client's quota
  //   kUnavailable             log full, disk full, stopping: send again later; it may have been stored
  // Records refused one by one are no failure: the outcome counts them.
  Result<ExportOutcome> Export(const ExportRequest& request);

  // Counts a request that a receiver refused before Export, by the code of its answer.
  void CountRefused(const std::string& database, Code code) { counters_.Refused(database, code); }

  bool HasDatabase(std::string_view name) const;
  TailHub& tail_hub() { return hub_; }
  IngestStatus status() const;

  // The engine is back: inserts that wait are tried at once.
  void RetryNow() { backlog_.RetryNow(); }
  // Seals what is open and waits until everything acknowledged so far is stored, or `deadline`. True when it
  // is.
  bool Flush(Deadline deadline);
  // Takes no more requests, stores what it can within `grace`, then ends; the log keeps the rest. Idempotent.
  void Stop(std::chrono::milliseconds grace);

 private:
  using SteadyClock = std::chrono::steady_clock;

  Pipeline(PipelineOptions options, const Clock& clock)
      : options_(std::move(options)), clock_(clock), backlog_(options_.backlog) {}

  Result<ExportOutcome> Admit(const ExportRequest& request);
  Status Append(const ExportRequest& request, UnixNanos receive_time, otlp::Decoded decoded);
  bool Overflows(const std::string& database, const otlp::Decoded& decoded) const;
  bool IsFull() const;
  void SealOpen();
  void SealLoop();
  void HandOver(std::uint32_t durable_frames);
  std::chrono::milliseconds UntilSealedLocked() const;

  const PipelineOptions options_;
  const Clock& clock_;
  Counters counters_;
  TailHub hub_;
  Backlog backlog_;
  std::unique_ptr<wal::SegmentLog> log_;
  std::unique_ptr<Quarantine> quarantine_;
  std::unique_ptr<Storer> storer_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;    // the sealer's
  std::condition_variable handed_;  // Flush's
  std::optional<SegmentRows> open_;
  SteadyClock::time_point opened_at_{};
  std::deque<SegmentRows> sealed_;
  bool seal_now_ = false;
  bool stopping_ = false;
  std::thread sealer_;
};

}  // namespace sextant::ingest
