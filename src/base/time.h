// Time: instants are 64-bit nanoseconds since 1970-01-01 UTC, never a float. Deadlines run on the
// monotonic clock. Pure folders are handed an instant; only the folders with I/O hold a Clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sextant {

using UnixNanos = std::int64_t;

inline constexpr std::int64_t kNanosPerMicro = 1'000;
inline constexpr std::int64_t kNanosPerMilli = 1'000'000;
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosPerMinute = 60 * kNanosPerSecond;
inline constexpr std::int64_t kNanosPerHour = 60 * kNanosPerMinute;
inline constexpr std::int64_t kNanosPerDay = 24 * kNanosPerHour;

// Where "now" comes from. Thread-safe. Tests pass a ManualClock.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixNanos Now() const = 0;
  // The machine's clock; lives for ever.
  static const Clock& System();
};

class ManualClock final : public Clock {
 public:
  explicit ManualClock(UnixNanos now) : now_(now) {}
  UnixNanos Now() const override { return now_; }
  void Set(UnixNanos now) { now_ = now; }

 private:
  UnixNanos now_;
};

// A point on the monotonic clock after which work is given up.
class Deadline {
 public:
  using SteadyClock = std::chrono::steady_clock;

  static Deadline Never() { return Deadline(SteadyClock::time_point::max()); }
  static Deadline After(std::chrono::milliseconds delay) { return Deadline(SteadyClock::now() + delay); }

  bool Passed() const { return SteadyClock::now() >= at_; }
  bool IsNever() const { return at_ == SteadyClock::time_point::max(); }
  SteadyClock::time_point at() const { return at_; }
  // Milliseconds left, never below 0; for Never() the largest int64.
  std::int64_t RemainingMs() const;

 private:
  explicit Deadline(SteadyClock::time_point at) : at_(at) {}
  SteadyClock::time_point at_;
};

// "2026-11-21T03:11:59.981336904Z".
std::string FormatIso8601(UnixNanos time);
// Reads what FormatIso8601 writes, with 0 to 9 digits of fraction and 'Z' or a ±HH:MM offset.
std::optional<UnixNanos> ParseIso8601(std::string_view text);

}  // namespace sextant
