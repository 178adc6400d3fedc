#include "server/demo_loader.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/log.h"
#include "model/rollup.h"
#include "store/delete_rows.h"

namespace sextant::server {
namespace {

using std::chrono::milliseconds;

constexpr const char* kDatabase = "otel_v2";
constexpr std::int64_t kMostHours = 48;  // otel_v2 keeps two days
constexpr milliseconds kRetryPause{200};
constexpr milliseconds kGiveUpAfter{60'000};
constexpr milliseconds kStatementLimit{120'000};
constexpr std::int64_t kSaveEvery = kNanosPerMinute;

UnixNanos SliceOf(UnixNanos time) { return time - time % demo::kSliceNs; }

// What is laid, as kept in the folder. Everything in [begin, complete_until) is there.
struct TapeState {
  std::uint64_t seed = 0;
  double scale = 0;
  std::string signals;
  bool gauge_falls = true;
  UnixNanos begin = 0;
  UnixNanos complete_until = 0;
};

std::string SignalsOf(const demo::TapeOptions& tape) {
  std::string names;
  const std::array<std::pair<bool, const char*>, 4> all = {
      {{tape.logs, "logs"}, {tape.traces, "traces"}, {tape.metrics, "metrics"}, {tape.sessions, "sessions"}}};
  for (const auto& [on, name] : all) {
    if (on) names += (names.empty() ? "" : ",") + std::string(name);
  }
  return names;
}

std::optional<TapeState> ReadState(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto json = JsonValue::Parse(text);
  if (!json.ok()) return std::nullopt;
  TapeState state;
  state.seed = (*json)["seed"].AsUint().value_or(0);
  state.scale = (*json)["scale"].AsDouble().value_or(0);
  state.signals = (*json)["signals"].AsString().value_or("");
  state.gauge_falls = (*json)["gauge_falls"].AsBool().value_or(true);
  state.begin = (*json)["begin_ns"].AsInt().value_or(0);
  state.complete_until = (*json)["complete_until_ns"].AsInt().value_or(0);
  return state;
}

Status WriteState(const std::string& path, const TapeState& state) {
  JsonWriter json;
  json.Object().Key("seed").UintText(state.seed).Key("scale").Double(state.scale);
  json.Key("signals").String(state.signals).Key("gauge_falls").Bool(state.gauge_falls);
  json.Key("begin_ns").IntText(state.begin);
  json.Key("complete_until_ns").IntText(state.complete_until).End();
  std::ofstream file(path + ".new");
  file << json.Take() << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(path + ".new", path, error);
  if (!file || error) return {Code::kUnavailable, "The demo's state " + path + " cannot be written."};
  return {};
}

Status CheckSame(const TapeState& state, const demo::TapeOptions& tape) {
  if (state.seed == tape.seed && state.scale == tape.scale && state.signals == SignalsOf(tape) &&
      state.gauge_falls == tape.gauge_falls) {
    return {};
  }
  return {Code::kConflict, "The folder holds a demo of seed " + std::to_string(state.seed) + ", scale " +
                               std::to_string(state.scale) + " and signals " + state.signals +
                               (state.gauge_falls ? "" : ", with --gauge-stays") +
                               "; two tapes cannot mix. Use the same options, or another --data-dir."};
}

}  // namespace

Status CheckDemoOptions(const DemoOptions& options) {
  if (options.hours < 1 || options.hours > kMostHours) {
    return {Code::kBadInput, "--hours must be from 1 to " + std::to_string(kMostHours) + "."};
  }
  return demo::CheckOptions(options.tape);
}

class DemoLoader::Impl {
 public:
  Impl(DemoOptions options, ingest::Pipeline& pipeline, Store& store, const Clock& clock)
      : options_(std::move(options)), pipeline_(pipeline), store_(store), clock_(clock) {}

  ~Impl() { Stop(); }

  Status Begin() {
    SXT_TRY(CheckDemoOptions(options_));
    const UnixNanos end = SliceOf(options_.end.value_or(clock_.Now()));
    const UnixNanos begin = end - options_.hours * kNanosPerHour;
    state_ = {options_.tape.seed,
              options_.tape.scale,
              SignalsOf(options_.tape),
              options_.tape.gauge_falls,
              begin,
              begin};
    if (const auto found = ReadState(options_.state_file)) {
      SXT_TRY(CheckSame(*found, options_.tape));
      resumed_ = true;
      state_.begin = std::min(found->begin, begin);
      state_.complete_until = std::max(found->complete_until, begin);
    }
    SXT_TRY(WriteState(options_.state_file, state_));
    end_ = std::max(end, state_.complete_until);
    first_ = next_ = state_.complete_until;
    thread_ = std::thread([this] { Main(); });
    return {};
  }

  DemoProgress progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
  }

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Main() {
    Status status = resumed_ ? DropIncomplete() : Status();
    if (status.ok()) status = LayUpToNow();
    if (status.ok() && !options_.end) status = KeepStep();
    if (status.ok() || status.code() == Code::kCancelled) return;
    Log(Severity::kError, "demo.stopped", {{"reason", status.message()}});
    const std::lock_guard lock(mutex_);
    progress_.failure = status.message();
  }

  // A crash may have left part of what came after the last recorded slice. Everything since the quarter of an
  // hour (the rollups' grain) in which it lies is deleted and made again, with what earlier traces have in
  // it.
  Status DropIncomplete() {
    if (!pipeline_.Flush(Deadline::After(kStatementLimit))) {
      return {Code::kUnavailable, "The demo cannot go on: earlier rows have not been stored yet."};
    }
    const UnixNanos since = state_.complete_until - state_.complete_until % rollup::kBucketWidth;
    for (const Table table : kAllTables) {
      const bool metric = table >= Table::kGauge;
      SXT_TRY(DeleteRowsSince(store_, kDatabase, TableName(table), metric ? "TimeUnix" : "Timestamp", since,
                              Deadline::After(kStatementLimit)));
      if (!rollup::HasRollup(table)) continue;
      SXT_TRY(DeleteRowsSince(store_, kDatabase, rollup::TableNameFor(TableName(table)), "Timestamp", since,
                              Deadline::After(kStatementLimit)));
    }
    {
      const std::lock_guard lock(mutex_);
      state_.complete_until = first_ = next_ = std::max(since, state_.begin);
    }
    SXT_TRY(Save());
    const UnixNanos before = std::max(first_ - demo::kReach, state_.begin);
    return Lay(before, first_, first_);
  }

  Status LayUpToNow() {
    SetProgress();
    std::vector<std::thread> helpers;
    std::vector<Status> results(options_.threads);
    for (std::size_t i = 0; i < options_.threads; ++i) {
      helpers.emplace_back([this, &results, i] { results[i] = LayHours(); });
    }
    for (auto& helper : helpers) helper.join();
    for (const Status& result : results) SXT_TRY(result);
    SXT_TRY(Save());
    const std::lock_guard lock(mutex_);
    progress_.laid = true;
    return {};
  }

  // Takes the next stretch up to a full hour until there are none.
  Status LayHours() {
    while (true) {
      UnixNanos from = 0;
      UnixNanos to = 0;
      {
        const std::lock_guard lock(mutex_);
        if (next_ >= end_) return {};
        from = next_;
        to = std::min(end_, from - from % kNanosPerHour + kNanosPerHour);
        next_ = to;
        running_[from] = to;
      }
      SXT_TRY(Lay(from, to));
      {
        const std::lock_guard lock(mutex_);
        running_.erase(from);
        state_.complete_until = running_.empty() ? next_ : running_.begin()->first;
        done_ns_ += to - from;
      }
      SetProgress();
      SXT_TRY(Save());
    }
  }

  Status KeepStep() {
    UnixNanos saved = state_.complete_until;
    while (true) {
      const UnixNanos from = state_.complete_until;
      const UnixNanos now = SliceOf(clock_.Now());
      if (now <= from) {
        if (WaitForStop(milliseconds(250))) break;
        continue;
      }
      SXT_TRY(Lay(from, now));
      {
        const std::lock_guard lock(mutex_);
        state_.complete_until = now;
      }
      if (now - saved >= kSaveEvery) {
        SXT_TRY(Save());
        saved = now;
      }
    }
    return Save();
  }

  // The slices of [from, to), as far as they speak of `since` and later.
  Status Lay(UnixNanos from, UnixNanos to, UnixNanos since = 0) {
    Status failure;
    const auto send = [&](Signal signal, const std::string& request) {
      failure = Send(signal, request);
      return failure.ok();
    };
    demo::Play(options_.tape, from, to, send, since);
    return failure;
  }

  Status CheckRoom() const {
    const std::string folder = std::filesystem::path(options_.state_file).parent_path();
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (error || space.available >= kDemoLeavesFreeBytes) return {};
    return {Code::kResourceExhausted, "The demo stopped: fewer than " +
                                          std::to_string(kDemoLeavesFreeBytes >> 20) +
                                          " MiB are free on the disk of " + folder +
                                          ". Free some space, then start it again; it goes on from there."};
  }

  // Waits while the pipeline is full; gives up with its words when that lasts.
  Status Send(Signal signal, const std::string& request) {
    SXT_TRY(CheckRoom());
    const Deadline patience = Deadline::After(kGiveUpAfter);
    while (true) {
      ingest::ExportRequest send;
      send.signal = signal;
      send.database = kDatabase;
      send.body = request;
      const auto outcome = pipeline_.Export(send);
      if (outcome.ok()) return {};
      const Code code = outcome.status().code();
      const bool busy = code == Code::kUnavailable || code == Code::kResourceExhausted;
      if (!busy || patience.Passed()) return outcome.status().WithPrefix("The demo stopped");
      if (WaitForStop(kRetryPause)) return {Code::kCancelled, "The demo was stopped."};
    }
  }

  bool WaitForStop(milliseconds wait) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, wait, [&] { return stopping_; });
  }

