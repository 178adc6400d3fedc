#include "wal/segment_log.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <utility>

#include "base/bytes.h"
#include "base/log.h"

namespace sextant::wal {

// What the log knows of one segment. Guarded by the log's mutex, but `number`.
class SegmentLog::Segment {
 public:
  explicit Segment(std::uint64_t number) : number(number) {}

  const std::uint64_t number;
  std::uint64_t bytes = 0;          // counted in the log's total
  std::uint64_t durable_bytes = 0;  // of the file, head included
  std::uint32_t appended = 0;
  std::uint32_t durable = 0;
  bool sealed = false;
  Tail tail = Tail::kMustBeWhole;
  Status failure;

  bool settled() const { return sealed && (durable == appended || !failure.ok()); }
};

std::uint64_t SegmentLog::Ticket::number() const { return segment->number; }

namespace {

constexpr std::string_view kSuffix = ".seg";
constexpr std::size_t kDigits = 20;

std::optional<std::uint64_t> NumberOf(const std::string& name) {
  if (name.size() != kDigits + kSuffix.size() || !name.ends_with(kSuffix)) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    if (name[i] < '0' || name[i] > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(name[i] - '0');
  }
  return number;
}

std::string ParentOf(const std::string& folder) {
  const std::size_t slash = folder.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : folder.substr(0, slash);
}

}  // namespace

Result<std::unique_ptr<SegmentLog>> SegmentLog::Open(std::string folder, const SegmentLogOptions& options,
                                                     UnixNanos now, Env& env) {
  std::unique_ptr<SegmentLog> log(new SegmentLog(std::move(folder), options, env));
  SXT_TRY(env.CreateFolder(log->folder_));
  SXT_TRY(env.SyncFolder(ParentOf(log->folder_)));
  SXT_ASSIGN(log->lock_, env.Lock(log->folder_ + "/lock"));
  SXT_ASSIGN(const std::vector<std::uint64_t> numbers, log->ListSegments());
  SXT_TRY(log->LoadWriter(!numbers.empty()));
  SXT_ASSIGN(log->outcomes_, Outcomes::Open(env, log->folder_, numbers, now));
  log->next_number_ = log->outcomes_->first_free();
  SXT_TRY(log->CountLeftovers(numbers));
  log->thread_ = std::thread([raw = log.get()] { raw->CommitLoop(); });
  return log;
}

SegmentLog::~SegmentLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::string SegmentLog::PathOf(std::uint64_t number) const {
  char name[32];
  std::snprintf(name, sizeof name, "%020" PRIu64 ".seg", number);
  return folder_ + "/" + name;
}

Status SegmentLog::LoadWriter(bool has_segments) {
  const std::string path = folder_ + "/writer";
  if (!env_.Exists(path)) {
    if (has_segments) {
      return {Code::kDataLoss, "The log folder " + folder_ +
                                   " holds segments but not its writer file. Put that file back, or move the "
                                   "segments away to start an empty log."};
    }
    writer_ = RandomBytes(kWriterBytes);
    writer_hex_ = ToHex(writer_);
    return ReplaceFile(env_, folder_, "writer", writer_hex_ + "\n");
  }
  SXT_ASSIGN(std::string text, ReadWhole(env_, path, 1024));
  if (text.ends_with('\n')) text.pop_back();
  const auto bytes = FromHex(text);
  if (!bytes || bytes->size() != kWriterBytes) {
    return {Code::kDataLoss, path + " is damaged: it must hold 32 hexadecimal digits."};
  }
  writer_ = *bytes;
  writer_hex_ = ToHex(writer_);
  return OkStatus();
}

Result<std::vector<std::uint64_t>> SegmentLog::ListSegments() {
  SXT_ASSIGN(const std::vector<std::string> names, env_.List(folder_));
  std::vector<std::uint64_t> numbers;
  for (const auto& name : names) {
    if (const auto number = NumberOf(name)) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Status SegmentLog::CountLeftovers(const std::vector<std::uint64_t>& numbers) {
  for (const std::uint64_t number : numbers) {
    Leftover left;
    left.number = number;
    left.tail = number == numbers.back() ? Tail::kMayBeTorn : Tail::kMustBeWhole;
    SXT_ASSIGN(std::unique_ptr<ReadFile> file, env_.OpenRead(PathOf(number)));
    left.bytes = file->size();
    SXT_ASSIGN(std::unique_ptr<SegmentReader> reader,
               SegmentReader::Open(env_, PathOf(number), number, writer_, left.tail));
    for (;;) {
      SXT_ASSIGN(const std::optional<ReadFrame> next, reader->NextHeader());
      if (!next) break;
      if (left.frames++ == 0) left.first_receive_time = next->frame.receive_time;
      left.records += next->frame.records;
    }
    auto segment = std::make_shared<Segment>(number);
    segment->bytes = left.bytes;
    segment->appended = segment->durable = static_cast<std::uint32_t>(left.frames);
    segment->sealed = true;
    segment->tail = left.tail;
    segments_.emplace(number, std::move(segment));
    bytes_ += left.bytes;
    leftovers_.push_back(left);
  }
  return OkStatus();
}

Status SegmentLog::Admit(std::size_t bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return in_flight_bytes_ == 0 || in_flight_bytes_ + bytes <= options_.max_in_flight_bytes;
  });
  if (bytes_ + bytes > options_.max_log_bytes) return FullLocked();
  in_flight_bytes_ += bytes;
  bytes_ += bytes;
  return OkStatus();
}

Status SegmentLog::FullLocked() const {
  return {Code::kUnavailable, "The log is full: " + std::to_string(bytes_ >> 20) +
                                  " MiB wait for the storage engine. Send again later."};
}

Status SegmentLog::CheckRoom() const {
  const std::lock_guard lock(mutex_);
  return bytes_ < options_.max_log_bytes ? OkStatus() : FullLocked();
}

std::uint64_t SegmentLog::newest_number() const {
  const std::lock_guard lock(mutex_);
  return next_number_ - 1;
}

SegmentLog::Ticket SegmentLog::Append(std::string frame) {
  const std::lock_guard lock(mutex_);
  if (open_ && !open_->failure.ok()) {
    open_->sealed = true;
    open_.reset();
  }
  if (!open_) {
    open_ = std::make_shared<Segment>(next_number_++);
    open_->bytes = kSegmentHeadBytes;
    bytes_ += kSegmentHeadBytes;
    segments_.emplace(open_->number, open_);
  }
  open_->bytes += frame.size();
  Ticket ticket{open_, open_->appended++};
  pending_.push_back({open_, std::move(frame)});
  work_.notify_one();
  return ticket;
}

Status SegmentLog::WaitDurable(const Ticket& ticket) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return ticket.segment->durable > ticket.frame || !ticket.segment->failure.ok(); });
  return ticket.segment->durable > ticket.frame ? OkStatus() : ticket.segment->failure;
}

