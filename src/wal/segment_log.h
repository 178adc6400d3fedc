// The segment log: where an accepted request is made durable before it is acknowledged, and from where it is
// read again after a crash. Start here; frame.h has the bytes, outcomes.h what became of each segment.
//
// A folder holds
//   writer        32 hexadecimal digits: 128 random bits born with the folder and never used by another. They
//                 are part of every deduplication token, so two logs cannot be mistaken for each other.
//   <number>.seg  one segment: some requests, in order. Numbers rise by one and are never used twice.
//   outcomes      which tables of which segments are stored
//   lock          held while a process uses the folder
//
// Life of a frame: Admit (waits for room) → Append (its place in the order) → WaitDurable (group commit: one
// sync for everybody who waits) → acknowledged. Life of a segment: open → sealed → settled (nothing more can
// become durable) → its rows are inserted → deleted.
//
// A failed write or sync ends its segment for good: nothing after the last successful sync is trusted, the
// file is cut back there, the frames that waited fail, and the next frame starts a new segment.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "wal/env.h"
#include "wal/outcomes.h"
#include "wal/segment_reader.h"

namespace sextant::wal {

struct SegmentLogOptions {
  // Of all segment files. Above it Admit refuses.
  std::size_t max_log_bytes = std::size_t{4} << 30;
  // Appended and not yet durable. Above it Admit waits.
  std::size_t max_in_flight_bytes = std::size_t{64} << 20;
};

// A segment that an earlier process left.
struct Leftover {
  std::uint64_t number = 0;
  std::uint64_t bytes = 0;
  std::uint64_t frames = 0;
  std::uint64_t records = 0;
  UnixNanos first_receive_time = 0;
  Tail tail = Tail::kMustBeWhole;
};

struct LogUsage {
  std::uint64_t segments = 0;
  std::uint64_t bytes = 0;
  std::uint64_t in_flight_bytes = 0;
  std::uint64_t syncs = 0;     // group commits so far
  std::uint64_t failures = 0;  // segments ended by a failed write or sync
};

// Thread-safe. The destructor makes what was appended durable and joins.
class SegmentLog {
 public:
  class Segment;
  // A frame's place. Only for WaitDurable and for knowing which segment it went to.
  struct Ticket {
    std::shared_ptr<Segment> segment;
    std::uint32_t frame = 0;

    std::uint64_t number() const;
  };

  // Opens or makes `folder` (its parent must exist) and counts what is left in it. Fails with kConflict when
  // another process uses it, kDataLoss when segments are there but not the writer they belong to.
  static Result<std::unique_ptr<SegmentLog>> Open(std::string folder, const SegmentLogOptions& options,
                                                  UnixNanos now, Env& env);
  ~SegmentLog();
  SegmentLog(const SegmentLog&) = delete;
  SegmentLog& operator=(const SegmentLog&) = delete;

  // 32 hexadecimal digits.
  const std::string& writer() const { return writer_hex_; }
  // In order of their numbers.
  const std::vector<Leftover>& leftovers() const { return leftovers_; }
  // True for a segment that an earlier process began.
  bool IsLeftover(std::uint64_t number) const {
    return !leftovers_.empty() && number <= leftovers_.back().number;
  }
  Outcomes& outcomes() { return *outcomes_; }
  Env& env() { return env_; }
  const std::string& folder() const { return folder_; }

  // Waits until `bytes` more may be in flight, and counts them. Fails with kUnavailable when the log is full.
  // Every success is followed by one Append of a frame of that size.
  Status Admit(std::size_t bytes);
  // Never waits. `frame` is what EncodeFrame gave.
  Ticket Append(std::string frame);
  // Returns once the frame is durable; kUnavailable (with the cause) when it will not be.
  Status WaitDurable(const Ticket& ticket);

  // OK while there is room: lets a receiver refuse before it does any work.
  Status CheckRoom() const;
  // The highest number given to a segment of this folder so far.
  std::uint64_t newest_number() const;

  // Ends the open segment, if there is one: the next frame starts another.
  void Seal();
  // Waits until nothing more of a sealed segment can become durable; gives how many of its frames, from the
  // first on, are.
  std::uint32_t WaitSettled(std::uint64_t number);

  Result<std::unique_ptr<SegmentReader>> Read(std::uint64_t number);
  // Removes the files of settled segments, whose rows are durable elsewhere.
  Status Delete(const std::vector<std::uint64_t>& numbers);

  LogUsage usage() const;

 private:
  struct Pending {
    std::shared_ptr<Segment> segment;
    std::string bytes;
  };

  SegmentLog(std::string folder, const SegmentLogOptions& options, Env& env)
      : folder_(std::move(folder)), options_(options), env_(env) {}
  Status LoadWriter(bool has_segments);
  Result<std::vector<std::uint64_t>> ListSegments();
  Status CountLeftovers(const std::vector<std::uint64_t>& numbers);
  std::string PathOf(std::uint64_t number) const;

  Status FullLocked() const;
  void CommitLoop();
  void Commit(std::span<Pending> run);
  Status WriteAndSync(Segment& segment, std::span<const Pending> run);
  void CutBack(Segment& segment);

  const std::string folder_;
  const SegmentLogOptions options_;
  Env& env_;
  std::unique_ptr<FolderLock> lock_;
  std::string writer_;  // 16 bytes
  std::string writer_hex_;
  std::vector<Leftover> leftovers_;
  std::unique_ptr<Outcomes> outcomes_;

  mutable std::mutex mutex_;
  std::condition_variable work_;     // something is pending
  std::condition_variable changed_;  // something became durable, failed, or left
  std::map<std::uint64_t, std::shared_ptr<Segment>> segments_;
  std::shared_ptr<Segment> open_;
  std::uint64_t next_number_ = 0;
  std::vector<Pending> pending_;
  std::uint64_t bytes_ = 0;
  std::uint64_t in_flight_bytes_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t failures_ = 0;
  bool stopping_ = false;

  // The commit thread's own.
  std::unique_ptr<AppendFile> file_;
  std::uint64_t file_number_ = 0;
  std::thread thread_;
};

}  // namespace sextant::wal
