// A snapshot of the ingest pipeline, for the status API, /metrics and our own telemetry. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace sextant::ingest {

// Since the process started.
struct DatabaseCounters {
  std::uint64_t requests = 0;  // acknowledged, in whole or in part
  std::uint64_t rows = 0;      // accepted records
  std::uint64_t bytes = 0;     // of their bodies, coding undone
  // Records refused one by one, and whole requests refused ("request:" before the code's name), by reason.
  std::map<std::string, std::uint64_t> rejected;
};

struct TableStatus {
  std::string database;
  std::string table;
  std::uint64_t stored_rows = 0;   // since the process started
  std::uint64_t waiting_rows = 0;  // acknowledged, decoded, not yet stored
  UnixNanos newest_row = 0;        // time of the newest row accepted since the process started; 0 for none
  std::string last_error;          // why its oldest insert is being tried again; empty when none is
};

struct QuarantinedRequest {
  std::string file;  // below the quarantine folder
  std::uint64_t segment = 0;
  std::uint32_t frame = 0;
  std::string database;
  std::string table;  // empty when the request could not be decoded again
  std::uint64_t rows = 0;
  UnixNanos receive_time = 0;
  std::string reason;
};

struct IngestStatus {
  std::map<std::string, DatabaseCounters> databases;
  std::vector<TableStatus> tables;

  double rows_per_second = 0;  // accepted, over the last ten seconds

  // Acknowledged records whose segment is not stored in full. After a restart: "n rows still arriving".
  std::uint64_t waiting_rows = 0;
  std::int64_t oldest_waiting_ns = 0;  // age of the oldest of them; 0 for none
  std::uint64_t waiting_segments = 0;
  std::uint64_t loaded_bytes = 0;  // of rows held in memory

  std::uint64_t log_segments = 0;
  std::uint64_t log_bytes = 0;
  std::uint64_t log_syncs = 0;
  std::uint64_t log_failures = 0;
  std::uint64_t damaged_frames = 0;  // acknowledged requests whose bytes no longer match their checksum
  std::uint64_t dropped_bytes = 0;   // of torn or damaged segment files

  std::uint64_t inserts = 0;  // blocks stored
  std::uint64_t retries = 0;
  // Quarantined requests, and the newest of them (at most Quarantine::kMaxListed).
  std::uint64_t quarantined = 0;
  std::vector<QuarantinedRequest> quarantine;
};

}  // namespace sextant::ingest
