#include "server/engine_supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/json.h"
#include "base/log.h"
#include "base/time.h"

extern char** environ;

namespace sextant::server {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

// What sextant-engine exits with when another engine still holds the folder (EX_TEMPFAIL).
constexpr int kExitBusy = 75;
// An engine that was ready and ran this long was healthy: the next pause starts small again.
constexpr milliseconds kHealthy{1'000};
// The descriptor on which the engine watches for our end.
constexpr int kParentFd = 3;

class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() { Reset(); }
  int get() const { return fd_; }
  void Reset() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

struct Pipe {
  Fd reader;
  Fd writer;
  static Pipe Make() {
    int ends[2];
    SXT_CHECK(pipe2(ends, O_CLOEXEC) == 0, std::strerror(errno));
    return {Fd(ends[0]), Fd(ends[1])};
  }
};

// Collects bytes and gives whole lines. A line longer than the limit is cut.
class LineBuffer {
 public:
  // Reads what is there from `fd`; false at its end.
  bool ReadFrom(int fd, const std::function<void(const std::string&)>& on_line) {
    char buffer[4096];
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size < 0) return errno == EINTR || errno == EAGAIN;
    if (size == 0) return false;
    for (ssize_t i = 0; i < size; ++i) {
      if (buffer[i] == '\n') {
        on_line(std::exchange(line_, {}));
      } else if (line_.size() < kMaxLine) {
        line_ += buffer[i];
      }
    }
    return true;
  }

 private:
  static constexpr std::size_t kMaxLine = 8192;
  std::string line_;
};

// One running engine process and the ends of its pipes.
struct Child {
  pid_t pid = 0;
  Fd pidfd;
  Fd parent_pipe;  // closing it ends the engine
  Fd out;
  Fd err;
};

std::string ExitReason(int status, const std::string& last_words) {
  if (WIFSIGNALED(status)) return "The engine was ended by signal " + std::to_string(WTERMSIG(status)) + ".";
  std::string reason = "The engine ended with exit code " + std::to_string(WEXITSTATUS(status)) + ".";
  if (!last_words.empty()) reason = last_words;
  return reason;
}

class Supervisor final : public EngineSupervisor {
 public:
  explicit Supervisor(EngineOptions options)
      : options_(std::move(options)), stop_event_(eventfd(0, EFD_CLOEXEC)) {}

  ~Supervisor() override { Stop(); }

