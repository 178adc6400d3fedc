#include "query/bind/literal.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

namespace sextant::bind {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The length of the decimal number at the start of `text`, or 0.
std::size_t NumberLength(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && IsDigit(text[i])) ++i;
    return i - begin;
  };
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
  std::size_t count = digits();
  if (i < text.size() && text[i] == '.') {
    ++i;
    count += digits();
  }
  if (count == 0) return 0;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    const std::size_t mark = i++;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (digits() == 0) i = mark;
  }
  return i;
}

std::optional<double> ToDouble(std::string_view text) {
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

template <typename T>
std::optional<T> ToInteger(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string Shortest(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

struct Unit {
  std::string_view name;
  double nanos;
};
constexpr Unit kUnits[] = {{"ns", 1},  {"us", 1e3}, {"µs", 1e3},  {"ms", 1e6},
                           {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}};

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

// What is missing from each length of "2026-11-21T03:11:59" to make it whole, and how long it then lasts.
struct Shape {
  std::size_t length;
  std::string_view rest;
  std::int64_t lasts;
};
constexpr Shape kShapes[] = {{10, "T00:00:00", kNanosPerDay},
                             {13, ":00:00", kNanosPerHour},
                             {16, ":00", kNanosPerMinute},
                             {19, "", kNanosPerSecond}};

// Splits "…Z" or "…+01:00" off.
std::pair<std::string_view, std::string_view> SplitZone(std::string_view text) {
  if (text.ends_with('Z') || text.ends_with('z')) return {text.substr(0, text.size() - 1), "Z"};
  if (text.size() > 16 && (text[text.size() - 6] == '+' || text[text.size() - 6] == '-')) {
    return {text.substr(0, text.size() - 6), text.substr(text.size() - 6)};
  }
  return {text, "Z"};
}

}  // namespace

std::optional<Number> ParseNumber(std::string_view text) {
  if (text.empty() || NumberLength(text) != text.size()) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  if (const auto value = ToInteger<std::int64_t>(text)) return Number{"Int64", std::to_string(*value)};
  if (const auto value = ToInteger<std::uint64_t>(text)) return Number{"UInt64", std::to_string(*value)};
  const auto value = ToDouble(text);
  if (!value) return std::nullopt;
  return Number{"Float64", Shortest(*value)};
}

std::optional<Number> ParseDuration(std::string_view text) {
  if (auto number = ParseNumber(text)) return number;
  const std::size_t length = NumberLength(text);
  if (length == 0) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (text.substr(length) != unit.name) continue;
    const auto value = ToDouble(text.substr(0, length));
    if (!value || std::abs(*value * unit.nanos) >= 9.2e18) return std::nullopt;
    return Number{"Int64", std::to_string(std::llround(*value * unit.nanos))};
  }
  return std::nullopt;
}

std::optional<bool> ParseBool(std::string_view text) {
  if (text == "1" || EqualsIgnoringCase(text, "true")) return true;
  if (text == "0" || EqualsIgnoringCase(text, "false")) return false;
  return std::nullopt;
}

std::optional<TimeSpan> ParseTime(std::string_view text) {
  auto [local, zone] = SplitZone(text);
  std::string whole(local);
  if (whole.size() > 10 && whole[10] == ' ') whole[10] = 'T';
  std::int64_t lasts = 0;
  for (const Shape& shape : kShapes) {
    if (whole.size() == shape.length) {
      lasts = shape.lasts;
      whole += shape.rest;
      break;
    }
  }
  if (lasts == 0) {
    if (whole.size() < 21 || whole.size() > 29 || whole[19] != '.') return std::nullopt;
    lasts = kNanosPerSecond;
    for (std::size_t digit = 20; digit < whole.size(); ++digit) lasts /= 10;
  }
  const auto begin = ParseIso8601(whole + std::string(zone));
  if (!begin) return std::nullopt;
  return TimeSpan{*begin, *begin + lasts};
}

}  // namespace sextant::bind
