// Brings the counts of one block to the rollup beside its table (model/rollup.h), exactly once however often
// it is tried: as TableInsert does it for the rows, but by days. Rows of a rollup melt into those of other
// segments, so each day of a block carries one row that does not, the segment's mark; a day goes in whole or
// not at all, so the mark tells.
//
// Comes after the rows: a rollup never counts what its table does not have yet.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "base/status.h"
#include "ingest/rows.h"
#include "store/store.h"
#include "wal/segment_log.h"

namespace sextant::ingest {

// Used by one thread, for one attempt. Borrows everything.
class RollupInsert {
 public:
  struct Parts {
    Store& store;
    wal::SegmentLog& log;
    std::chrono::milliseconds insert_timeout;
  };

  // `counts` are the segment's, from enrich::KeyValueCounter; `repeated` as in TableInsert.
  RollupInsert(const Parts& parts, std::uint64_t segment, const TableKey& key, const Block& counts,
               bool repeated);

  // OK when the rollup has the counts, or refuses them for good: that is logged, and whoever reads the rollup
  // finds that it has fewer rows than the table. Otherwise nothing is decided: try again.
  Status Try();

 private:
  using Days = std::map<std::int64_t, RowOrder>;  // since 1970 → the block's rows

  Status InsertMissing();
  Status InsertDays(const Days& days, const std::string& token);
  // Takes from `days` those whose mark the rollup has.
  Status DropStored(Days& days);

  const Parts parts_;
  const std::uint64_t segment_;
  const TableKey key_;
  const Block& counts_;
  const bool repeated_;
  const std::string table_;
};

}  // namespace sextant::ingest
