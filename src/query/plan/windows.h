// How a question over a range of time is cut, so that what is looked at first is answered first. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"

namespace sextant::plan {

// from ≤ t < to
struct TimeRange {
  UnixNanos from = 0;
  UnixNanos to = 0;
  bool empty() const { return from >= to; }
};

enum class Order : std::uint8_t { kNewest, kOldest };

// Cuts a range into windows of 1 min, 15 min, 6 h and then 24 h each, from its newest end (kNewest) or its
// oldest (kOldest). Together they are the range, without a gap or an overlap.
class Windows {
 public:
  Windows(TimeRange range, Order order) : rest_(range), order_(order) {}
  // The next window, or nothing when the range is used up.
  std::optional<TimeRange> Next();

 private:
  TimeRange rest_;
  const Order order_;
  std::size_t count_ = 0;
};

// The width of histogram buckets for `range`: the smallest of 1, 2, 5, 10, 20, 50 … ns up to 500 ms, then 1,
// 2, 5, 10, 15, 30 s, 1, 2, 5, 10, 15, 30 min, 1, 2, 3, 6, 12 h, 1, 2, 7, 14, 30 days and doublings of
// that, whose multiples since 1970 cut the range into at most `max_buckets` (at least 2) pieces.
std::int64_t BucketWidth(TimeRange range, std::size_t max_buckets);

// Cuts a range as Windows does, newest first, but only at multiples of `width`: every bucket lies in one
// window. The first windows are 15 min and 6 h, then 24 h, 4 days, 16 days, …
class BucketWindows {
 public:
  BucketWindows(TimeRange range, std::int64_t width) : rest_(range), width_(width) {}
  std::optional<TimeRange> Next();

 private:
  TimeRange rest_;
  const std::int64_t width_;
  std::size_t count_ = 0;
};

// The largest multiple of `width` that is not above `time`.
UnixNanos FloorTo(UnixNanos time, std::int64_t width);

}  // namespace sextant::plan
