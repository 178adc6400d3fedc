// /health, /ready and /api/v1/status (openapi.yaml): what the server knows about itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "net/http_server.h"

namespace sextant::api {

// One moment of the server; server/ fills it.
struct ServerState {
  struct Database {
    std::string name;
    std::optional<UnixNanos> newest_row;
  };
  struct DemoLoading {
    double done_hours = 0;
    double total_hours = 0;
  };

  std::string engine_state;  // starting, ready, restarting, stopped
  std::string engine_version;
  std::string engine_reason;
  std::int64_t engine_ready_in_ms = 0;
  bool accepting = false;  // OTLP is answered with success
  UnixNanos started_at = 0;
  UnixNanos now = 0;
  double received_rows_per_second = 0;
  std::uint64_t waiting_rows = 0;
  std::uint64_t quarantined_requests = 0;
  std::vector<Database> databases;
  std::string otlp_http;
  std::string otlp_grpc;
  std::optional<DemoLoading> demo_loading;
  std::string demo_stopped;  // why, a sentence; empty while it goes on
};

inline constexpr const char* kVersion = "0.1.0";

// `state` is called on handler threads, once per request, and must not block on the engine.
void AddSystemRoutes(net::Router& router, std::function<ServerState()> state);

}  // namespace sextant::api
