#include "store/engine_testlib.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/bytes.h"
#include "store/migrator.h"

extern char** environ;

namespace sextant::testing {
namespace {

constexpr std::chrono::milliseconds kReadyTimeout{60'000};
constexpr std::chrono::milliseconds kEndTimeout{10'000};
constexpr std::chrono::milliseconds kStatementTimeout{30'000};
constexpr int kParentFd = 3;

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    int ends[2];
    SXT_CHECK(pipe2(ends, O_CLOEXEC) == 0, std::strerror(errno));
    read_end = ends[0];
    write_end = ends[1];
  }
};

// True when `fd` is readable before `deadline`.
bool WaitReadable(int fd, Deadline deadline) {
  while (!deadline.Passed()) {
    pollfd wait{fd, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(deadline.RemainingMs()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

// Reads lines until one says that the engine is ready; gives back all that was read when none did.
bool ReadUntilReady(int fd, std::string& output) {
  const Deadline deadline = Deadline::After(kReadyTimeout);
  while (WaitReadable(fd, deadline)) {
    char buffer[4096];
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size <= 0) return false;
    output.append(buffer, static_cast<std::size_t>(size));
    if (output.find("\"event\":\"ready\"") != std::string::npos) return true;
  }
  return false;
}

// True when the process ended, and was reaped, within `timeout`.
bool WaitForEnd(pid_t pid, std::chrono::milliseconds timeout) {
  const int fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  const bool ended = fd >= 0 && WaitReadable(fd, Deadline::After(timeout));
  if (fd >= 0) close(fd);
  return ended && waitpid(pid, nullptr, 0) == pid;
}

}  // namespace

std::string EngineBinary() {
  if (const char* from_environment = std::getenv("SEXTANT_ENGINE_BIN")) return from_environment;
  char self[4096];
  const ssize_t size = readlink("/proc/self/exe", self, sizeof self);
  SXT_CHECK(size > 0, std::strerror(errno));
  const std::string path(self, static_cast<std::size_t>(size));
  return path.substr(0, path.rfind('/') + 1) + "sextant-engine";
}

TestEngine::TestEngine(std::vector<std::string> more_flags) : more_flags_(std::move(more_flags)) {
  SXT_CHECK(mkdir(data_dir().c_str(), 0700) == 0, std::strerror(errno));
  Start();
}

TestEngine::~TestEngine() { Stop(); }

TestEngine& TestEngine::Shared() {
  static TestEngine engine;
  return engine;
}

StoreOptions TestEngine::store_options() const {
  StoreOptions options;
  options.client.base_url = "http://unix";
  options.client.unix_socket = socket();
  return options;
}

void TestEngine::Start() {
  SXT_CHECK(pid_ == 0, "the engine runs already");
  const Pipe parent;
  const Pipe output;
  std::vector<std::string> args = {
      EngineBinary(),           "--data-dir", data_dir(), "--socket", socket(), "--parent-fd",
      std::to_string(kParentFd)};
  args.insert(args.end(), more_flags_.begin(), more_flags_.end());
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, parent.read_end, kParentFd);
  const int failure = posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(parent.read_end);
  close(output.write_end);
  SXT_CHECK(failure == 0, args[0] + ": " + std::strerror(failure));

  parent_pipe_ = parent.write_end;
  output_ = output.read_end;
  std::string said;
  SXT_CHECK(ReadUntilReady(output_, said), "the engine did not get ready; it said: " + said);
}

void TestEngine::Stop() {
  if (pid_ == 0) return;
  close(parent_pipe_);
  if (!WaitForEnd(pid_, kEndTimeout)) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(output_);
  pid_ = 0;
}

void TestEngine::Kill() {
  if (pid_ != 0) kill(pid_, SIGKILL);
  Stop();
}

TestDatabase::TestDatabase(Store& store) : store_(store), name_("test_" + RandomId()) {
  const auto migrated = Migrate(store_, {name_, 30}, Deadline::After(kStatementTimeout));
  SXT_CHECK(migrated.ok(), migrated.status().ToString());
}

TestDatabase::~TestDatabase() {
  Statement drop;
  drop.text = "DROP DATABASE IF EXISTS " + name_;
  const Status dropped = store_.Execute(drop, Deadline::After(kStatementTimeout));
  static_cast<void>(dropped);
}

}  // namespace sextant::testing
