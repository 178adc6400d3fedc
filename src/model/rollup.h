// The key/value rollup beside a table of ours: how many rows have which value of which key, by quarter of an
// hour. Names and columns are ClickStack's (`<table>_kv_rollup_15m`: Timestamp, ColumnIdentifier, Key, Value,
// count; rows of equal key are summed by the engine in its own time, so readers sum). enrich/ counts, ingest/
// stores, query/plan reads; docs/adr/0004 says why its answers are exact.
//
//   ColumnIdentifier   Key         Value     count: rows of the bucket …
//   NativeColumn       column      value     whose column has the value ("" too)
//   a map's name       key         value     whose map has the key with the value ("" too)
//   __sxt_rows         ""          ""        in all
//   __sxt_uncounted    key         (1)       which have the key, whose values are not counted here
//   __sxt_uncounted    kEveryKey   (1)       which have keys that are not named here
//   __sxt_segment      writer      segment   1: the segment's counts of this day are in
// (1) the ColumnIdentifier that the key would have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/signal.h"

namespace sextant::rollup {

inline constexpr std::string_view kTableSuffix = "_kv_rollup_15m";
inline constexpr std::int64_t kBucketWidth = 15 * kNanosPerMinute;
inline constexpr std::int64_t kBucketSeconds = kBucketWidth / kNanosPerSecond;

inline constexpr std::string_view kNativeColumn = "NativeColumn";
inline constexpr std::string_view kRows = "__sxt_rows";
inline constexpr std::string_view kUncounted = "__sxt_uncounted";
inline constexpr std::string_view kSegment = "__sxt_segment";
inline constexpr std::string_view kEveryKey = "*";

// Metrics have none.
constexpr bool HasRollup(Table table) {
  return table == Table::kLogs || table == Table::kSessions || table == Table::kTraces;
}
// "otel_logs_kv_rollup_15m"
inline std::string TableNameFor(std::string_view table) {
  return std::string(table) + std::string(kTableSuffix);
}

}  // namespace sextant::rollup
