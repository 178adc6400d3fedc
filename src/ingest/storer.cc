#include "ingest/storer.h"

#include <algorithm>
#include <utility>

#include "base/allocator.h"
#include "base/log.h"
#include "enrich/key_values.h"
#include "ingest/rollup_insert.h"
#include "ingest/table_insert.h"
#include "model/rollup.h"

namespace sextant::ingest {
namespace {

constexpr std::chrono::seconds kReturnMemoryEvery{15};

std::unique_ptr<Block> CountGroup(const InsertJob& job, const std::string& writer) {
  if (!rollup::HasRollup(TableOf(job.key))) return nullptr;
  enrich::KeyValueCounter counter;
  for (const FrameRows& frame : job.group.frames) counter.Add(frame.block);
  return std::make_unique<Block>(counter.Take(writer, job.segment));
}

// Of the rows without those of quarantined frames.
std::unique_ptr<Block> CountStored(const InsertJob& job, const std::string& writer) {
  RowOrder stored;
  for (std::uint32_t row = 0; row < job.block->frame_of_row.size(); ++row) {
    if (!job.quarantined.contains(job.block->frame_of_row[row])) stored.push_back(row);
  }
  const Block rows = job.block->block.Pick(stored);
  enrich::KeyValueCounter counter;
  counter.Add(rows);
  return std::make_unique<Block>(counter.Take(writer, job.segment));
}

}  // namespace

Storer::Storer(Parts parts, StorerOptions options) : parts_(std::move(parts)), options_(std::move(options)) {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { WorkLoop(); });
  threads_.emplace_back([this] { CleanLoop(); });
}

Storer::~Storer() { Stop(); }

