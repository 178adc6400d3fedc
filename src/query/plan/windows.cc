#include "query/plan/windows.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace sextant::plan {
namespace {

constexpr std::int64_t kWindowSizes[] = {kNanosPerMinute, 15 * kNanosPerMinute, 6 * kNanosPerHour,
                                         kNanosPerDay};

std::vector<std::int64_t> NiceWidths() {
  std::vector<std::int64_t> widths;
  for (std::int64_t decade = 1; decade < kNanosPerSecond; decade *= 10) {
    for (const std::int64_t factor : {1, 2, 5}) widths.push_back(decade * factor);
  }
  for (const std::int64_t unit : {kNanosPerSecond, kNanosPerMinute}) {
    for (const std::int64_t factor : {1, 2, 5, 10, 15, 30}) widths.push_back(unit * factor);
  }
  for (const std::int64_t factor : {1, 2, 3, 6, 12}) widths.push_back(kNanosPerHour * factor);
  for (const std::int64_t factor : {1, 2, 7, 14, 30}) widths.push_back(kNanosPerDay * factor);
  while (widths.back() < std::numeric_limits<std::int64_t>::max() / 2) widths.push_back(widths.back() * 2);
  return widths;
}

// How many multiples of `width` it takes to hold the range.
std::uint64_t BucketsOf(TimeRange range, std::int64_t width) {
  const std::int64_t first = FloorTo(range.from, width) / width;
  const std::int64_t last = FloorTo(range.to - 1, width) / width;
  return static_cast<std::uint64_t>(last - first) + 1;
}

// No less than the least instant, whatever is taken away.
UnixNanos Earlier(UnixNanos time, std::int64_t by) {
  const UnixNanos least = std::numeric_limits<UnixNanos>::min();
  return time < least + by ? least : time - by;
}

}  // namespace

UnixNanos FloorTo(UnixNanos time, std::int64_t width) {
  const std::int64_t rest = time % width;
  return time - (rest < 0 ? rest + width : rest);
}

std::optional<TimeRange> Windows::Next() {
  if (rest_.empty()) return std::nullopt;
  const std::int64_t size = kWindowSizes[std::min(count_++, std::size(kWindowSizes) - 1)];
  TimeRange window = rest_;
  if (order_ == Order::kNewest) {
    window.from = std::max(rest_.from, Earlier(rest_.to, size));
    rest_.to = window.from;
  } else {
    window.to = rest_.from > rest_.to - size ? rest_.to : rest_.from + size;
    rest_.from = window.to;
  }
  return window;
}

std::int64_t BucketWidth(TimeRange range, std::size_t max_buckets) {
  static const std::vector<std::int64_t> kWidths = NiceWidths();
  if (range.empty()) return kNanosPerSecond;
  const std::uint64_t most = std::max<std::size_t>(max_buckets, 2);
  for (const std::int64_t width : kWidths) {
    if (BucketsOf(range, width) <= most) return width;
  }
  return kWidths.back();
}

std::optional<TimeRange> BucketWindows::Next() {
  if (rest_.empty()) return std::nullopt;
  std::int64_t size = count_ == 0 ? 15 * kNanosPerMinute : 6 * kNanosPerHour;
  for (std::size_t i = 2; i <= count_ && size < kNanosPerDay * 4'096; ++i) size *= 4;
  ++count_;
  TimeRange window = rest_;
  window.from = std::max(rest_.from, FloorTo(Earlier(rest_.to, size), width_));
  rest_.to = window.from;
  return window;
}

}  // namespace sextant::plan
