// One request on its way through the store: its statements one after the other, within its limits, and the
// account of them that its answer gives.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "search/answer.h"
#include "search/outcome.h"
#include "sql/select.h"
#include "store/store.h"

namespace sextant::search {

inline constexpr std::chrono::milliseconds kNoTimeLimit = std::chrono::milliseconds::max();
// What one statement may answer; more is as if memory had run out.
inline constexpr std::uint64_t kMaxResultBytes = std::uint64_t{256} << 20;

// Of one request; each statement gets what is left.
struct Limits {
  std::chrono::milliseconds time{60'000};
  // Of one statement; 0 leaves it to the engine.
  std::uint64_t memory_bytes = 0;
  std::uint64_t result_bytes = kMaxResultBytes;  // 0: any
};

// Used by one thread. Borrows the store and the sink.
class RequestRun {
 public:
  RequestRun(Store& store, const Limits& limits, net::CancelToken cancel, std::string comment,
             std::string database);

  // The sink hears of progress from now on; null: nobody does. False from it ends the request.
  void ReportTo(ProgressSink* sink) { progress_ = sink; }
  // The part of the range that is done with; told with progress.
  void SetRead(TimeRange read) { read_ = read; }

  // Runs `select`. Once something has stopped the request (a limit, cancel, the sink), nothing runs any more.
  // Gives kCancelled when the sink or the token ended it.
  Status Execute(const sql::Select& select, const Store::Sink& sink);
  // The same for small answers, in one block.
  Result<Block> Collect(const sql::Select& select, std::size_t max_rows);

  // The report that progress gives when nothing runs. False when the sink wants no more.
  bool ReportProgress();

  RunInfo Info() const;
  const Limits& limits() const { return limits_; }
  const net::CancelToken& cancel() const { return cancel_; }

 private:
  void List(const sql::Select& select);
  Statement MakeStatement(const sql::Select& select) const;
  ProgressReport Report(const Progress& running) const;
  double ElapsedMs() const;

  Store& store_;
  const Limits limits_;
  const Deadline deadline_;
  net::CancelToken cancel_;
  const std::string comment_;
  const std::string database_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  ProgressSink* progress_ = nullptr;
  TimeRange read_;
  Progress done_;
  std::vector<std::string> sql_;
  std::size_t listed_bytes_ = 0;
};

// The limit behind a failed statement; nothing when the failure is none of them.
std::optional<CutBy> LimitBehind(const Status& status);
// What `completeness` says of an answer that `status` (LimitBehind gives `cut` for it) ended: which limit,
// its value, how far it may be raised, and what to do about it: "The search took longer than 60 s; …".
void SayCut(Completeness& completeness, CutBy cut, const Limits& limits);

}  // namespace sextant::search
