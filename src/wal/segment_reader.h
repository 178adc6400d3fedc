// Reads the frames of one segment file back, in order, checking each (frame.h has the format).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "wal/env.h"
#include "wal/frame.h"

namespace sextant::wal {

// What could not be read. `bytes` includes the rest of the file after a damaged header.
struct Damage {
  std::uint64_t frames = 0;  // whose header is right and whose body is not
  std::uint64_t bytes = 0;
  std::string first;  // a sentence about the first one; empty when there is none

  bool any() const { return bytes != 0; }
};

// How a damaged body is taken.
enum class Tail {
  kMayBeTorn,    // The last segment of a log that was not closed: nothing after it was acknowledged. Stop
                 // there.
  kMustBeWhole,  // Count it and go on with the next frame.
};

struct ReadFrame {
  std::uint32_t index = 0;  // position in the file, counting damaged frames too
  Frame frame;
};

// Not thread-safe. Holds one window of the file, or one frame when that is longer.
class SegmentReader {
 public:
  // Fails only when the file cannot be opened or read; a damaged head is damage like any other.
  static Result<std::unique_ptr<SegmentReader>> Open(Env& env, const std::string& path, std::uint64_t number,
                                                     std::string_view writer, Tail tail);

  // The next intact frame, or nothing at the end. Fails when the file cannot be read.
  Result<std::optional<ReadFrame>> Next();
  // The same without bodies, which are neither read nor checked: for counting.
  Result<std::optional<ReadFrame>> NextHeader();

  const Damage& damage() const { return damage_; }

 private:
  SegmentReader(std::unique_ptr<ReadFile> file, std::uint64_t number, Tail tail)
      : file_(std::move(file)), number_(number), tail_(tail) {}

  Result<std::optional<FrameHeader>> ReadHeader();
  Result<std::string_view> Peek(std::uint64_t offset, std::size_t size);
  void Drop(std::uint64_t bytes, const std::string& why);
  void DropRest(const std::string& why);

  std::unique_ptr<ReadFile> file_;
  const std::uint64_t number_;
  const Tail tail_;
  std::uint64_t at_ = 0;
  std::uint32_t next_index_ = 0;
  std::uint64_t window_at_ = 0;
  std::string window_;
  Damage damage_;
};

}  // namespace sextant::wal
