#include "engine/boot.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "base/json.h"
#include "engine/rows.h"
#include "engine/sql_text.h"

namespace sextant::engine {
namespace {

namespace fs = std::filesystem;

std::string ErrnoText() { return std::strerror(errno); }

// A new file beside, then renamed over: there is always a whole one.
Status WriteFile(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  const int fd = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  const std::string reason = ErrnoText();
  if (fd >= 0) close(fd);
  if (!written || rename(beside.c_str(), path.c_str()) != 0) {
    return Status(Code::kDenied, "Cannot write " + path + ": " + reason + ".");
  }
  return OkStatus();
}

Status CheckIsOurs(const std::string& data_dir) {
  std::error_code error;
  const bool is_empty = fs::is_empty(data_dir, error);
  if (error) return Status(Code::kDenied, "Cannot read " + data_dir + ": " + error.message() + ".");
  if (is_empty || fs::exists(data_dir + "/.sextant", error)) return OkStatus();
  return Status(
      Code::kBadInput,
      data_dir + " is not empty and holds no engine's data; choose an empty folder or remove what is in it.");
}

// The version file says who wrote the folder last. It is there before the engine first opens the folder.
Status CheckVersion(const std::string& path, const std::string& engine_version) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) return OkStatus();
  const Result<JsonValue> json = JsonValue::Parse(text.str());
  const std::string written = json.ok() ? (*json)["engine_version"].AsString().value_or("") : "";
  if (written.empty()) return Status(Code::kBadInput, path + " does not name the version of the engine.");
  if (!IsNewerVersion(written, engine_version)) return OkStatus();
  return Status(Code::kBadInput, "The folder was written by engine " + written +
                                     ", which is newer than this one (" + engine_version +
                                     "); start that version, or a newer one.");
}

std::string XmlValue(std::string_view name, std::size_t value) {
  std::string element = "  <";
  return element.append(name)
      .append(">")
      .append(std::to_string(value))
      .append("</")
      .append(name)
      .append(">\n");
}

// Server options by their names in system.server_settings.
std::vector<std::pair<std::string, std::size_t>> ServerOptions(const MemoryPlan& plan) {
  return {
      {"max_server_memory_usage", plan.server_bytes},
      {"memory_worker_period_ms", 100},
      {"mark_cache_size", plan.mark_cache_bytes},
      {"index_mark_cache_size", plan.mark_cache_bytes},
      {"primary_index_cache_size", plan.mark_cache_bytes},
      {"text_index_tokens_cache_size", plan.small_cache_bytes},
      {"text_index_header_cache_size", plan.small_cache_bytes},
      {"text_index_postings_cache_size", plan.small_cache_bytes},
      {"query_condition_cache_size", plan.small_cache_bytes},
      {"compiled_expression_cache_size", plan.small_cache_bytes},
      {"vector_similarity_index_cache_size", plan.small_cache_bytes},
      {"parquet_metadata_cache_size", plan.small_cache_bytes},
      {"iceberg_metadata_files_cache_size", plan.small_cache_bytes},
  };
}

// A merge's sources stay for eight minutes: until then the merged part may be in the page cache alone.
constexpr std::size_t kOldPartsLifetimeSeconds = 480;

std::string XmlText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string ConfigXml(const DataFolder& folder, const MemoryPlan& plan) {
  std::string xml = "<clickhouse>\n";
  for (const auto& [name, value] : ServerOptions(plan)) xml += XmlValue(name, value);
  xml +=
      "  <merge_tree>\n  " + XmlValue("old_parts_lifetime", kOldPartsLifetimeSeconds) + "  </merge_tree>\n";
  const std::string users = XmlText(folder.own_path("users.xml"));
  xml += "  <users_config>" + users + "</users_config>\n";
  xml += "  <user_directories><users_xml><path>" + users + "</path></users_xml></user_directories>\n";
  return xml + "</clickhouse>\n";
}

// No source (file, url, s3, remote, …), no user management, no dictionaries, no functions: a grant that is
// not listed does not exist. The engines are those of the schema.
constexpr std::string_view kUsersXml = R"(<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>::/0</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP, TRUNCATE, OPTIMIZE, SHOW, KILL QUERY, SYSTEM, CHECK ON *.*</query>
        <query>GRANT TABLE ENGINE ON MergeTree</query>
        <query>GRANT TABLE ENGINE ON SummingMergeTree</query>
        <query>GRANT TABLE ENGINE ON AggregatingMergeTree</query>
        <query>GRANT TABLE ENGINE ON ReplacingMergeTree</query>
        <query>GRANT TABLE ENGINE ON Null</query>
        <query>GRANT TABLE ENGINE ON Memory</query>
      </grants>
    </default>
  </users>
</clickhouse>
)";

