// Counts what the receivers accept and refuse.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/status.h"
#include "base/time.h"
#include "ingest/rows.h"
#include "ingest/status.h"

namespace sextant::ingest {

// Thread-safe.
class Counters {
 public:
  void Accepted(const std::string& database, std::uint64_t rows, std::uint64_t bytes, UnixNanos now);
  void Rejected(const std::string& database, const std::map<std::string, std::uint64_t>& reasons);
  // A request refused as a whole.
  void Refused(const std::string& database, Code code);
  void SawRow(const TableKey& key, UnixNanos newest);

  std::map<std::string, DatabaseCounters> databases() const;
  std::map<TableKey, UnixNanos> newest_rows() const;
  // Accepted rows per second over the last kWindowSeconds whole seconds before `now`.
  double RowsPerSecond(UnixNanos now) const;

 private:
  static constexpr std::int64_t kWindowSeconds = 10;
  struct Second {
    std::int64_t at = 0;
    std::uint64_t rows = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, DatabaseCounters> databases_;
  std::map<TableKey, UnixNanos> newest_;
  std::array<Second, kWindowSeconds + 1> seconds_{};
};

}  // namespace sextant::ingest
