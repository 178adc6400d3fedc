// The running server: every part made, wired and ended in order. The only place that knows all of them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/status.h"
#include "server/config.h"
#include "server/demo_loader.h"

namespace sextant::server {

// Where it listens, with the real ports.
struct Addresses {
  std::string listen;
  std::string otlp_http;
  std::string otlp_grpc;  // empty when built without gRPC
};

class App {
 public:
  // Claims the folder, starts the engine, brings the schema up to date, replays the log, opens the ports.
  // Returns when telemetry is accepted and searches are answered. Fails with one sentence and leaves
  // nothing half made.
  // With `demo`, its tape is being laid when this returns.
  static Result<std::unique_ptr<App>> Start(const Config& config, const std::optional<DemoOptions>& demo);

  // Stops as Stop().
  virtual ~App() = default;
  virtual const Addresses& addresses() const = 0;
  // Nothing without a demo.
  virtual std::optional<DemoProgress> demo_progress() const = 0;
  // In order: no new requests; running ones finish; the log's segments are inserted as far as 5 s allow
  // (the rest is replayed at the next start); the engine ends. Idempotent.
  virtual void Stop() = 0;
};

}  // namespace sextant::server
