#include "ingest/table_insert.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.h"

namespace sextant::ingest {
namespace {

// ClickHouse: no such column in table, readonly, unknown table, unknown database, table is dropped, table is
// read-only, access denied, authentication failed.
constexpr std::array<std::int32_t, 8> kTableCodes = {16, 60, 81, 164, 218, 242, 497, 516};

bool IsRefusedForGood(const Status& status) {
  const bool about_rows = status.code() == Code::kBadInput || status.code() == Code::kTooLarge;
  return about_rows && !IsRetryable(status) && !BlamesTheTable(status);
}

Result<wal::Frame> ReadFrameAt(wal::SegmentLog& log, std::uint64_t segment, std::uint32_t index) {
  SXT_ASSIGN(const std::unique_ptr<wal::SegmentReader> reader, log.Read(segment));
  for (;;) {
    SXT_ASSIGN(std::optional<wal::ReadFrame> next, reader->Next());
    if (!next) break;
    if (next->index == index) return std::move(next->frame);
  }
  return Status(Code::kDataLoss, "Request " + std::to_string(index) + " of segment " +
                                     std::to_string(segment) + " can no longer be read from the log.");
}

}  // namespace

std::string TokenOf(const std::string& writer, std::uint64_t segment, const TableKey& key) {
  return writer + "/" + std::to_string(segment) + "/" + key.database + "/" +
         std::string(TableName(TableOf(key)));
}

bool BlamesTheTable(const Status& error) {
  return std::find(kTableCodes.begin(), kTableCodes.end(), error.engine_code()) != kTableCodes.end();
}

bool MustAskFirst(wal::SegmentLog& log, std::uint64_t segment, const TableKey& key) {
  return log.outcomes().IsDoubted(segment, key) || log.newest_number() - segment >= kRememberedSegments;
}

TableInsert::TableInsert(const Parts& parts, std::uint64_t segment, const TableKey& key,
                         const TableBlock& block, bool repeated)
    : parts_(parts),
      segment_(segment),
      key_(key),
      block_(block),
      repeated_(repeated),
      token_(TokenOf(parts.log.writer(), segment, key)) {}

Status TableInsert::Try() {
  Status inserted;
  if (MustAskFirst(parts_.log, segment_, key_)) {
    inserted = InsertMissing(0);
  } else {
    inserted = InsertBlock(block_.block, token_);
    if (inserted.ok() && repeated_) inserted = InsertMissing(1);
  }
  return IsRefusedForGood(inserted) ? Bisect() : inserted;
}

Status TableInsert::InsertMissing(int first_round) {
  for (int round = first_round; round < kMaxRounds; ++round) {
    SXT_ASSIGN(const RowOrder missing, FindMissing());
    if (missing.empty()) return OkStatus();
    SXT_TRY(InsertRows(missing, token_ + (round == 0 ? "" : "/" + std::to_string(round))));
  }
  return {Code::kUnavailable,
          "The table does not keep the rows of segment " + std::to_string(segment_) + "."};
}

Result<RowOrder> TableInsert::FindMissing() {
  Statement statement;
  statement.text = "SELECT __sxt_row FROM `" + key_.database + "`.`" + std::string(TableName(TableOf(key_))) +
                   "` WHERE __sxt_segment = {segment:UInt64}";
  statement.params = {{"segment", std::to_string(segment_)}};
  statement.comment = "ingest: rows of segment " + std::to_string(segment_);
  RunOptions options;
  options.deadline = Deadline::After(parts_.insert_timeout);
  std::vector<bool> present(block_.block.rows(), false);
  SXT_TRY(parts_.store
              .Run(statement, options,
                   [&](const Block& answer) {
                     if (answer.rows() == 0) return true;
                     const auto* rows = dynamic_cast<const NumberColumn<std::uint32_t>*>(
                         answer.columns.front().column.get());
                     SXT_CHECK(rows != nullptr, "__sxt_row is not UInt32");
                     for (const std::uint32_t row : rows->values) {
                       if (row < present.size()) present[row] = true;
                     }
                     return true;
                   })
              .status());
  RowOrder missing;
  for (std::uint32_t row = 0; row < present.size(); ++row) {
    if (!present[row] && !quarantined_.contains(block_.frame_of_row[row])) missing.push_back(row);
  }
  Log(Severity::kInfo, "ingest.asked",
      {{"segment", std::to_string(segment_)},
       {"table", NameOf(key_)},
       {"rows", std::to_string(present.size())},
       {"missing", std::to_string(missing.size())}});
  return missing;
}

Status TableInsert::InsertRows(const RowOrder& rows, const std::string& token) {
  if (rows.size() == block_.block.rows()) return InsertBlock(block_.block, token);
  return InsertBlock(block_.block.Pick(rows), token);
}

Status TableInsert::InsertBlock(const Block& block, const std::string& token) {
  const std::string_view table = TableName(TableOf(key_));
  for (const Piece& piece : SplitByDay(TableOf(key_), block)) {
    const Deadline deadline = Deadline::After(parts_.insert_timeout);
    if (piece.rows.empty()) return parts_.store.Insert(key_.database, table, block, token, deadline);
    SXT_TRY(
        parts_.store.Insert(key_.database, table, block.Pick(piece.rows), token + piece.suffix, deadline));
  }
  return OkStatus();
}

Status TableInsert::Bisect() {
  // A block over several partitions may be in some of them already, and from here on rows go in under tokens
  // of their own: whoever tries again must ask.
  SXT_TRY(parts_.log.outcomes().MarkDoubted(segment_, key_));
  for (int round = 0; round < kMaxRounds; ++round) {
    SXT_ASSIGN(const RowOrder missing, FindMissing());
    if (missing.empty()) return OkStatus();
    std::vector<std::uint32_t> frames;
    for (const std::uint32_t row : missing) frames.push_back(block_.frame_of_row[row]);
    std::sort(frames.begin(), frames.end());
    frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
    SXT_TRY(InsertFrames(missing, frames, round));
  }
  return {Code::kUnavailable,
          "The table does not keep the rows of segment " + std::to_string(segment_) + "."};
}

Status TableInsert::InsertFrames(const RowOrder& missing, const std::vector<std::uint32_t>& frames,
                                 int round) {
  if (frames.empty()) return OkStatus();
  RowOrder rows;
  for (const std::uint32_t row : missing) {
    if (std::binary_search(frames.begin(), frames.end(), block_.frame_of_row[row])) rows.push_back(row);
  }
  const std::string range = std::to_string(frames.front()) + "-" + std::to_string(frames.back());
  const Status inserted = InsertRows(rows, token_ + "/f" + range + "/" + std::to_string(round));
  if (!IsRefusedForGood(inserted)) return inserted;
  if (frames.size() == 1) return KeepInQuarantine(frames.front(), rows.size(), inserted);
  const auto half = frames.begin() + static_cast<std::ptrdiff_t>(frames.size() / 2);
  SXT_TRY(InsertFrames(missing, {frames.begin(), half}, round));
  return InsertFrames(missing, {half, frames.end()}, round);
}

Status TableInsert::KeepInQuarantine(std::uint32_t frame, std::size_t rows, const Status& reason) {
  SXT_ASSIGN(const wal::Frame bytes, ReadFrameAt(parts_.log, segment_, frame));
  QuarantinedRequest request;
  request.segment = segment_;
  request.frame = frame;
  request.database = key_.database;
  request.table = TableName(TableOf(key_));
  request.rows = rows;
  request.receive_time = bytes.receive_time;
  request.reason = reason.message();
  SXT_TRY(parts_.quarantine.Keep(std::move(request), bytes));
  quarantined_.insert(frame);
  return OkStatus();
}

}  // namespace sextant::ingest
