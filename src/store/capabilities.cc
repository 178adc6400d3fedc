#include "store/capabilities.h"

#include <charconv>

#include "base/bytes.h"

namespace sextant {
namespace {

// "26.7.2.1" → 26, 7.
bool ReadVersion(std::string_view version, std::uint32_t& major, std::uint32_t& minor) {
  const char* end = version.data() + version.size();
  const auto first = std::from_chars(version.data(), end, major);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return false;
  return std::from_chars(first.ptr + 1, end, minor).ec == std::errc();
}

// True when ClickHouse ran the statement, false when it refused it; fails when it gave no answer.
Result<bool> IsAllowed(const Result<std::string>& answer) {
  if (answer.ok()) return true;
  if (answer.status().engine_code() == 0 || answer.status().code() == Code::kUnauthenticated) {
    return answer.status();
  }
  return false;
}

}  // namespace

Settings ReadSettings(bool trusted) {
  return {{"readonly", trusted ? "2" : "1"}, {"cancel_http_readonly_queries_on_client_close", "1"}};
}

Result<Capabilities> AskCapabilities(const AskClickHouse& ask) {
  Capabilities found;
  SXT_ASSIGN(found.version, ask("SELECT version()", {}));
  if (!ReadVersion(found.version, found.major, found.minor)) {
    return Status(Code::kBadInput, "The server calls its version \"" + found.version.substr(0, 100) +
                                       "\", which no ClickHouse does; check its address.");
  }
  SXT_ASSIGN(found.settings, IsAllowed(ask("SELECT 1", ReadSettings(true))));
  const Result<std::string> readonly = ask("SELECT getSetting('readonly')", {});
  SXT_ASSIGN(const bool readonly_known, IsAllowed(readonly));
  found.writable = readonly_known && *readonly == "0";
  SXT_ASSIGN(found.processes, IsAllowed(ask("SELECT count() FROM system.processes", {})));
  found.cancels_on_close = found.settings;
  // Of a statement that does not exist: only the right to kill is asked.
  SXT_ASSIGN(found.kills, IsAllowed(ask("KILL QUERY WHERE query_id = 'none-" + RandomId() + "' ASYNC", {})));
  return found;
}

Result<Capabilities> CapabilityCache::Get(Deadline deadline,
                                          const std::function<Result<Capabilities>()>& ask) {
  std::unique_lock lock(mutex_);
  if (last_ && last_->ok()) return *last_;
  if (asking_) {
    const std::uint64_t round = asked_;
    const auto answered = [&] { return asked_ != round; };
    if (deadline.IsNever()) {
      answered_.wait(lock, answered);
    } else if (!answered_.wait_until(lock, deadline.at(), answered)) {
      return Status(Code::kTimeout, "ClickHouse has not said in time what it can do.");
    }
    return *last_;
  }
  asking_ = true;
  lock.unlock();
  Result<Capabilities> found = ask();
  lock.lock();
  asking_ = false;
  ++asked_;
  last_ = found;
  answered_.notify_all();
  return found;
}

}  // namespace sextant
