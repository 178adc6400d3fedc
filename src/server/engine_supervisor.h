// Keeps one sextant-engine running: starts it, waits until it answers, starts it again when it ends, with a
// growing pause, and ends it. The engine ends by itself when we die: it holds the reading end of a pipe
// whose writing end only we hold.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/status.h"

namespace sextant::server {

enum class EngineState { kStarting, kReady, kRestarting, kStopped };

// "starting", "ready", "restarting", "stopped": the words of the API.
const char* EngineStateName(EngineState state);

struct EngineSnapshot {
  EngineState state = EngineState::kStarting;
  pid_t pid = 0;                 // 0 while none runs
  std::string version;           // of the last one that was ready
  std::string reason;            // why it restarts: a sentence
  std::uint64_t starts = 0;      // processes started so far
  std::int64_t ready_in_ms = 0;  // while restarting: an estimate from the last start
};

struct EngineOptions {
  std::string binary;
  std::string data_dir;
  std::string socket;
  std::uint64_t memory_bytes = 0;
  std::uint32_t max_statements = 8;
  std::chrono::milliseconds first_pause{50};
  std::chrono::milliseconds longest_pause{5'000};
  // How long an engine that is told to end may take before it is killed.
  std::chrono::milliseconds stop_grace{3'000};
  // A folder still held by an engine of an earlier server is waited for this long at the first start.
  std::chrono::milliseconds busy_wait{10'000};
  // Runs on the supervisor's thread each time an engine is ready, before the state says so.
  std::function<Status()> on_ready;
};

// Thread-safe.
class EngineSupervisor {
 public:
  // Starts the engine and waits until it is ready. Fails when the first one cannot start: the engine's own
  // sentence (missing library, too little memory, newer folder…). Later ends are restarts, never failures.
  static Result<std::unique_ptr<EngineSupervisor>> Start(EngineOptions options);

  // Ends the engine.
  virtual ~EngineSupervisor() = default;
  virtual EngineSnapshot snapshot() const = 0;
  // Ends the engine for good. Idempotent.
  virtual void Stop() = 0;
};

// Where sextant-engine lies: beside this binary.
std::string EngineBinaryPath();

}  // namespace sextant::server
