// Gathers records as they are made and cuts them into export requests, grouped by resource and scope.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "demo/core/options.h"
#include "demo/core/resource.h"
#include "otlp/write.h"

namespace sextant::demo {

struct Scope {
  std::string_view name;  // must outlive the recorder: literals
  std::string_view version = {};
};

enum class Stream : std::uint8_t { kStdout, kStderr };

// Not thread-safe; one per Play. Requests concatenate: the bytes of each resource are written once and
// joined.
class Recorder {
 public:
  // Records of before `since` are left out.
  Recorder(const TapeOptions& options, const Emit& emit, UnixNanos since)
      : options_(options), emit_(emit), since_(since) {}

  const TapeOptions& options() const { return options_; }
  // False once the receiver has had enough.
  bool wanted() const { return wanted_; }

  // By the SDK of `service`. The instance is the visit of a browser, else found from the time.
  void Add(Service service, std::uint64_t visit, Scope scope, const otlp::SpanRecord& span);
  void Add(Service service, Scope scope, const otlp::LogRecord& log);
  // A line of the container's output, as the node's agent sends it.
  void AddLine(Service service, UnixNanos time, std::string_view line, Stream stream = Stream::kStdout);
  // What a visitor's browser showed: a log record that is part of the sessions.
  void AddRecording(std::uint64_t visit, Scope scope, const otlp::LogRecord& event);
  // From a place of its own: Kubernetes events.
  void Add(const Origin& origin, Scope scope, const otlp::LogRecord& log);

  void AddGauge(const Origin& origin, Scope scope, const otlp::MetricInfo& metric,
                const otlp::NumberPoint& point);
  void AddSum(const Origin& origin, Scope scope, const otlp::MetricInfo& metric,
              const otlp::NumberPoint& point);
  void AddHistogram(const Origin& origin, Scope scope, const otlp::MetricInfo& metric,
                    const otlp::HistogramPoint& point);

  // Emits what is left.
  void Flush();

 private:
  struct Group {
    std::uint64_t instance = 0;
    std::string_view scope;
    std::unique_ptr<otlp::ExportWriter> writer;
    std::string log_path;  // of container output
  };
  // The groups of one request, in the order in which they began.
  struct Request {
    std::vector<std::unique_ptr<Group>> groups;
    std::array<std::array<std::vector<Group*>, kRouteCount>, kServiceCount> by_origin;
    std::size_t records = 0;
  };

  Request& RequestOf(Signal signal) { return requests_[static_cast<std::size_t>(signal) - 1]; }
  Group& GroupOf(Signal signal, const Origin& origin, Scope scope);
  Origin OriginOf(Service service, Route route, UnixNanos time) const;
  void Count(Signal signal);
  void FlushSignal(Signal signal);

  const TapeOptions& options_;
  const Emit& emit_;
  const UnixNanos since_;
  bool wanted_ = true;
  std::array<Request, 3> requests_;  // logs, traces, metrics
};

}  // namespace sextant::demo
