#include "engine/statements.h"

#include <charconv>

#include "base/log.h"
#include "engine/errors.h"
#include "engine/rows.h"
#include "engine/sql_text.h"

namespace sextant::engine {
namespace {

constexpr std::chrono::milliseconds kKillEvery{50};
constexpr std::chrono::milliseconds kProgressAge{50};

std::uint64_t Number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string ProgressQuery() {
  const std::string id = "Settings['" + std::string(kIdSetting) + "']";
  return "SELECT " + id + ", read_rows, read_bytes, total_rows_approx, toUInt64(elapsed * 1e9), " +
         "toUInt64(greatest(memory_usage, 0)) FROM system.processes WHERE " + id + " != ''";
}

std::unordered_map<std::string, StatementProgress> ReadProgress(std::string_view text) {
  std::unordered_map<std::string, StatementProgress> found;
  for (const auto& row : SplitRows(text)) {
    if (row.size() != 6) continue;
    found[std::string(row[0])] = {Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]),
                                  Number(row[5])};
  }
  return found;
}

}  // namespace

Statements::Statements(Limits limits, Connector connector)
    : limits_(limits), connector_(std::move(connector)), killer_([this] { KillLoop(); }) {}

Statements::~Statements() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  killer_.join();
}

Statements::Slot::~Slot() {
  if (owner_ != nullptr) owner_->Release(id_);
}

Result<Connection> Statements::Slot::Connect(Pairs settings) const {
  settings.emplace_back(kIdSetting, id_);
  return owner_->connector_(settings);
}

Result<Statements::Slot> Statements::Admit(const std::string& id) {
  std::unique_lock lock(mutex_);
  if (entries_.contains(id))
    return EngineStatus(kQueryIdInUse, "Query with id = " + id + " is already running.");
  const std::string too_many =
      "Too many simultaneous queries. Maximum: " + std::to_string(limits_.at_once) + ".";
  if (running_ >= limits_.at_once && waiting_.size() >= limits_.queued) {
    return EngineStatus(kTooManySimultaneousQueries, too_many);
  }
  entries_[id];
  const auto place = waiting_.insert(waiting_.end(), id);
  const auto is_next = [&] { return running_ < limits_.at_once && waiting_.begin() == place; };
  const auto ended = [&] { return stopping_ || entries_[id].cancelled; };
  changed_.wait_for(lock, limits_.longest_wait, [&] { return is_next() || ended(); });
  const bool admitted = is_next() && !ended();
  const bool cancelled = ended();
  waiting_.erase(place);
  if (!admitted) {
    entries_.erase(id);
    changed_.notify_all();
    if (cancelled)
      return EngineStatus(kQueryWasCancelled, "Query was cancelled while it waited for its turn.");
    return EngineStatus(kTooManySimultaneousQueries, too_many);
  }
  entries_[id].running = true;
  ++running_;
  changed_.notify_all();
  return Slot(this, id);
}

void Statements::Release(const std::string& id) {
  const std::lock_guard lock(mutex_);
  entries_.erase(id);
  --running_;
  changed_.notify_all();
}

void Statements::Cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  found->second.cancelled = true;
  changed_.notify_all();
}

std::string Statements::CancelledRunning() const {
  std::string list;
  for (const auto& [id, entry] : entries_) {
    if (!entry.running || !entry.cancelled) continue;
    list += (list.empty() ? "" : ", ") + QuoteString(id);
  }
  return list;
}

void Statements::KillLoop() {
  std::unique_lock lock(mutex_);
  while (true) {
    std::string list;
    changed_.wait(lock, [&] { return stopping_ || !(list = CancelledRunning()).empty(); });
    if (stopping_) return;
    lock.unlock();
    // ASYNC: the synchronous form never returns in this library.
    const std::string kill =
        "KILL QUERY WHERE Settings['" + std::string(kIdSetting) + "'] IN (" + list + ") ASYNC";
    if (Result<Connection> connection = connector_({}); connection.ok()) {
      const Result<Chunk> killed = connection->Query(kill, "TabSeparated");
      if (!killed.ok()) Log(Severity::kWarn, "engine.kill_failed", {{"error", killed.status().message()}});
    }
    lock.lock();
    changed_.wait_for(lock, kKillEvery, [&] { return stopping_; });
  }
}

std::optional<StatementProgress> Statements::FindProgress(const std::string& id) {
  const std::lock_guard lock(progress_mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - progress_at_ >= kProgressAge) {
    progress_at_ = now;
    if (!progress_connection_) {
      Result<Connection> opened = connector_({});
      if (!opened.ok()) return std::nullopt;
      progress_connection_.emplace(std::move(opened).value());
    }
    const Result<Chunk> rows = progress_connection_->Query(ProgressQuery(), "TabSeparated");
    if (!rows.ok()) return std::nullopt;
    progress_ = ReadProgress(rows->data());
  }
  const auto found = progress_.find(id);
  return found == progress_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t Statements::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

std::size_t Statements::queued() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

}  // namespace sextant::engine
