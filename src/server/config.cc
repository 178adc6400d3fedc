#include "server/config.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include <toml++/toml.h>

#include "base/edit_distance.h"

namespace sextant::server {
namespace {

// One setting: its place in the file, and how its value goes into a Config. `set` gives what the value
// must be when it is not.
struct Setting {
  std::string_view section;
  std::string_view key;
  std::function<std::optional<std::string>(const toml::node&, Config&)> set;
};

auto Text(std::string Config::*member) {
  return [member](const toml::node& node, Config& config) -> std::optional<std::string> {
    const auto value = node.value_exact<std::string>();
    if (!value) return "a string";
    config.*member = *value;
    return std::nullopt;
  };
}

auto Flag(bool Config::*member) {
  return [member](const toml::node& node, Config& config) -> std::optional<std::string> {
    const auto value = node.value_exact<bool>();
    if (!value) return "true or false";
    config.*member = *value;
    return std::nullopt;
  };
}

std::optional<std::string> ReadRequireKey(const toml::node& node, Config& config) {
  const auto value = node.value_exact<bool>();
  if (!value) return "true or false";
  config.ingest_require_key = *value ? KeyRule::kYes : KeyRule::kNo;
  return std::nullopt;
}

std::optional<std::string> ReadIngestKeys(const toml::node& node, Config& config) {
  constexpr const char* kWanted =
      "a list of tables [[ingest.keys]] with key or key_file, and perhaps database and name, all strings";
  const toml::array* list = node.as_array();
  if (list == nullptr) return kWanted;
  for (const toml::node& element : *list) {
    const toml::table* table = element.as_table();
    if (table == nullptr) return kWanted;
    IngestKey key;
    key.name = "key " + std::to_string(config.ingest_keys.size() + 1);
    for (const auto& [word, value] : *table) {
      std::string* member = word == "key"        ? &key.key
                            : word == "key_file" ? &key.key_file
                            : word == "database" ? &key.database
                            : word == "name"     ? &key.name
                                                 : nullptr;
      const auto text = value.value_exact<std::string>();
      if (member == nullptr || !text) return kWanted;
      *member = *text;
    }
    config.ingest_keys.push_back(std::move(key));
  }
  return std::nullopt;
}

template <typename T>
auto Number(T Config::*member, std::uint64_t least, std::uint64_t most) {
  return [member, least, most](const toml::node& node, Config& config) -> std::optional<std::string> {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || static_cast<std::uint64_t>(*value) < least ||
        static_cast<std::uint64_t>(*value) > most) {
      return "a number from " + std::to_string(least) + " to " + std::to_string(most);
    }
    config.*member = static_cast<T>(*value);
    return std::nullopt;
  };
}

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint64_t kMsPerHour = 3'600'000;
constexpr std::uint64_t kTiB = std::uint64_t{1} << 40;

const std::vector<Setting>& Settings() {
  static const std::vector<Setting> settings = {
      {"", "data_dir", Text(&Config::data_dir)},
      {"", "local", Flag(&Config::local)},
      {"", "listen", Text(&Config::listen)},
      {"", "otlp_http", Text(&Config::otlp_http)},
      {"", "otlp_grpc", Text(&Config::otlp_grpc)},
      {"", "retention_days", Number(&Config::retention_days, 1, 3650)},
      {"engine", "memory_bytes", Number(&Config::engine_memory_bytes, 512 * kMiB, kTiB)},
      {"engine", "max_statements", Number(&Config::engine_max_statements, 1, 256)},
      {"log", "max_bytes", Number(&Config::log_max_bytes, 64 * kMiB, 1024 * kTiB)},
      {"ingest", "max_waiting_bytes", Number(&Config::ingest_max_waiting_bytes, 16 * kMiB, kTiB)},
      {"ingest", "max_body_bytes", Number(&Config::max_body_bytes, kMiB, 1024 * kMiB)},
      {"ingest", "sender_bytes_per_second", Number(&Config::sender_bytes_per_second, 0, kTiB)},
      {"ingest", "require_key", ReadRequireKey},
      {"ingest", "keys", ReadIngestKeys},
      {"telemetry", "interval_ms", Number(&Config::telemetry_interval_ms, 0, kMsPerHour)},
  };
  return settings;
}

std::string Place(std::string_view name, const toml::source_region& where) {
  return std::string(name) + ", line " + std::to_string(where.begin.line) + ": ";
}

std::string Qualified(std::string_view section, std::string_view key) {
  return section.empty() ? std::string(key) : std::string(section) + "." + std::string(key);
}

// The setting that was meant by `key`; nothing when none is near.
std::optional<std::string> NearestSetting(const std::string& key) {
  std::optional<std::string> best;
  std::size_t limit = std::max<std::size_t>(2, key.size() / 3);
  for (const auto& setting : Settings()) {
    std::string name = Qualified(setting.section, setting.key);
    const std::size_t distance = EditDistance(key, name, limit);
    if (distance > limit || (best && distance == limit)) continue;
    limit = distance;
    best = std::move(name);
  }
  return best;
}

Status UnknownSetting(std::string_view name, const std::string& key, const toml::source_region& where) {
  std::string message = Place(name, where) + "'" + key + "' is not a setting.";
  if (const auto nearest = NearestSetting(key)) message += " Did you mean '" + *nearest + "'?";
  return {Code::kBadInput, message};
}

bool IsSection(std::string_view key) {
  const auto& settings = Settings();
  return std::any_of(settings.begin(), settings.end(),
                     [&](const Setting& setting) { return setting.section == key; });
}

Status ReadTable(const toml::table& table, std::string_view section, std::string_view name, Config& config) {
  for (const auto& [key, node] : table) {
    const std::string_view word = key.str();
    if (section.empty() && IsSection(word) && node.is_table()) {
      SXT_TRY(ReadTable(*node.as_table(), word, name, config));
      continue;
    }
    const auto& settings = Settings();
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const Setting& setting) {
      return setting.section == section && setting.key == word;
    });
    if (found == settings.end()) return UnknownSetting(name, Qualified(section, word), key.source());
    if (const auto wanted = found->set(node, config)) {
      return {Code::kBadInput,
              Place(name, node.source()) + "'" + Qualified(section, word) + "' must be " + *wanted + "."};
    }
  }
  return {};
}

