// One attempt to bring one table's block of one segment to its table, exactly once however often it is tried.
//
// The plain way is one insert under the token `<writer>/<segment>/<database>/<table>`: a repeat under the
// same token adds nothing. A token alone proves little, though. ClickHouse writes it down before it commits
// the rows, so an engine that is killed in between, and a power cut at any time, leave a token without its
// rows; and it forgets tokens after 10,000 partition-blocks. So
//   - a repeat is followed by asking the table which rows of the segment it has; rows that are missing
//   although
//     their token is known go in under the next one (`…/1`, `…/2`);
//   - when the token may be forgotten, or rows may be there under others, the table is asked first.
// Asking after an insert is no race: the engine checks a token and commits its rows under one lock, so a
// token that it knows belongs to rows that are visible, or gone.
//
// When the table refuses a block for good, the requests in it are tried in halves until the guilty ones stand
// alone; those go to the quarantine, the others are stored.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/status.h"
#include "ingest/block_builder.h"
#include "ingest/quarantine.h"
#include "store/store.h"
#include "wal/segment_log.h"

namespace sextant::ingest {

// A block touches at most kMaxDaysPerBlock partitions of a table whose window is 10,000 partition-blocks, so
// the token of a segment is remembered while fewer than this many segments came after it.
inline constexpr std::uint64_t kRememberedSegments = 10'000 / kMaxDaysPerBlock;

// "<writer>/<segment>/<database>/<table>"
std::string TokenOf(const std::string& writer, std::uint64_t segment, const TableKey& key);

// Each round is one more insert whose rows the engine lost after it had written down their token.
inline constexpr int kMaxRounds = 8;

// True when the token of the segment may be forgotten, or rows may be there under others.
bool MustAskFirst(wal::SegmentLog& log, std::uint64_t segment, const TableKey& key);

// True for errors that tell of the table or of us, not of the rows: trying again makes sense, bisecting does
// not.
bool BlamesTheTable(const Status& error);

// Used by one thread, for one attempt. Borrows everything.
class TableInsert {
 public:
  struct Parts {
    Store& store;
    wal::SegmentLog& log;
    Quarantine& quarantine;
    std::chrono::milliseconds insert_timeout;
  };

  // `repeated`: an earlier attempt, of this process or one before it, may have reached the engine.
  TableInsert(const Parts& parts, std::uint64_t segment, const TableKey& key, const TableBlock& block,
              bool repeated);

  // OK when every row is in the table or its request in the quarantine. Otherwise nothing is decided: try
  // again with a new object and the same block.
  Status Try();

  // Frames whose requests went to the quarantine instead.
  const std::set<std::uint32_t>& quarantined() const { return quarantined_; }

 private:
  // Rows of the block that the table does not have, without those of quarantined requests.
  Result<RowOrder> FindMissing();
  Status InsertRows(const RowOrder& rows, const std::string& token);
  Status InsertBlock(const Block& block, const std::string& token);
  // Inserts what is missing until nothing is, with one token per round.
  Status InsertMissing(int first_round);
  Status Bisect();
  Status InsertFrames(const RowOrder& missing, const std::vector<std::uint32_t>& frames, int round);
  Status KeepInQuarantine(std::uint32_t frame, std::size_t rows, const Status& reason);

  const Parts parts_;
  const std::uint64_t segment_;
  const TableKey key_;
  const TableBlock& block_;
  const bool repeated_;
  const std::string token_;
  std::set<std::uint32_t> quarantined_;
};

}  // namespace sextant::ingest
