// What the operator decides: flags and the TOML file of --config. A flag wins over the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sextant::server {

// What a sender of telemetry shows, and where its data goes. The key itself is here or in a file.
struct IngestKey {
  std::string name;  // for the log; "key 1" and so on when not given
  std::string key = {};
  std::string key_file = {};
  std::string database = "default";
};

enum class KeyRule { kIfThereAreAny, kYes, kNo };

struct Config {
  std::string data_dir;
  // No login, one person: the page must then be on loopback.
  bool local = false;
  std::string listen = "127.0.0.1:8080";
  std::string otlp_http = "127.0.0.1:4318";
  std::string otlp_grpc = "127.0.0.1:4317";

  // The engine's whole budget. 0: half of the machine's memory, at most 8 GiB.
  std::uint64_t engine_memory_bytes = 0;
  std::uint32_t engine_max_statements = 8;
  // How long rows live in `default` and `sextant`.
  std::uint32_t retention_days = 30;
  // The log refuses more (503) above this.
  std::uint64_t log_max_bytes = std::uint64_t{8} << 30;
  // Rows decoded and not yet stored, in memory; above this, 503.
  std::uint64_t ingest_max_waiting_bytes = std::uint64_t{512} << 20;
  std::uint64_t max_body_bytes = std::uint64_t{64} << 20;
  // What one sender (a key, else an address) may send, inflated; above it, 429. 0: as much as it likes.
  std::uint64_t sender_bytes_per_second = 0;
  std::vector<IngestKey> ingest_keys;
  KeyRule ingest_require_key = KeyRule::kIfThereAreAny;
  // Whether senders need a key. Without, OTLP is for this machine alone.
  bool RequiresKey() const {
    if (ingest_require_key == KeyRule::kIfThereAreAny) return !ingest_keys.empty();
    return ingest_require_key == KeyRule::kYes;
  }
  // How often Sextant sends its own measures and log lines to the database `sextant`; 0: never.
  std::uint32_t telemetry_interval_ms = 15'000;
};

// Reads `text` (TOML 1.0) over `config`. Keys are the members' names, those of the engine in [engine]
// (memory_bytes, max_statements), the log's in [log] (max_bytes), ingest's in [ingest] (max_waiting_bytes,
// max_body_bytes, require_key) and [[ingest.keys]] (key or key_file, database, name), the rest of it in
// [telemetry] (interval_ms). Fails with kBadInput: "sextant.toml, line 3:
// 'listne' is not a setting. Did you mean 'listen'?" `name` is how messages call the file.
Status ReadConfig(std::string_view text, std::string_view name, Config& config);

// Adds the key of the environment variable SEXTANT_INGEST_KEY, if `value` is not null: into `default`.
void AddKeyOfEnvironment(const char* value, Config& config);

// Checks what can be checked without touching the machine: addresses are HOST:PORT, the page's on loopback,
// those of OTLP too unless senders need a key. Names the setting.
Status CheckConfig(const Config& config);

}  // namespace sextant::server
