// What became of each table of each segment: the small log beside the segments that lets a restart skip what
// is stored. One file, `outcomes`:
//
// Head, 48 bytes, little-endian:
//    0   8  "SXTOUT1\n"
//    8  16  the machine's boot id when it was written
//   24   8  the first segment number that was free then
//   32   8  numbers below this one may be in use after a power cut
//   40   4  CRC-32C of bytes 0–39
//   44   4  zero
// Records, end to end:
//    0   4  CRC-32C of the rest of the record
//    4   1  kind: 1 stored, 2 doubted
//    5   1  table   6  1  length of the database's name   7  1  zero
//    8   8  segment
//   16   n  the database's name; a doubt without one is about every table of the segment
//
// Records are written, not synced: the death of a process cannot lose them, a power cut can, and it can also
// lose what the engine stored while a record of it survives. So "stored" is believed only within one boot of
// the machine, and after another boot every segment that still has a file is doubted: what is there is asked
// of the tables themselves. Losing a record never loses or doubles rows; it costs a question or a refused
// repeat.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "wal/env.h"

namespace sextant::wal {

// A table of ours in a database; `table` is a number of the layers above.
struct TableKey {
  std::string database;
  std::uint8_t table = 0;

  auto operator<=>(const TableKey&) const = default;
};

// Thread-safe.
class Outcomes {
 public:
  // Reads `folder`/outcomes, forgets segments that are not in `existing`, and starts a fresh file.
  static Result<std::unique_ptr<Outcomes>> Open(Env& env, std::string folder,
                                                const std::vector<std::uint64_t>& existing, UnixNanos now);

  // A number that no segment of this folder ever had, for the next one. A new folder begins with the
  // microseconds since 1970, so that two folders that insert into one table do not meet.
  std::uint64_t first_free() const { return first_free_; }
  // Before a segment of that number is written: from now on not even a power cut makes us use it again.
  Status Spend(std::uint64_t number);

  bool IsStored(std::uint64_t segment, const TableKey& key) const;
  // True when rows of the segment may be in the table under another token than the segment's own.
  bool IsDoubted(std::uint64_t segment, const TableKey& key) const;

  void MarkStored(std::uint64_t segment, const TableKey& key);
  // Must be known before rows go in under another token, so a failure to write it is one.
  Status MarkDoubted(std::uint64_t segment, const TableKey& key);
  // The segment's file is gone.
  void Forget(std::uint64_t segment);

 private:
  struct Segment {
    std::set<TableKey> stored;
    std::set<TableKey> doubted;
    bool doubted_whole = false;
  };

  Outcomes(Env& env, std::string folder) : env_(env), folder_(std::move(folder)), boot_id_(env.BootId()) {}
  void Load(const std::string& bytes, UnixNanos now);
  bool ApplyRecord(std::string_view record);
  Status Rewrite();
  Status AppendRecord(std::uint8_t kind, std::uint64_t segment, const TableKey& key);

  Env& env_;
  const std::string folder_;
  const std::string boot_id_;
  std::uint64_t first_free_ = 0;

  mutable std::mutex mutex_;
  std::map<std::uint64_t, Segment> segments_;
  std::uint64_t next_free_ = 0;
  std::uint64_t reserved_ = 0;
  std::unique_ptr<AppendFile> file_;
  std::size_t file_bytes_ = 0;
  std::size_t rewrite_above_ = 0;
  // The file lacks something that the map has: the next record rewrites it.
  bool stale_ = false;
};

}  // namespace sextant::wal
