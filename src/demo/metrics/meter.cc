#include "demo/metrics/meter.h"

#include <array>
#include <cmath>
#include <vector>

namespace sextant::demo {
namespace {

constexpr std::array<double, 15> kMilliseconds = {0,   5,   10,   25,   50,   75,   100,  250,
                                                  500, 750, 1000, 2500, 5000, 7500, 10000};
constexpr std::array<double, 14> kSeconds = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25,
                                             0.5,   0.75, 1,     2.5,  5,     7.5, 10};
// The 99th percentile of the standard normal distribution.
constexpr double kNormal99 = 2.3263;

double Sigma(const Spread& spread) { return std::log(spread.p99 / spread.p50) / kNormal99; }

// The share of log-normal values up to `bound`.
double ShareUpTo(double bound, const Spread& spread) {
  if (bound <= 0) return 0;
  return 0.5 * std::erfc(-std::log(bound / spread.p50) / (Sigma(spread) * std::sqrt(2.0)));
}

}  // namespace

const std::span<const double> kMillisecondBounds = kMilliseconds;
const std::span<const double> kSecondBounds = kSeconds;

otlp::NumberPoint Meter::Point(otlp::Value value, otlp::Attributes attributes) const {
  otlp::NumberPoint point;
  point.attributes = attributes;
  point.start_time = started_;
  point.time = time_;
  point.value = value;
  return point;
}

void Meter::Gauge(std::string_view name, std::string_view unit, otlp::Value value,
                  otlp::Attributes attributes) {
  otlp::NumberPoint point = Point(value, attributes);
  point.start_time = 0;
  recorder_.AddGauge(origin_, scope_, {.name = name, .unit = unit}, point);
}

void Meter::Sum(std::string_view name, std::string_view unit, otlp::Value value,
                otlp::Attributes attributes) {
  recorder_.AddSum(origin_, scope_, {.name = name, .unit = unit}, Point(value, attributes));
}

void Meter::Level(std::string_view name, std::string_view unit, otlp::Value value,
                  otlp::Attributes attributes) {
  recorder_.AddSum(origin_, scope_, {.name = name, .unit = unit, .is_monotonic = false},
                   Point(value, attributes));
}

void Meter::Histogram(std::string_view name, std::string_view unit, const Spread& spread, double happened,
                      otlp::Attributes attributes) {
  // Each bucket alone grows with `happened`, so that none ever falls.
  std::vector<std::uint64_t> counts;
  std::uint64_t total = 0;
  double below = 0;
  for (std::size_t i = 0; i <= spread.bounds.size(); ++i) {
    const double up_to = i < spread.bounds.size() ? ShareUpTo(spread.bounds[i], spread) : 1;
    counts.push_back(static_cast<std::uint64_t>(happened * (up_to - below)));
    total += counts.back();
    below = up_to;
  }
  const double mean = spread.p50 * std::exp(Sigma(spread) * Sigma(spread) / 2);
  otlp::HistogramPoint point;
  point.attributes = attributes;
  point.start_time = started_;
  point.time = time_;
  point.count = total;
  point.sum = static_cast<double>(total) * mean;
  point.bucket_counts = counts;
  point.bounds = spread.bounds;
  recorder_.AddHistogram(origin_, scope_, {.name = name, .unit = unit}, point);
}

}  // namespace sextant::demo
