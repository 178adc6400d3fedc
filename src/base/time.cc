#include "base/time.h"

#include <cstdio>
#include <ctime>
#include <limits>

namespace sextant {
namespace {

class SystemClock final : public Clock {
 public:
  UnixNanos Now() const override {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return static_cast<UnixNanos>(now.tv_sec) * kNanosPerSecond + now.tv_nsec;
  }
};

// Reads exactly `digits` decimal digits from the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool TakeChar(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

const Clock& Clock::System() {
  static const SystemClock clock;
  return clock;
}

std::int64_t Deadline::RemainingMs() const {
  if (IsNever()) return std::numeric_limits<std::int64_t>::max();
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(at_ - SteadyClock::now()).count();
  return left < 0 ? 0 : left;
}

std::string FormatIso8601(UnixNanos time) {
  std::int64_t seconds = time / kNanosPerSecond;
  std::int64_t nanos = time % kNanosPerSecond;
  if (nanos < 0) {
    nanos += kNanosPerSecond;
    --seconds;
  }
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&when, &parts);
  char text[64];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%09lldZ", static_cast<long long>(nanos));
  return text;
}

std::optional<UnixNanos> ParseIso8601(std::string_view text) {
  const auto year = TakeNumber(text, 4);
  if (!year || !TakeChar(text, '-')) return std::nullopt;
  const auto month = TakeNumber(text, 2);
  if (!month || !TakeChar(text, '-')) return std::nullopt;
  const auto day = TakeNumber(text, 2);
  if (!day || (!TakeChar(text, 'T') && !TakeChar(text, ' '))) return std::nullopt;
  const auto hour = TakeNumber(text, 2);
  if (!hour || !TakeChar(text, ':')) return std::nullopt;
  const auto minute = TakeNumber(text, 2);
  if (!minute || !TakeChar(text, ':')) return std::nullopt;
  const auto second = TakeNumber(text, 2);
  if (!second) return std::nullopt;
  if (*month < 1 || *month > 12 || *day < 1 || *day > 31 || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  std::int64_t nanos = 0;
  if (TakeChar(text, '.')) {
    std::int64_t unit = kNanosPerSecond / 10;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      if (++digits > 9) return std::nullopt;
      nanos += (text.front() - '0') * unit;
      unit /= 10;
      text.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
  }
  std::int64_t offset_seconds = 0;
  if (!TakeChar(text, 'Z')) {
    if (text.empty()) return std::nullopt;
    const int sign = text.front() == '-' ? -1 : 1;
    if (!TakeChar(text, '+') && !TakeChar(text, '-')) return std::nullopt;
    const auto offset_hours = TakeNumber(text, 2);
    if (!offset_hours || !TakeChar(text, ':')) return std::nullopt;
    const auto offset_minutes = TakeNumber(text, 2);
    if (!offset_minutes) return std::nullopt;
    offset_seconds = sign * (*offset_hours * 3600 + *offset_minutes * 60);
  }
  if (!text.empty()) return std::nullopt;
  // DateTime64(9) of ClickHouse and our int64 both end in 2262.
  if (*year < 1678 || *year > 2261) return std::nullopt;
  std::tm parts{};
  parts.tm_year = *year - 1900;
  parts.tm_mon = *month - 1;
  parts.tm_mday = *day;
  parts.tm_hour = *hour;
  parts.tm_min = *minute;
  parts.tm_sec = *second;
  return (static_cast<std::int64_t>(timegm(&parts)) - offset_seconds) * kNanosPerSecond + nanos;
}

}  // namespace sextant