// The port of "HOST:PORT" and its host, or nothing.
std::optional<std::pair<std::string_view, int>> SplitAddress(std::string_view address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view digits = address.substr(colon + 1);
  int port = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port < 0 || port > 65535)
    return std::nullopt;
  return std::pair{address.substr(0, colon), port};
}

bool IsLoopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.substr(0, 4) == "127.";
}

// `why_not` goes on after "is reachable from outside this machine, and".
Status CheckAddress(const std::string& flag, const std::string& value, const std::string& why_not,
                    bool must_be_loopback) {
  const auto split = SplitAddress(value);
  const std::string setting = "--" + flag + " '" + value + "' ";
  if (!split) return {Code::kBadInput, setting + "is not HOST:PORT, such as 127.0.0.1:8080."};
  if (!must_be_loopback || IsLoopback(split->first)) return {};
  return {Code::kBadInput, setting + "is reachable from outside this machine, and " + why_not +
                               " Use a loopback address such as 127.0.0.1:" + std::to_string(split->second) +
                               "."};
}

}  // namespace

Status ReadConfig(std::string_view text, std::string_view name, Config& config) {
  try {
    return ReadTable(toml::parse(text), "", name, config);
  } catch (const toml::parse_error& error) {
    return {Code::kBadInput, Place(name, error.source()) + std::string(error.description()) + "."};
  }
}

void AddKeyOfEnvironment(const char* value, Config& config) {
  if (value == nullptr) return;
  IngestKey key;
  key.name = "SEXTANT_INGEST_KEY";
  key.key = value;
  config.ingest_keys.push_back(std::move(key));
}

Status CheckConfig(const Config& config) {
  if (config.data_dir.empty()) {
    return {Code::kBadInput,
            "No data folder was named. Give --data-dir DIR, or data_dir in the config file."};
  }
  if (config.RequiresKey() && config.ingest_keys.empty()) {
    return {Code::kBadInput,
            "ingest.require_key is true and there is no key, so nobody could send. Add one under "
            "[[ingest.keys]], or set SEXTANT_INGEST_KEY."};
  }
  SXT_TRY(CheckAddress("listen", config.listen, "there is no login yet.", true));
  const char* open_to_all = "anybody could send to it. Make ingest.require_key true and add a key.";
  SXT_TRY(CheckAddress("otlp-http", config.otlp_http, open_to_all, !config.RequiresKey()));
  return CheckAddress("otlp-grpc", config.otlp_grpc, open_to_all, !config.RequiresKey());
}

}  // namespace sextant::server
