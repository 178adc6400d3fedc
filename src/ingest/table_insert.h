// One attempt to bring one table's block of one segment to its table, exactly once however often it is tried.
//
// The plain way is one insert under the token `<writer>/<segment>/<database>/<table>`: a repeat under the
// same token adds nothing. That holds while the table remembers the token (the last 10,000 partition-blocks),
// and only if the table's memory and its rows survived together. When that is in doubt the table is asked
// which rows of the segment it has, and only the others are inserted, under a token of this boot of the
// machine (the old one may be remembered although its rows are gone).
//
// When the table refuses a block for good, the requests in it are tried in halves until the guilty ones stand
// alone; those go to the quarantine, the others are stored.
#pragma once

#include <chrono>
#include <cstdint>
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

  TableInsert(const Parts& parts, std::uint64_t segment, const TableKey& key, const TableBlock& block);

  // OK when every row is in the table or its request in the quarantine. Otherwise nothing is decided: try
  // again with a new object and the same block.
  Status Try();

 private:
  bool MustAsk() const;
  Result<RowOrder> FindMissing();
  Status InsertMissing();
  Status InsertRows(const RowOrder& rows, const std::string& token);
  Status InsertBlock(const Block& block, const std::string& token);
  Status Bisect();
  Status InsertFrames(const RowOrder& missing, const std::vector<std::uint32_t>& frames);
  Status KeepInQuarantine(std::uint32_t frame, std::size_t rows, const Status& reason);

  const Parts parts_;
  const std::uint64_t segment_;
  const TableKey key_;
  const TableBlock& block_;
  const std::string token_;
};

}  // namespace sextant::ingest
