// Writes the points of one origin and scope at one instant.
#pragma once

#include <span>
#include <string_view>

#include "demo/core/recorder.h"

namespace sextant::demo {

// Milliseconds or seconds that log-normal latencies are spread over.
struct Spread {
  std::span<const double> bounds;
  double p50;
  double p99;
};

// Bounds as SDKs have them by default, and of the .NET and OpenTelemetry conventions in seconds.
extern const std::span<const double> kMillisecondBounds;
extern const std::span<const double> kSecondBounds;

class Meter {
 public:
  // Cumulative points count from `started`.
  Meter(Recorder& recorder, const Origin& origin, Scope scope, UnixNanos started, UnixNanos time)
      : recorder_(recorder), origin_(origin), scope_(scope), started_(started), time_(time) {}

  void Gauge(std::string_view name, std::string_view unit, otlp::Value value,
             otlp::Attributes attributes = {});
  void Sum(std::string_view name, std::string_view unit, otlp::Value value, otlp::Attributes attributes = {});
  // A sum that also falls.
  void Level(std::string_view name, std::string_view unit, otlp::Value value,
             otlp::Attributes attributes = {});
  // `happened` since the start, more from point to point.
  void Histogram(std::string_view name, std::string_view unit, const Spread& spread, double happened,
                 otlp::Attributes attributes = {});

  UnixNanos time() const { return time_; }
  UnixNanos started() const { return started_; }

 private:
  otlp::NumberPoint Point(otlp::Value value, otlp::Attributes attributes) const;

  Recorder& recorder_;
  const Origin origin_;
  const Scope scope_;
  const UnixNanos started_;
  const UnixNanos time_;
};

}  // namespace sextant::demo
