// The tables that telemetry goes to, and rows on their way there.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/block.h"

namespace sextant {

enum class Signal : std::uint8_t { kLogs = 1, kTraces = 2, kMetrics = 3 };

// Values are stored in the log's done records: never renumber.
enum class Table : std::uint8_t {
  kLogs = 0,
  kSessions = 1,
  kTraces = 2,
  kGauge = 3,
  kSum = 4,
  kHistogram = 5,
  kExponentialHistogram = 6,
  kSummary = 7,
};
inline constexpr std::size_t kTableCount = 8;
inline constexpr std::array<Table, kTableCount> kAllTables = {Table::kLogs,
                                                              Table::kSessions,
                                                              Table::kTraces,
                                                              Table::kGauge,
                                                              Table::kSum,
                                                              Table::kHistogram,
                                                              Table::kExponentialHistogram,
                                                              Table::kSummary};

// "otel_logs", "hyperdx_sessions", "otel_traces", "otel_metrics_gauge", …
std::string_view TableName(Table table);

// Rows bound for one table: all its columns but the ones the log adds (__sxt_segment, __sxt_row).
// The column "Timestamp" (logs, sessions, traces) or "TimeUnix" (metrics) is DateTime64(9).
struct TableRows {
  Table table;
  Block block;
};

}  // namespace sextant