void Storer::Stop() {
  parts_.backlog.Close();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

StorerCounters Storer::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

void Storer::WorkLoop() {
  for (;;) {
    const Backlog::Work work = parts_.backlog.Take();
    if (const auto* job = std::get_if<Backlog::Job>(&work)) {
      Insert(*job);
    } else if (const auto* load = std::get_if<Backlog::Load>(&work)) {
      parts_.backlog.FinishLoad(load->segment, LoadSegment(load->segment));
    } else {
      return;
    }
  }
}

Status Storer::Prepare(InsertJob& job) {
  if (job.dropped) {
    SXT_ASSIGN(SegmentRows rows, LoadSegment(job.segment));
    auto groups = rows.TakeGroups();
    const auto found = groups.find(job.key);
    if (found == groups.end()) {
      return {Code::kDataLoss,
              "Its rows can no longer be read from segment " + std::to_string(job.segment) + "."};
    }
    job.group = std::move(found->second);
    job.dropped = false;
  }
  if (!job.block) {
    job.counts = CountGroup(job, parts_.log.writer());
    job.block = std::make_unique<TableBlock>(BuildBlock(job.segment, TableOf(job.key), std::move(job.group)));
  }
  return OkStatus();
}

Status Storer::TryInsert(InsertJob& job) {
  SXT_TRY(Prepare(job));
  const bool repeated = job.attempts > 1 || parts_.log.IsLeftover(job.segment);
  if (!job.rows_stored) {
    const TableInsert::Parts parts{parts_.store, parts_.log, parts_.quarantine, options_.insert_timeout};
    TableInsert insert(parts, job.segment, job.key, *job.block, repeated);
    SXT_TRY(insert.Try());
    job.rows_stored = true;
    job.quarantined = insert.quarantined();
    Announce(job);
  }
  if (!job.counts) return OkStatus();
  if (!job.quarantined.empty()) job.counts = CountStored(job, parts_.log.writer());
  const RollupInsert::Parts parts{parts_.store, parts_.log, options_.insert_timeout};
  return RollupInsert(parts, job.segment, job.key, *job.counts, repeated).Try();
}

void Storer::Insert(const Backlog::Job& job) {
  const Status tried = TryInsert(*job);
  if (!tried.ok()) {
    Log(Severity::kWarn, "ingest.insert_waits",
        {{"segment", std::to_string(job->segment)},
         {"table", NameOf(job->key)},
         {"attempt", std::to_string(job->attempts)},
         {"error", tried.message()}});
    {
      const std::lock_guard lock(mutex_);
      ++counters_.retries;
    }
    parts_.backlog.TryLater(job, tried);
    return;
  }
  parts_.log.outcomes().MarkStored(job->segment, job->key);
  {
    const std::lock_guard lock(mutex_);
    ++counters_.inserts;
    counters_.stored_rows[job->key] += job->rows;
  }
  job->block.reset();
  job->counts.reset();
  parts_.backlog.Stored(job);
  parts_.on_stored();
}

void Storer::Announce(const InsertJob& job) {
  if (!parts_.hub.has_subscribers()) return;
  const auto& times = TimesOf(TableOf(job.key), job.block->block);
  const auto [oldest, newest] = std::minmax_element(times.begin(), times.end());
  parts_.hub.Publish(
      {job.key.database, std::string(TableName(TableOf(job.key))), job.segment, job.rows, *oldest, *newest});
}

Result<SegmentRows> Storer::LoadSegment(std::uint64_t number) {
  SXT_ASSIGN(const std::unique_ptr<wal::SegmentReader> reader, parts_.log.Read(number));
  SegmentRows rows(number);
  for (;;) {
    SXT_ASSIGN(std::optional<wal::ReadFrame> frame, reader->Next());
    if (!frame) break;
    SXT_TRY(LoadFrame(rows, std::move(*frame)));
  }
  if (reader->damage().any()) ReportDamage(number, reader->damage());
  return rows;
}

void Storer::ReportDamage(std::uint64_t number, const wal::Damage& damage) {
  {
    const std::lock_guard lock(mutex_);
    if (!reported_.insert(number).second) return;
    counters_.damaged_frames += damage.frames;
    counters_.dropped_bytes += damage.bytes;
  }
  Log(Severity::kError, "ingest.segment_damaged",
      {{"segment", std::to_string(number)},
       {"damaged_frames", std::to_string(damage.frames)},
       {"dropped_bytes", std::to_string(damage.bytes)},
       {"first", damage.first}});
}

Status Storer::LoadFrame(SegmentRows& rows, const wal::ReadFrame& read) {
  const wal::Frame& frame = read.frame;
  const auto coding = static_cast<BodyCoding>(frame.coding);
  Result<std::string> body = coding == BodyCoding::kIdentity
                                 ? Result<std::string>(frame.body)
                                 : parts_.inflate(coding, frame.body, frame.inflated_bytes);
  Result<otlp::Decoded> decoded =
      body.ok() ? DecodeRows(static_cast<Signal>(frame.signal), static_cast<otlp::Encoding>(frame.encoding),
                             *body, frame.receive_time, frame.retention_ns)
                : Result<otlp::Decoded>(body.status());
  if (!decoded.ok()) {
    QuarantinedRequest request;
    request.segment = rows.number();
    request.frame = read.index;
    request.database = frame.database;
    request.rows = frame.records;
    request.receive_time = frame.receive_time;
    request.reason = decoded.status().message();
    return parts_.quarantine.Keep(std::move(request), frame);
  }
  std::erase_if(decoded->tables, [&](const TableRows& table) {
    return parts_.log.outcomes().IsStored(rows.number(),
                                          {frame.database, static_cast<std::uint8_t>(table.table)});
  });
  rows.Add(read.index, frame.database, frame.receive_time, std::move(*decoded));
  return OkStatus();
}

void Storer::CleanLoop() {
  auto earliest = std::chrono::steady_clock::time_point::min();
  std::vector<std::uint64_t> to_delete;
  auto next_return = std::chrono::steady_clock::now();
  while (const auto stored = parts_.backlog.TakeStored(earliest)) {
    const auto now = std::chrono::steady_clock::now();
    earliest = now + options_.sync_interval;
    to_delete.insert(to_delete.end(), stored->begin(), stored->end());
    Status cleaned;
    if (!options_.engine_folder.empty()) cleaned = parts_.log.env().SyncFileSystem(options_.engine_folder);
    if (cleaned.ok()) cleaned = parts_.log.Delete(to_delete);
    if (cleaned.ok()) {
      to_delete.clear();
    } else {
      Log(Severity::kError, "ingest.segments_kept",
          {{"segments", std::to_string(to_delete.size())}, {"error", cleaned.message()}});
    }
    if (now < next_return || parts_.backlog.usage().segments > 0) continue;
    ReturnFreedMemory();
    next_return = now + kReturnMemoryEvery;
  }
}

}  // namespace sextant::ingest
