#include "ingest/backlog.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sextant::ingest {
namespace {

template <typename T>
void KeepEarlier(std::optional<T>& best, T candidate) {
  if (!best || candidate < *best) best = candidate;
}

}  // namespace

void Backlog::Add(SegmentRows rows) {
  const std::lock_guard lock(mutex_);
  Segment& segment = segments_[rows.number()];
  segment.number = rows.number();
  segment.records = rows.rows();
  segment.receive_time = rows.first_receive_time();
  if (loaded_bytes_ + rows.bytes() > options_.max_loaded_bytes) DropHeldUp();
  if (in_log_ == 0 && loaded_bytes_ + rows.bytes() <= options_.max_loaded_bytes) {
    Hold(segment, std::move(rows));
  } else {
    ++in_log_;
  }
  work_.notify_all();
}

void Backlog::AddInLog(std::uint64_t number, std::uint64_t records, UnixNanos receive_time) {
  const std::lock_guard lock(mutex_);
  Segment& segment = segments_[number];
  segment.number = number;
  segment.records = records;
  segment.receive_time = receive_time;
  ++in_log_;
  work_.notify_all();
}

void Backlog::AddEmpty(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  stored_.push_back(number);
  stored_changed_.notify_all();
}

void Backlog::Hold(Segment& segment, SegmentRows rows) {
  segment.place = Place::kInMemory;
  segment.records = rows.rows();
  for (auto& [key, group] : rows.TakeGroups()) {
    auto job = std::make_shared<InsertJob>();
    job->segment = segment.number;
    job->key = key;
    job->rows = group.rows;
    job->bytes = group.bytes;
    job->group = std::move(group);
    loaded_bytes_ += job->bytes;
    ++segment.open_jobs;
    jobs_.push_back(std::move(job));
  }
}

void Backlog::DropHeldUp() {
  std::set<TableKey> failing;
  for (const auto& job : jobs_) {
    if (job->taken) continue;
    if (job->attempts > 0) failing.insert(job->key);
    if (job->dropped || !failing.contains(job->key)) continue;
    job->group = {};
    job->block.reset();
    job->counts.reset();
    job->dropped = true;
    loaded_bytes_ -= job->bytes;
  }
}

Backlog::Job Backlog::FindJob(Clock::time_point now, std::optional<Clock::time_point>& next) {
  std::size_t unknown = 0;
  for (const auto& job : jobs_) unknown += job->attempts > 0 ? 1 : 0;
  std::map<TableKey, std::size_t> running;
  std::set<TableKey> held_up;
  for (const auto& job : jobs_) {
    if (held_up.contains(job->key)) continue;
    if (job->taken) {
      if (++running[job->key] >= kInsertsPerTable) held_up.insert(job->key);
    } else if (job->not_before > now) {
      KeepEarlier(next, job->not_before);
      held_up.insert(job->key);
    } else if (job->attempts > 0 || unknown < kMaxUnknown) {
      return job;
    }
  }
  return nullptr;
}

Backlog::Segment* Backlog::FindLoad(Clock::time_point now, std::optional<Clock::time_point>& next) {
  if (loading_ || in_log_ == 0 || loaded_bytes_ >= options_.max_loaded_bytes) return nullptr;
  for (auto& [number, segment] : segments_) {
    if (segment.place != Place::kInLog) continue;
    if (segment.not_before <= now) return &segment;
    KeepEarlier(next, segment.not_before);
    return nullptr;
  }
  return nullptr;
}

Backlog::Work Backlog::Take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (closed_) return std::monostate();
    const auto now = Clock::now();
    std::optional<Clock::time_point> next;
    if (Job job = FindJob(now, next)) {
      job->taken = true;
      ++job->attempts;
      if (job->dropped) loaded_bytes_ += job->bytes;
      return job;
    }
    if (Segment* segment = FindLoad(now, next)) {
      segment->place = Place::kLoading;
      loading_ = true;
      return Load{segment->number};
    }
    if (next) {
      work_.wait_until(lock, *next);
    } else {
      work_.wait(lock);
    }
  }
}

