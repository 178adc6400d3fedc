// What Sextant counts about itself, at one moment: for /metrics and for its own telemetry. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/status.h"
#include "server/engine_supervisor.h"

namespace sextant::server {

// Names and units as OpenTelemetry writes them: "sextant.ingest.rows", "By", "s", "{row}".
struct Measure {
  enum class Kind { kCounter, kGauge };
  using Labels = std::vector<std::pair<std::string, std::string>>;
  struct Point {
    Labels labels;
    double value = 0;
  };

  std::string_view name;
  std::string_view unit;
  std::string_view description;
  Kind kind = Kind::kCounter;
  std::vector<Point> points = {};
};

// HTTP answers by door ("page", "otlp") and status.
using AnswerCounts = std::map<std::pair<std::string, int>, std::uint64_t>;
// What no handler saw, by door ("page", "otlp", "otlp_grpc") and reason (net::Refusal,
// net::GrpcServerOptions).
using RefusalCounts = std::map<std::pair<std::string, std::string>, std::uint64_t>;

// Everything that is measured.
struct Moment {
  ingest::IngestStatus ingest;
  EngineSnapshot engine;
  AnswerCounts answers;
  RefusalCounts refusals;
  std::uint64_t dropped_log_lines = 0;
};

// Those without a point are left out.
std::vector<Measure> MeasuresOf(const Moment& moment);

// The text format of Prometheus, version 0.0.4: "sextant_ingest_rows_total{database="default"} 12".
// https://prometheus.io/docs/instrumenting/exposition_formats/
std::string PrometheusText(const std::vector<Measure>& measures);
inline constexpr const char* kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace sextant::server
