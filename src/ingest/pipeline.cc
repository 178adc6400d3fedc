#include "ingest/pipeline.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace sextant::ingest {
namespace {

wal::Frame FrameOf(const ExportRequest& request, UnixNanos receive_time, std::int64_t retention_ns,
                   std::uint64_t records) {
  wal::Frame frame;
  frame.receive_time = receive_time;
  frame.retention_ns = retention_ns;
  frame.inflated_bytes = static_cast<std::uint32_t>(request.body.size());
  frame.records = static_cast<std::uint32_t>(records);
  frame.signal = static_cast<std::uint8_t>(request.signal);
  frame.encoding = static_cast<std::uint8_t>(request.encoding);
  frame.coding = static_cast<std::uint8_t>(request.coding);
  frame.database = request.database;
  return frame;
}

std::string_view BodyForLog(const ExportRequest& request) {
  return request.coding == BodyCoding::kIdentity ? request.body : request.coded_body;
}

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::Start(PipelineOptions options, Store& store, const Clock& clock,
                                                  wal::Env& env) {
  std::unique_ptr<Pipeline> pipeline(new Pipeline(std::move(options), clock));
  const PipelineOptions& chosen = pipeline->options_;
  SXT_ASSIGN(pipeline->log_, wal::SegmentLog::Open(chosen.log_folder, chosen.log, clock.Now(), env));
  SXT_ASSIGN(pipeline->quarantine_,
             Quarantine::Open(env, chosen.log_folder + "/quarantine", chosen.max_quarantine_bytes));
  for (const wal::Leftover& left : pipeline->log_->leftovers()) {
    Log(Severity::kInfo, "ingest.replay",
        {{"segment", std::to_string(left.number)},
         {"requests", std::to_string(left.frames)},
         {"records", std::to_string(left.records)}});
    pipeline->backlog_.AddInLog(left.number, left.records, left.first_receive_time);
  }
  Pipeline* raw = pipeline.get();
  Storer::Parts parts{store, *raw->log_, *raw->quarantine_, raw->backlog_, raw->hub_, chosen.inflate, [raw] {
                        const std::lock_guard lock(raw->mutex_);
                        raw->wake_.notify_one();
                      }};
  pipeline->storer_ = std::make_unique<Storer>(std::move(parts), chosen.storer);
  pipeline->sealer_ = std::thread([raw] { raw->SealLoop(); });
  return pipeline;
}

Pipeline::~Pipeline() {
  if (sealer_.joinable()) Stop(std::chrono::milliseconds(0));
}

bool Pipeline::HasDatabase(std::string_view name) const {
  return std::find(options_.databases.begin(), options_.databases.end(), name) != options_.databases.end();
}

Result<ExportOutcome> Pipeline::Export(const ExportRequest& request) {
  Result<ExportOutcome> outcome = Admit(request);
  // Names that we do not have are not counted by name: they are the sender's to invent.
  if (!outcome.ok())
    counters_.Refused(HasDatabase(request.database) ? request.database : "", outcome.status().code());
  return outcome;
}

Result<ExportOutcome> Pipeline::Admit(const ExportRequest& request) {
  if (!HasDatabase(request.database)) {
    return Status(Code::kBadInput, "There is no database \"" + request.database + "\" to send to.");
  }
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Status(Code::kUnavailable, "Sextant is stopping. Send again when it is back.");
  }
  if (options_.quota) SXT_TRY(options_.quota(request.client, request.body.size()));
  SXT_TRY(log_->CheckRoom());
  const UnixNanos receive_time = clock_.Now();
  SXT_ASSIGN(otlp::Decoded decoded,
             DecodeRows(request.signal, request.encoding, request.body, receive_time, options_.retention_ns));
  ExportOutcome outcome{decoded.accepted, decoded.rejected, std::move(decoded.rejection_message)};
  const std::map<std::string, std::uint64_t> reasons = std::move(decoded.reasons);
  if (!decoded.tables.empty()) SXT_TRY(Append(request, receive_time, std::move(decoded)));
  counters_.Rejected(request.database, reasons);
  counters_.Accepted(request.database, outcome.accepted, request.body.size(), receive_time);
  return outcome;
}

Status Pipeline::Append(const ExportRequest& request, UnixNanos receive_time, otlp::Decoded decoded) {
  SXT_ASSIGN(std::string bytes,
             wal::EncodeFrame(FrameOf(request, receive_time, options_.retention_ns, decoded.accepted),
                              BodyForLog(request)));
  std::vector<std::pair<TableKey, UnixNanos>> newest;
  for (const auto& table : decoded.tables) {
    const auto& times = TimesOf(table.table, table.block);
    newest.emplace_back(TableKey{request.database, static_cast<std::uint8_t>(table.table)},
                        *std::max_element(times.begin(), times.end()));
  }
  SXT_TRY(log_->Admit(bytes.size()));
  wal::SegmentLog::Ticket ticket;
  {
    const std::lock_guard lock(mutex_);
    if (open_ && Overflows(request.database, decoded)) SealOpen();
    ticket = log_->Append(std::move(bytes));
    if (open_ && open_->number() != ticket.number()) {
      // The log ended the segment by itself after a failed write.
      sealed_.push_back(*std::exchange(open_, std::nullopt));
    }
    if (!open_) {
      open_.emplace(ticket.number());
      opened_at_ = SteadyClock::now();
      wake_.notify_one();
    }
    open_->Add(ticket.frame, request.database, receive_time, std::move(decoded));
    if (IsFull()) wake_.notify_one();
  }
  SXT_TRY(log_->WaitDurable(ticket));
  for (const auto& [key, time] : newest) counters_.SawRow(key, time);
  return OkStatus();
}

