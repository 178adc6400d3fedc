// Tables of metrics whose day is always the same. A row is one series; a table is the rows of one scope of
// one service.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "demo/core/random.h"
#include "demo/core/recorder.h"
#include "demo/core/services.h"

namespace sextant::demo {

enum class Shape : std::uint8_t {
  kGauge,    // a, give or take the share b
  kLevel,    // the same as a sum that also falls
  kCounter,  // a an hour, at the load of the day
  kMillis,   // a histogram of a an hour, p50 b and p99 c
  kSeconds,
};

// With which of its table's factors a row's `a` is multiplied.
enum class Grows : std::uint8_t { kNot, kWork, kMemory };

struct MetricRow {
  std::string_view name;
  std::string_view unit;
  Shape shape;
  struct {
    double a;
    double b = 0;
    double c = 0;
  } numbers;
  std::string_view labels = {};  // "key=value;key=value", as a table's; eight with the table's at most
  Grows grows = Grows::kNot;
};
using MetricRows = std::span<const MetricRow>;

struct MetricTable {
  Service service;
  Scope scope;
  MetricRows rows;
  double work = 1;
  double memory = 1;
  std::string_view labels = {};  // of all its rows
};

// Adds each row as one point. `random` is drawn from, row by row.
void AddTable(Recorder& recorder, const MetricTable& table, UnixNanos time, Random random);

}  // namespace sextant::demo
