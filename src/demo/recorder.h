// Gathers records as they are made and cuts them into export requests, grouped by resource and scope.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "demo/services.h"
#include "demo/tape.h"
#include "otlp/write.h"

namespace sextant::demo {

struct Scope {
  std::string_view name;  // must outlive the recorder: literals
  std::string_view version = {};
};

// Not thread-safe; one per Play. Requests concatenate: the bytes of each resource are written once and
// joined.
class Recorder {
 public:
  Recorder(const TapeOptions& options, const Emit& emit) : options_(options), emit_(emit) {}

  const TapeOptions& options() const { return options_; }
  // False once the receiver has had enough.
  bool wanted() const { return wanted_; }

  void Add(Service service, Scope scope, const otlp::SpanRecord& span);
  // By the SDK (Route::kLogs) or from the container's output (Route::kStdout).
  void Add(Service service, Route route, Scope scope, const otlp::LogRecord& log);
  void AddGauge(Service service, Route route, Scope scope, const otlp::MetricInfo& metric,
                const otlp::NumberPoint& point);
  void AddSum(Service service, Route route, Scope scope, const otlp::MetricInfo& metric,
              const otlp::NumberPoint& point);
  // Of a machine, not of a service.
  void AddNodeGauge(const std::string& node, Scope scope, const otlp::MetricInfo& metric,
                    const otlp::NumberPoint& point);

  // Emits what is left.
  void Flush();

 private:
  // The resource's text form, the scope's name.
  using Key = std::tuple<std::string, std::string_view>;
  using Writers = std::map<Key, std::unique_ptr<otlp::ExportWriter>>;

  otlp::ExportWriter& WriterOf(Signal signal, Service service, Route route, Scope scope, UnixNanos time);
  otlp::ExportWriter& WriterOf(Signal signal, const std::string& key, Scope scope,
                               const ResourceAttributes& resource);
  void Count(Signal signal);
  void FlushSignal(Signal signal);

  const TapeOptions& options_;
  const Emit& emit_;
  bool wanted_ = true;
  std::array<Writers, 4> writers_;
  std::array<std::size_t, 4> counts_{};
};

}  // namespace sextant::demo