  Status Begin() {
    thread_ = std::thread([this] { Loop(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return first_start_.has_value(); });
    return *first_start_;
  }

  EngineSnapshot snapshot() const override {
    const std::lock_guard lock(mutex_);
    EngineSnapshot copy = snapshot_;
    if (copy.state == EngineState::kRestarting) {
      const auto left =
          std::chrono::duration_cast<milliseconds>(expected_ready_ - SteadyClock::now()).count();
      copy.ready_in_ms = std::max<std::int64_t>(left, 0);
    }
    return copy;
  }

  void Stop() override {
    if (!stopping_.exchange(true)) {
      const std::uint64_t one = 1;
      SXT_CHECK(write(stop_event_.get(), &one, sizeof one) == sizeof one, std::strerror(errno));
    }
    const std::lock_guard lock(join_mutex_);
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Loop() {
    milliseconds pause = options_.first_pause;
    const auto busy_until = SteadyClock::now() + options_.busy_wait;
    while (!stopping_) {
      const auto started = SteadyClock::now();
      auto child = Spawn();
      if (!child.ok()) {
        GiveUp(child.status());
        return;
      }
      const int status = Watch(*child, started);
      if (stopping_) break;
      const std::string reason = ExitReason(status, last_words_);
      if (!was_ready_ && WIFEXITED(status)) {
        const bool busy = WEXITSTATUS(status) == kExitBusy && SteadyClock::now() < busy_until;
        if (!busy) {
          GiveUp(ready_failure_.value_or(Status(Code::kUnavailable, reason)));
          return;
        }
      }
      if (SteadyClock::now() - started > start_took_ + kHealthy) pause = options_.first_pause;
      Log(Severity::kWarn, "engine.ended",
          {{"reason", reason}, {"restart_in_ms", std::to_string(pause.count())}});
      SetRestarting(reason, pause);
      if (WaitForStop(pause)) break;
      pause = std::min(pause * 2, options_.longest_pause);
    }
    GiveUp({Code::kCancelled, "The engine was stopped before it was ready."});
  }

  Result<Child> Spawn() {
    last_words_.clear();
    Pipe parent = Pipe::Make();
    Pipe out = Pipe::Make();
    Pipe err = Pipe::Make();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out.writer.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.writer.get(), STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, parent.reader.get(), kParentFd);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    // A group of its own: Ctrl-C in a terminal is for us, and we end the engine in order.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);

    std::vector<std::string> args = {options_.binary,
                                     "--data-dir",
                                     options_.data_dir,
                                     "--socket",
                                     options_.socket,
                                     "--parent-fd",
                                     std::to_string(kParentFd),
                                     "--max-statements",
                                     std::to_string(options_.max_statements)};
    if (options_.memory_bytes > 0) {
      args.insert(args.end(), {"--memory-bytes", std::to_string(options_.memory_bytes)});
    }
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);

    Child child;
    const int error =
        posix_spawn(&child.pid, options_.binary.c_str(), &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
      return Status(Code::kUnavailable,
                    "The engine " + options_.binary + " cannot be started: " + std::strerror(error) + ".");
    }
    child.pidfd = Fd(static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0)));
    SXT_CHECK(child.pidfd.get() >= 0, std::strerror(errno));
    child.parent_pipe = std::move(parent.writer);
    child.out = std::move(out.reader);
    child.err = std::move(err.reader);
    const std::lock_guard lock(mutex_);
    snapshot_.pid = child.pid;
    ++snapshot_.starts;
    return child;
  }

  // Follows the engine until it has ended; gives its wait status.
  int Watch(Child& child, SteadyClock::time_point started) {
    LineBuffer out_lines;
    LineBuffer err_lines;
    const auto on_out = [&](const std::string& line) { OnOutput(line, child, started); };
    // What it writes at once, a stack for instance, is one record.
    std::string said;
    const auto on_err = [&](const std::string& line) {
      if (!line.empty()) last_words_ = line;
      said += said.empty() ? line : "\n" + line;
    };
    const auto pass_on = [&] {
      if (!said.empty()) Log(Severity::kInfo, "engine.says", {{"text", std::exchange(said, {})}});
    };
    std::optional<SteadyClock::time_point> kill_at;
    while (true) {
      pollfd fds[4] = {{child.pidfd.get(), POLLIN, 0},
                       {child.out.get(), POLLIN, 0},
                       {child.err.get(), POLLIN, 0},
                       {kill_at ? -1 : stop_event_.get(), POLLIN, 0}};
      const int timeout =
          kill_at ? static_cast<int>(std::max<std::int64_t>(
                        0, std::chrono::duration_cast<milliseconds>(*kill_at - SteadyClock::now()).count()))
                  : -1;
      const int ready = poll(fds, 4, timeout);
      if (ready < 0 && errno == EINTR) continue;
      if (fds[1].revents != 0 && !out_lines.ReadFrom(child.out.get(), on_out)) child.out.Reset();
      if (fds[2].revents != 0 && !err_lines.ReadFrom(child.err.get(), on_err)) child.err.Reset();
      pass_on();
      if (fds[3].revents != 0) {
        child.parent_pipe.Reset();
        kill_at = SteadyClock::now() + options_.stop_grace;
      }
      if (kill_at && SteadyClock::now() >= *kill_at) kill(child.pid, SIGKILL);
      if (fds[0].revents != 0) {
        while (child.err.get() >= 0 && err_lines.ReadFrom(child.err.get(), on_err)) {
        }
        pass_on();
        return Reap(child.pid);
      }
    }
  }

  int Reap(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    const std::lock_guard lock(mutex_);
    snapshot_.pid = 0;
    return status;
  }

  void OnOutput(const std::string& line, Child& child, SteadyClock::time_point started) {
    const auto event = JsonValue::Parse(line);
    if (!event.ok() || (*event)["event"].AsString() != "ready") return;
    if (options_.on_ready) {
      if (Status status = options_.on_ready(); !status.ok()) {
        Log(Severity::kError, "engine.not_usable", {{"reason", status.ToString()}});
        last_words_ = status.message();
        ready_failure_ = status;
        child.parent_pipe.Reset();
        return;
      }
    }
    start_took_ = std::chrono::duration_cast<milliseconds>(SteadyClock::now() - started);
    const std::lock_guard lock(mutex_);
    was_ready_ = true;
    snapshot_.state = EngineState::kReady;
    snapshot_.version = (*event)["engine_version"].AsString().value_or("");
    snapshot_.reason.clear();
    if (!first_start_) first_start_ = Status();
    changed_.notify_all();
  }

  void SetRestarting(const std::string& reason, milliseconds pause) {
    const std::lock_guard lock(mutex_);
    snapshot_.state = was_ready_ ? EngineState::kRestarting : EngineState::kStarting;
    snapshot_.reason = reason;
    expected_ready_ = SteadyClock::now() + pause + start_took_;
  }

  // Ends the supervision; `status` is what Start answers if it still waits.
  void GiveUp(Status status) {
    const std::lock_guard lock(mutex_);
    snapshot_.state = EngineState::kStopped;
    if (!first_start_) first_start_ = std::move(status);
    changed_.notify_all();
  }

  // True when Stop was called within `pause`.
  bool WaitForStop(milliseconds pause) {
    pollfd fd{stop_event_.get(), POLLIN, 0};
    return poll(&fd, 1, static_cast<int>(pause.count())) > 0;
  }

  const EngineOptions options_;
  Fd stop_event_;
  std::atomic<bool> stopping_{false};
  std::mutex join_mutex_;
  std::thread thread_;

  // Of the supervising thread alone.
  std::string last_words_;
  std::optional<Status> ready_failure_;
  milliseconds start_took_{500};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Status> first_start_;
  bool was_ready_ = false;
  EngineSnapshot snapshot_;
  SteadyClock::time_point expected_ready_;
};

}  // namespace

const char* EngineStateName(EngineState state) {
  switch (state) {
    case EngineState::kStarting: return "starting";
    case EngineState::kReady: return "ready";
    case EngineState::kRestarting: return "restarting";
    case EngineState::kStopped: return "stopped";
  }
  return "stopped";
}

Result<std::unique_ptr<EngineSupervisor>> EngineSupervisor::Start(EngineOptions options) {
  auto supervisor = std::make_unique<Supervisor>(std::move(options));
  SXT_TRY(supervisor->Begin());
  return Result<std::unique_ptr<EngineSupervisor>>(std::move(supervisor));
}

std::string EngineBinaryPath() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / "sextant-engine").string();
}

}  // namespace sextant::server
