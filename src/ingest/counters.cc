#include "ingest/counters.h"

#include <algorithm>

namespace sextant::ingest {

void Counters::Accepted(const std::string& database, std::uint64_t rows, std::uint64_t bytes, UnixNanos now) {
  const std::int64_t at = now / kNanosPerSecond;
  const std::lock_guard lock(mutex_);
  DatabaseCounters& counters = databases_[database];
  ++counters.requests;
  counters.rows += rows;
  counters.bytes += bytes;
  Second& second = seconds_[static_cast<std::size_t>(at) % seconds_.size()];
  if (second.at != at) second = {at, 0};
  second.rows += rows;
}

void Counters::Rejected(const std::string& database, const std::map<std::string, std::uint64_t>& reasons) {
  const std::lock_guard lock(mutex_);
  for (const auto& [reason, count] : reasons) databases_[database].rejected[reason] += count;
}

void Counters::Refused(const std::string& database, Code code) {
  const std::lock_guard lock(mutex_);
  ++databases_[database].rejected["request:" + std::string(CodeName(code))];
}

void Counters::SawRow(const TableKey& key, UnixNanos newest) {
  const std::lock_guard lock(mutex_);
  UnixNanos& known = newest_[key];
  known = std::max(known, newest);
}

std::map<std::string, DatabaseCounters> Counters::databases() const {
  const std::lock_guard lock(mutex_);
  return databases_;
}

std::map<TableKey, UnixNanos> Counters::newest_rows() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

double Counters::RowsPerSecond(UnixNanos now) const {
  const std::int64_t current = now / kNanosPerSecond;
  const std::lock_guard lock(mutex_);
  std::uint64_t rows = 0;
  for (const auto& second : seconds_) {
    if (second.at >= current - kWindowSeconds && second.at < current) rows += second.rows;
  }
  return static_cast<double>(rows) / kWindowSeconds;
}

}  // namespace sextant::ingest
