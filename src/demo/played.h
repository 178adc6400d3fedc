// The tape as the tables get it: what Play emits, decoded; for tests.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "demo/tape.h"
#include "model/signal.h"

namespace sextant::demo {

using TextMap = std::map<std::string, std::string>;

struct PlayedEvent {
  std::string name;
  TextMap attributes;
};

struct PlayedSpan {
  UnixNanos time = 0;
  std::int64_t duration_ns = 0;
  std::string trace, id, parent;
  std::string name, kind, service, scope, status, message;
  TextMap attributes, resource;
  std::vector<PlayedEvent> events;
  std::vector<std::string> linked_spans;  // their ids
  UnixNanos end() const { return time + duration_ns; }
  // The attribute's text, or "".
  std::string operator[](const std::string& key) const;
};

struct PlayedLog {
  UnixNanos time = 0;
  std::string trace, span;
  std::string service, scope, severity, body;
  TextMap attributes, resource;
  std::string operator[](const std::string& key) const;
};

struct PlayedPoint {
  Table table = Table::kGauge;
  UnixNanos time = 0;
  UnixNanos start = 0;
  std::string service, scope, metric, unit;
  TextMap attributes, resource;
  double value = 0;  // of gauges and sums
  std::uint64_t count = 0;
  std::vector<std::uint64_t> buckets;
};

struct Played {
  std::vector<PlayedSpan> spans;
  std::vector<PlayedLog> logs;
  std::vector<PlayedPoint> points;
  std::size_t requests = 0;
  std::size_t largest_request = 0;  // records

  std::vector<PlayedSpan> SpansOf(const std::string& service, const std::string& name) const;
  std::vector<PlayedLog> LogsOf(const std::string& service, const std::string& body) const;
  std::vector<PlayedPoint> PointsOf(const std::string& service, const std::string& metric) const;
};

// Aborts when a request cannot be decoded or any of its records is refused or mended. Points of `metric`
// alone when it is named; only records of `since` and later.
Played PlayDecoded(const TapeOptions& options, UnixNanos from, UnixNanos to, const std::string& metric = "",
                   UnixNanos since = std::numeric_limits<UnixNanos>::min());

// Every row of [from, to) as text, sorted: equal when the records are.
std::vector<std::string> PlayedRows(const TapeOptions& options, UnixNanos from, UnixNanos to);

}  // namespace sextant::demo