void SegmentLog::Seal() {
  const std::lock_guard lock(mutex_);
  if (!open_) return;
  open_->sealed = true;
  open_.reset();
  changed_.notify_all();
}

std::uint32_t SegmentLog::WaitSettled(std::uint64_t number) {
  std::unique_lock lock(mutex_);
  const auto found = segments_.find(number);
  SXT_CHECK(found != segments_.end(), "no segment " + std::to_string(number));
  const std::shared_ptr<Segment> segment = found->second;
  changed_.wait(lock, [&] { return segment->settled(); });
  return segment->durable;
}

Result<std::unique_ptr<SegmentReader>> SegmentLog::Read(std::uint64_t number) {
  Tail tail;
  {
    const std::lock_guard lock(mutex_);
    const auto found = segments_.find(number);
    if (found == segments_.end()) {
      return Status(Code::kNotFound, "There is no segment " + std::to_string(number) + ".");
    }
    tail = found->second->tail;
  }
  return SegmentReader::Open(env_, PathOf(number), number, writer_, tail);
}

Status SegmentLog::Delete(const std::vector<std::uint64_t>& numbers) {
  Status first;
  for (const std::uint64_t number : numbers) {
    const Status removed = env_.Remove(PathOf(number));
    if (!removed.ok()) {
      if (first.ok()) first = removed;
      continue;
    }
    outcomes_->Forget(number);
    const std::lock_guard lock(mutex_);
    const auto found = segments_.find(number);
    if (found == segments_.end()) continue;
    bytes_ -= found->second->bytes;
    segments_.erase(found);
  }
  return first;
}

