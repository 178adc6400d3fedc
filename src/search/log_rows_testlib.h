// Log records for tests: plain values, inserted through the real store, so that what a search finds can be
// compared with what was put in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "store/store.h"

namespace sextant::testing {

struct LogRecord {
  UnixNanos time = 0;
  std::string service;
  std::string severity;
  std::string body;
  std::map<std::string, std::string> attributes;
  std::map<std::string, std::string> resource;
  std::uint8_t severity_number = 0;
};

// As one block with __sxt_segment = segment and __sxt_row counting from 0.
Status InsertLogs(Store& store, const std::string& database, std::uint64_t segment,
                  const std::vector<LogRecord>& records);

}  // namespace sextant::testing