bool Pipeline::Overflows(const std::string& database, const otlp::Decoded& decoded) const {
  std::size_t all_bytes = open_->bytes();
  for (const auto& table : decoded.tables) {
    const std::size_t bytes = table.block.bytes();
    all_bytes += bytes;
    const auto found = open_->groups().find({database, static_cast<std::uint8_t>(table.table)});
    if (found == open_->groups().end()) continue;
    if (found->second.rows + table.block.rows() > options_.seal.max_rows) return true;
    if (found->second.bytes + bytes > options_.seal.max_bytes) return true;
  }
  return all_bytes > options_.seal.max_total_bytes;
}

bool Pipeline::IsFull() const {
  return open_->largest_rows() >= options_.seal.max_rows ||
         open_->largest_bytes() >= options_.seal.max_bytes || open_->bytes() >= options_.seal.max_total_bytes;
}

std::chrono::milliseconds Pipeline::UntilSealedLocked() const {
  if (IsFull()) return std::chrono::milliseconds(0);
  OpenSegment segment;
  segment.age = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - opened_at_);
  segment.rows = open_->rows();
  segment.tables_busy = backlog_.IsBusy(*open_);
  segment.watched = hub_.has_subscribers();
  return UntilSealed(segment, options_.seal);
}

void Pipeline::SealOpen() {
  log_->Seal();
  sealed_.push_back(*std::exchange(open_, std::nullopt));
  wake_.notify_one();
}

void Pipeline::SealLoop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!sealed_.empty()) {
      const std::uint64_t number = sealed_.front().number();
      lock.unlock();
      const std::uint32_t durable = log_->WaitSettled(number);
      lock.lock();
      HandOver(durable);
    } else if (open_) {
      const auto wait = seal_now_ || stopping_ ? std::chrono::milliseconds(0) : UntilSealedLocked();
      if (wait.count() > 0) {
        wake_.wait_for(lock, wait);
      } else {
        SealOpen();
        seal_now_ = false;
      }
    } else if (stopping_) {
      return;
    } else {
      wake_.wait(lock);
    }
  }
}

// Moves the oldest sealed segment to the backlog in one step, so that a status never misses its rows.
void Pipeline::HandOver(std::uint32_t durable_frames) {
  SegmentRows rows = std::move(sealed_.front());
  sealed_.pop_front();
  rows.KeepFirst(durable_frames);
  if (rows.empty()) {
    backlog_.AddEmpty(rows.number());
  } else {
    backlog_.Add(std::move(rows));
  }
  handed_.notify_all();
}

bool Pipeline::Flush(Deadline deadline) {
  {
    std::unique_lock lock(mutex_);
    seal_now_ = open_.has_value();
    wake_.notify_one();
    const auto handed = [&] { return !seal_now_ && sealed_.empty(); };
    if (deadline.IsNever()) {
      handed_.wait(lock, handed);
    } else if (!handed_.wait_until(lock, deadline.at(), handed)) {
      return false;
    }
  }
  return backlog_.WaitEmpty(deadline);
}

void Pipeline::Stop(std::chrono::milliseconds grace) {
  if (!sealer_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  sealer_.join();
  const bool all_stored = backlog_.WaitEmpty(Deadline::After(grace));
  storer_->Stop();
  Log(Severity::kInfo, "ingest.stopped", {{"everything_stored", all_stored ? "yes" : "no"}});
}

IngestStatus Pipeline::status() const {
  const UnixNanos now = clock_.Now();
  const StorerCounters stored = storer_->counters();
  const wal::LogUsage log = log_->usage();
  IngestStatus status;
  status.databases = counters_.databases();
  status.rows_per_second = counters_.RowsPerSecond(now);
  UnixNanos oldest = 0;
  BacklogUsage backlog;
  {
    const std::lock_guard lock(mutex_);
    backlog = backlog_.usage();
    oldest = backlog.oldest_receive_time;
    status.waiting_rows = backlog.rows;
    status.waiting_segments = backlog.segments;
    status.loaded_bytes = backlog.loaded_bytes;
    const auto add = [&](const SegmentRows& rows) {
      status.waiting_rows += rows.rows();
      status.loaded_bytes += rows.bytes();
      ++status.waiting_segments;
      if (oldest == 0) oldest = rows.first_receive_time();
    };
    for (const auto& rows : sealed_) add(rows);
    if (open_) add(*open_);
  }
  if (oldest != 0) status.oldest_waiting_ns = std::max<std::int64_t>(0, now - oldest);

  std::map<TableKey, TableStatus> tables;
  for (const auto& [key, newest] : counters_.newest_rows()) tables[key].newest_row = newest;
  for (const auto& [key, rows] : stored.stored_rows) tables[key].stored_rows = rows;
  for (const auto& [key, waiting] : backlog.tables) {
    tables[key].waiting_rows = waiting.rows;
    tables[key].last_error = waiting.last_error;
  }
  for (auto& [key, table] : tables) {
    table.database = key.database;
    table.table = TableName(TableOf(key));
    status.tables.push_back(std::move(table));
  }

  status.log_segments = log.segments;
  status.log_bytes = log.bytes;
  status.log_syncs = log.syncs;
  status.log_failures = log.failures;
  status.damaged_frames = stored.damaged_frames;
  status.dropped_bytes = stored.dropped_bytes;
  status.inserts = stored.inserts;
  status.retries = stored.retries;
  status.quarantined = quarantine_->count();
  status.quarantine = quarantine_->list();
  return status;
}

}  // namespace sextant::ingest