void Backlog::FinishLoad(std::uint64_t number, Result<SegmentRows> rows) {
  const std::lock_guard lock(mutex_);
  Segment& segment = segments_.at(number);
  loading_ = false;
  if (rows.ok()) {
    --in_log_;
    Hold(segment, std::move(*rows));
    if (in_log_ > 0) DropHeldUp();
    FinishIfStored(number);
  } else {
    segment.place = Place::kInLog;
    segment.not_before = Clock::now() + DelayAfter(++segment.load_attempts);
  }
  work_.notify_all();
}

void Backlog::Stored(const Job& job) {
  const std::lock_guard lock(mutex_);
  loaded_bytes_ -= job->bytes;
  --segments_.at(job->segment).open_jobs;
  jobs_.remove(job);
  FinishIfStored(job->segment);
  work_.notify_all();
}

void Backlog::FinishIfStored(std::uint64_t number) {
  if (segments_.at(number).open_jobs > 0) return;
  segments_.erase(number);
  stored_.push_back(number);
  stored_changed_.notify_all();
}

void Backlog::TryLater(const Job& job, const Status& why) {
  const std::lock_guard lock(mutex_);
  job->taken = false;
  if (job->dropped) loaded_bytes_ -= job->bytes;
  if (in_log_ > 0) DropHeldUp();
  job->last_error = why.message();
  job->not_before = Clock::now() + DelayAfter(job->attempts);
  work_.notify_all();
}

std::chrono::milliseconds Backlog::DelayAfter(int attempts) const {
  constexpr int kMaxDoublings = 16;
  const auto delay = options_.min_retry * (1 << std::min(attempts - 1, kMaxDoublings));
  return std::min<std::chrono::milliseconds>(delay, options_.max_retry);
}

void Backlog::RetryNow() {
  const std::lock_guard lock(mutex_);
  for (const auto& job : jobs_) job->not_before = {};
  for (auto& [number, segment] : segments_) segment.not_before = {};
  work_.notify_all();
}

bool Backlog::IsBusy(const SegmentRows& rows) const {
  const std::lock_guard lock(mutex_);
  if (in_log_ > 0) return true;
  return std::any_of(jobs_.begin(), jobs_.end(),
                     [&](const Job& job) { return rows.groups().contains(job->key); });
}

std::optional<std::vector<std::uint64_t>> Backlog::TakeStored(Clock::time_point earliest) {
  std::unique_lock lock(mutex_);
  stored_changed_.wait_until(lock, earliest, [&] { return closed_; });
  stored_changed_.wait(lock, [&] { return closed_ || !stored_.empty(); });
  if (stored_.empty()) return std::nullopt;
  return std::exchange(stored_, {});
}

bool Backlog::WaitEmpty(Deadline deadline) {
  std::unique_lock lock(mutex_);
  const auto empty = [&] { return segments_.empty(); };
  if (deadline.IsNever()) {
    stored_changed_.wait(lock, empty);
    return true;
  }
  return stored_changed_.wait_until(lock, deadline.at(), empty);
}

void Backlog::Close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  work_.notify_all();
  stored_changed_.notify_all();
}

BacklogUsage Backlog::usage() const {
  const std::lock_guard lock(mutex_);
  BacklogUsage usage;
  usage.segments = segments_.size();
  usage.loaded_bytes = loaded_bytes_;
  for (const auto& [number, segment] : segments_) {
    usage.rows += segment.records;
    const bool is_oldest = usage.oldest_receive_time == 0 || segment.receive_time < usage.oldest_receive_time;
    if (segment.receive_time != 0 && is_oldest) usage.oldest_receive_time = segment.receive_time;
  }
  for (const auto& job : jobs_) {
    usage.unknown += job->attempts > 0 ? 1 : 0;
    auto& waiting = usage.tables[job->key];
    waiting.rows += job->rows;
    if (waiting.last_error.empty()) waiting.last_error = job->last_error;
  }
  return usage;
}

}  // namespace sextant::ingest
