// Sextant's telemetry about itself: every interval its measures as OTLP metrics and its log lines as OTLP
// logs, handed to its own ingest. Never about itself: lines and counts of the database it goes to, and lines
// logged while it is being sent, are left out, so that sending never makes more to send.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/status.h"
#include "base/time.h"
#include "model/signal.h"
#include "server/measures.h"

namespace sextant::server {

inline constexpr const char* kOwnDatabase = "sextant";

struct OwnTelemetryOptions {
  std::chrono::milliseconds interval{15'000};
  // Log lines that wait for the next interval; of more the oldest are dropped and counted.
  std::size_t max_waiting_lines = 1'000;
  std::string version;
  std::string host;
};

// Thread-safe. One at a time: it is the process's log sink.
class OwnTelemetry {
 public:
  using Measures = std::function<std::vector<Measure>()>;
  // Takes one export request (protobuf) for kOwnDatabase; returns once it is durable.
  using Send = std::function<Status(Signal signal, std::string_view body)>;

  // Begins to keep log lines. `clock` outlives it.
  OwnTelemetry(OwnTelemetryOptions options, const Clock& clock);
  // Stops as Stop().
  ~OwnTelemetry();
  OwnTelemetry(const OwnTelemetry&) = delete;
  OwnTelemetry& operator=(const OwnTelemetry&) = delete;

  // Sends from now on, on a thread of its own. Once.
  void Begin(Measures measures, Send send);
  // Sends what there is, then ends. Idempotent.
  void Stop();

  std::uint64_t dropped_lines() const;

 private:
  struct Line {
    UnixNanos time = 0;
    Severity severity = Severity::kInfo;
    std::string event;
    std::vector<std::pair<std::string, std::string>> fields;
  };

  void Keep(Line line);
  void Loop();
  void SendLines();
  void SendMeasures();
  std::string LogsRequest(const std::deque<Line>& lines) const;
  std::string MetricsRequest(const std::vector<Measure>& measures) const;

  const OwnTelemetryOptions options_;
  const Clock& clock_;
  const UnixNanos started_at_;
  Measures measures_;
  Send send_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Line> lines_;
  std::uint64_t dropped_lines_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sextant::server