  void SetProgress() {
    const std::lock_guard lock(mutex_);
    progress_.total_hours = static_cast<double>(end_ - first_) / static_cast<double>(kNanosPerHour);
    progress_.done_hours = static_cast<double>(done_ns_) / static_cast<double>(kNanosPerHour);
  }

  Status Save() {
    const std::lock_guard save(save_mutex_);
    TapeState copy;
    {
      const std::lock_guard lock(mutex_);
      copy = state_;
    }
    return WriteState(options_.state_file, copy);
  }

  const DemoOptions options_;
  ingest::Pipeline& pipeline_;
  Store& store_;
  const Clock& clock_;
  bool resumed_ = false;

  std::mutex save_mutex_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  TapeState state_;
  UnixNanos end_ = 0;
  UnixNanos first_ = 0;
  UnixNanos next_ = 0;
  std::map<UnixNanos, UnixNanos> running_;  // stretches being laid
  std::int64_t done_ns_ = 0;
  DemoProgress progress_;
  std::thread thread_;
};

Result<std::unique_ptr<DemoLoader>> DemoLoader::Start(DemoOptions options, ingest::Pipeline& pipeline,
                                                      Store& store, const Clock& clock) {
  auto impl = std::make_unique<Impl>(std::move(options), pipeline, store, clock);
  SXT_TRY(impl->Begin());
  return std::unique_ptr<DemoLoader>(new DemoLoader(std::move(impl)));
}

DemoLoader::DemoLoader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DemoLoader::~DemoLoader() = default;
DemoProgress DemoLoader::progress() const { return impl_->progress(); }
void DemoLoader::Stop() { impl_->Stop(); }

}  // namespace sextant::server
