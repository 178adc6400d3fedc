// Values as people type them. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "query/bind/bound.h"

namespace sextant::bind {

// -5, 1.5, 1e9. Nothing for anything else, infinities and NaN among it.
std::optional<Number> ParseNumber(std::string_view text);

// 250ms, 1.5s, 2m: nanoseconds; units ns, us, µs, ms, s, m, h. A plain number is taken as it is.
std::optional<Number> ParseDuration(std::string_view text);

// true, false, 1, 0, without regard to case.
std::optional<bool> ParseBool(std::string_view text);

struct TimeSpan {
  UnixNanos begin = 0;
  UnixNanos end = 0;
};
// 2026-11-21, 2026-11-21T03, 2026-11-21 03:11, 2026-11-21T03:11:59.981Z, …+01:00; UTC when it names no
// zone: the stretch of time that the text leaves open, a day, an hour, …, a nanosecond.
std::optional<TimeSpan> ParseTime(std::string_view text);

}  // namespace sextant::bind