// Compares `wanted` with what `table` says.
Status ReadBack(Connection& connection, const std::string& table, const Pairs& wanted) {
  std::string names;
  for (const auto& [name, value] : wanted) names += (names.empty() ? "" : ", ") + QuoteString(name);
  SXT_ASSIGN(const Chunk rows,
             connection.Query("SELECT name, value FROM " + table + " WHERE name IN (" + names + ")",
                              "TabSeparated"));
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& row : SplitRows(rows.data())) {
    if (row.size() == 2) found.emplace_back(row[0], row[1]);
  }
  return CompareOptions(wanted, found);
}

Pairs AsText(const std::vector<std::pair<std::string, std::size_t>>& options) {
  Pairs text;
  for (const auto& [name, value] : options) text.emplace_back(name, std::to_string(value));
  return text;
}

Pairs SessionSettings() {
  return {
      {"async_insert", "0"},
      {"implicit_select", "0"},
      {"allow_introspection_functions", "0"},
  };
}

}  // namespace

bool IsNewerVersion(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const auto next = [](std::string_view& text) {
      unsigned long number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      text.remove_prefix(std::min(text.find('.'), text.size()));
      text.remove_prefix(text.empty() ? 0 : 1);
      return number;
    };
    const unsigned long left = next(a);
    const unsigned long right = next(b);
    if (left != right) return left > right;
  }
  return false;
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) close(lock_);
}

Result<DataFolder> DataFolder::Open(const std::string& data_dir, const std::string& engine_version) {
  std::error_code error;
  const std::string path = fs::absolute(data_dir, error).lexically_normal().string();
  const bool made = fs::create_directories(path, error);
  if (error) return Status(Code::kDenied, "Cannot make the folder " + path + ": " + error.message() + ".");
  if (made) (void)chmod(path.c_str(), 0700);
  SXT_TRY(CheckIsOurs(path));
  const std::string own = path + "/.sextant";
  if (mkdir(own.c_str(), 0700) != 0 && errno != EEXIST) {
    return Status(Code::kDenied, "Cannot write into " + path + ": " + ErrnoText() + ".");
  }
  const int lock = open((own + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Status(Code::kDenied, "Cannot write into " + own + ": " + ErrnoText() + ".");
  DataFolder folder(path, lock);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return Status(Code::kConflict, "Another engine is using " + path + "; stop it first.");
  }
  SXT_TRY(CheckVersion(folder.own_path("version.json"), engine_version));
  JsonWriter version;
  version.Object().Key("engine_version").String(engine_version).End();
  SXT_TRY(WriteFile(folder.own_path("version.json"), version.Take() + "\n"));
  return folder;
}

Status WriteConfig(const DataFolder& folder, const MemoryPlan& plan) {
  SXT_TRY(WriteFile(folder.own_path("users.xml"), std::string(kUsersXml)));
  return WriteFile(folder.own_path("config.xml"), ConfigXml(folder, plan));
}

Pairs StatementArguments(const DataFolder& folder) {
  Pairs arguments = {{"path", folder.path()}};
  for (const auto& setting : SessionSettings()) arguments.push_back(setting);
  return arguments;
}

Result<BootedEngine> BootEngine(const DataFolder& folder, const MemoryPlan& plan) {
  // The library takes its time zone from here; a <timezone> in the configuration has no effect.
  setenv("TZ", "UTC", 1);
  const std::pair<std::string, std::string> memory("max_memory_usage", std::to_string(plan.statement_bytes));
  Pairs arguments = StatementArguments(folder);
  arguments.push_back(memory);
  arguments.emplace_back("config-file", folder.own_path("config.xml"));
  Result<Connection> opened = Connection::Open(arguments);
  if (!opened.ok()) {
    return Status(Code::kUnavailable, "The engine cannot open " + folder.path() +
                                          ": its files are damaged, or its disk is full or read-only.");
  }
  BootedEngine engine{std::move(*opened), ""};
  SXT_TRY(ReadBack(engine.keeper, "system.server_settings", AsText(ServerOptions(plan))));
  Pairs settings = SessionSettings();
  settings.push_back(memory);
  SXT_TRY(ReadBack(engine.keeper, "system.settings", settings));
  SXT_TRY(ReadBack(engine.keeper, "system.merge_tree_settings",
                   {{"old_parts_lifetime", std::to_string(kOldPartsLifetimeSeconds)}}));
  SXT_ASSIGN(const Chunk row, engine.keeper.Query("SELECT version(), timezone()", "TabSeparated"));
  const auto facts = SplitRows(row.data());
  if (facts.size() != 1 || facts[0].size() != 2)
    return Status(Code::kInternal, "The engine does not know its version.");
  engine.server_version = facts[0][0];
  SXT_TRY(CompareOptions({{"timezone", "UTC"}}, {{"timezone", std::string(facts[0][1])}}));
  return engine;
}

}  // namespace sextant::engine