LogUsage SegmentLog::usage() const {
  const std::lock_guard lock(mutex_);
  return {segments_.size(), bytes_, in_flight_bytes_, syncs_, failures_};
}

void SegmentLog::CommitLoop() {
  std::vector<Pending> batch;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [&] { return stopping_ || !pending_.empty(); });
      if (pending_.empty()) return;
      batch.swap(pending_);
    }
    for (auto begin = batch.begin(); begin != batch.end();) {
      const auto end =
          std::find_if(begin, batch.end(), [&](const Pending& p) { return p.segment != begin->segment; });
      Commit({begin, end});
      begin = end;
    }
    batch.clear();
  }
}

void SegmentLog::Commit(std::span<Pending> run) {
  Segment& segment = *run.front().segment;
  // Only this thread ever sets `failure`, so it may read it without the mutex.
  const bool failed_before = !segment.failure.ok();
  Status written = failed_before ? segment.failure : WriteAndSync(segment, run);
  if (!written.ok() && !failed_before) {
    CutBack(segment);
    Log(Severity::kError, "wal.segment_failed",
        {{"segment", std::to_string(segment.number)}, {"error", written.message()}});
  }
  std::uint64_t run_bytes = 0;
  for (const auto& item : run) run_bytes += item.bytes.size();

  const std::lock_guard lock(mutex_);
  in_flight_bytes_ -= run_bytes;
  if (written.ok()) {
    segment.durable += static_cast<std::uint32_t>(run.size());
    segment.durable_bytes += run_bytes + (segment.durable_bytes == 0 ? kSegmentHeadBytes : 0);
    ++syncs_;
  } else {
    bytes_ -= run_bytes;
    segment.bytes -= run_bytes;
    if (!failed_before) {
      segment.failure =
          Status(Code::kUnavailable, "The request could not be written to the log: " + written.message());
      ++failures_;
    }
  }
  changed_.notify_all();
}

Status SegmentLog::WriteAndSync(Segment& segment, std::span<const Pending> run) {
  const bool is_new = file_number_ != segment.number;
  std::vector<std::string_view> pieces;
  pieces.reserve(run.size() + 1);
  std::string head;
  if (is_new) {
    file_.reset();
    file_number_ = segment.number;
    SXT_TRY(outcomes_->Spend(segment.number));
    SXT_ASSIGN(file_, env_.Create(PathOf(segment.number)));
    head = EncodeSegmentHead(segment.number, writer_);
    pieces.push_back(head);
  }
  for (const auto& item : run) pieces.push_back(item.bytes);
  SXT_TRY(file_->Append(pieces));
  SXT_TRY(file_->Sync());
  return is_new ? env_.SyncFolder(folder_) : OkStatus();
}

void SegmentLog::CutBack(Segment& segment) {
  Status cut;
  if (segment.durable_bytes > 0) {
    cut = file_->Truncate(segment.durable_bytes);
  } else {
    cut = env_.Remove(PathOf(segment.number));
  }
  // What stays behind was never acknowledged; at worst a replay stores it, as it may store any such request.
  if (!cut.ok()) Log(Severity::kWarn, "wal.not_cut_back", {{"error", cut.message()}});
  file_.reset();
}

}  // namespace sextant::wal
