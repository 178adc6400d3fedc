#include "demo/metrics/metric_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/metrics/meter.h"

namespace sextant::demo {
namespace {

class Labels {
 public:
  void Add(std::string_view pairs) {
    while (!pairs.empty()) {
      const std::string_view pair = pairs.substr(0, pairs.find(';'));
      pairs.remove_prefix(std::min(pair.size() + 1, pairs.size()));
      const std::size_t equals = pair.find('=');
      SXT_CHECK(count_ < list_.size() && equals != std::string_view::npos, std::string(pair));
      list_[count_++] = {pair.substr(0, equals), pair.substr(equals + 1)};
    }
  }
  operator otlp::Attributes() const { return {list_.data(), count_}; }  // NOLINT: implicit

 private:
  std::array<otlp::Attribute, 8> list_;
  std::size_t count_ = 0;
};

double FactorOf(const MetricTable& table, Grows grows) {
  switch (grows) {
    case Grows::kNot: return 1;
    case Grows::kWork: return table.work;
    case Grows::kMemory: return table.memory;
  }
  return 1;
}

// Rates count whole things, except in seconds.
otlp::Value Counted(const MetricRow& row, double value) {
  if (row.unit == "s") return value;
  return static_cast<std::int64_t>(value);
}

otlp::Value Measured(const MetricRow& row, double a, Random& random) {
  const double value = a * (1 + row.numbers.b * std::clamp(random.Normal(), -3.0, 3.0) / 3);
  if (row.unit == "1" || row.unit == "ms" || row.shape == Shape::kGauge) return value;
  return static_cast<std::int64_t>(std::llround(value));
}

}  // namespace

void AddTable(Recorder& recorder, const MetricTable& table, UnixNanos time, Random random) {
  const UnixNanos started = PodStart(recorder.options(), table.service, time);
  const Origin origin = {table.service, Route::kMetrics, static_cast<std::uint64_t>(started)};
  Meter meter(recorder, origin, table.scope, started, time);
  const double hours = LoadHours(started, time);
  for (const MetricRow& row : table.rows) {
    Labels labels;
    labels.Add(table.labels);
    labels.Add(row.labels);
    const double a = row.numbers.a * FactorOf(table, row.grows);
    const double happened = a * hours;
    const auto& [unused, p50, p99] = row.numbers;
    switch (row.shape) {
      case Shape::kGauge: meter.Gauge(row.name, row.unit, Measured(row, a, random), labels); break;
      case Shape::kLevel: meter.Level(row.name, row.unit, Measured(row, a, random), labels); break;
      case Shape::kCounter: meter.Sum(row.name, row.unit, Counted(row, happened), labels); break;
      case Shape::kMillis:
        meter.Histogram(row.name, row.unit, {kMillisecondBounds, p50, p99}, happened, labels);
        break;
      case Shape::kSeconds:
        meter.Histogram(row.name, row.unit, {kSecondBounds, p50, p99}, happened, labels);
        break;
    }
  }
}

}  // namespace sextant::demo
