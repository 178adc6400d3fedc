// Structured logging: one JSON object per line on stderr. Thread-safe.
//   Log(Severity::kWarn, "engine.exited", {{"signal", "9"}, {"restart_in_ms", "200"}});
// Event names are stable (dashboards and tests read them); the fields carry what varies.
// Never log a key, a password or the body of a request.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sextant {

enum class Severity { kDebug, kInfo, kWarn, kError };

struct LogField {
  std::string_view key;
  std::string value;
};

void Log(Severity severity, std::string_view event, std::initializer_list<LogField> fields = {});

// Lines below `severity` are dropped. The default is kInfo.
void SetLogSeverity(Severity severity);

// Also hands every line that passes to `sink` (own telemetry), on the logging thread. One sink; an
// empty function removes it. The sink must not log.
using LogSink = std::function<void(Severity, std::string_view event,
                                   const std::vector<std::pair<std::string, std::string>>& fields)>;
void SetLogSink(LogSink sink);

}  // namespace sextant
