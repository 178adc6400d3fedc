// sextant-engine: libchdb behind ClickHouse's HTTP interface on a unix socket, locked in.
// One JSON line on stdout when it can answer; one sentence on stderr and exit code 1 when it cannot start.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>

#include "base/json.h"
#include "base/log.h"
#include "engine/boot.h"
#include "engine/http_api.h"
#include "engine/sandbox.h"
#include "net/http_server.h"
#include "net/socket.h"

namespace sextant::engine {
namespace {

// Requests that may hold a handler thread beside the statements: /ping and /status must answer under load.
constexpr std::size_t kSpareHandlers = 4;
constexpr std::size_t kMaxConnections = 1024;
// A sender or reader may stall this long: the parent pauses inserts while it seals the next segment.
constexpr std::chrono::milliseconds kIoTimeout{300'000};
constexpr std::chrono::milliseconds kStopGrace{3'000};

// EX_TEMPFAIL of sysexits.h: somebody still holds the folder or the socket, perhaps an engine whose parent
// has just died. The supervisor tries again.
constexpr int kExitHeld = 75;

int Fail(const Status& status) {
  std::fprintf(stderr, "sextant-engine: %s\n", status.message().c_str());
  return status.code() == Code::kConflict ? kExitHeld : 1;
}

// The folder of the libchdb that this process has loaded.
std::string LibraryFolder() {
  std::error_code ignored;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path beside = self.parent_path().parent_path() / "lib";
  return std::filesystem::exists(beside / "libchdb.so", ignored) ? beside.string() : SEXTANT_CHDB_DIR;
}

net::ServerOptions ServerOptionsOf(const BootOptions& options) {
  net::ServerOptions server;
  server.listen = "unix:" + options.socket;
  server.unix_mode = 0600;
  server.handler_threads = options.max_statements + options.max_queued + kSpareHandlers;
  server.max_connections = kMaxConnections;
  server.max_target_bytes = kMaxQueryBytes + (std::size_t{64} << 10);
  server.max_header_bytes = server.max_target_bytes;
  server.max_body_bytes = std::numeric_limits<std::size_t>::max();
  server.io_timeout = kIoTimeout;
  server.idle_timeout = kIoTimeout;
  server.check_host = false;
  return server;
}

void SayReady(const std::string& version, const std::string& locks) {
  JsonWriter json;
  json.Object();
  json.Key("event").String("ready");
  json.Key("engine_version").String(version);
  json.Key("locks").String(locks);
  json.Key("pid").Int(getpid());
  json.End();
  std::printf("%s\n", json.Take().c_str());
  std::fflush(stdout);
}

void SyncFolder(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || syncfs(fd) != 0) Log(Severity::kWarn, "engine.sync_failed");
  if (fd >= 0) close(fd);
}

// Waits for SIGTERM or SIGINT (both blocked, given as signal_fd) or for the parent's death.
// True when the parent is gone.
bool WaitForEnd(int signal_fd, int parent_fd) {
  while (true) {
    pollfd ends[2] = {{signal_fd, POLLIN, 0}, {parent_fd, POLLIN, 0}};
    if (poll(ends, 2, -1) < 0) continue;
    if (ends[0].revents != 0) return false;
    char byte;
    if (ends[1].revents != 0 && read(parent_fd, &byte, 1) <= 0) return true;
  }
}

Status Serve(const BootOptions& options) {
  SXT_ASSIGN(const MemoryPlan plan, PlanMemory(options, MachineMemoryBytes()));
  SXT_ASSIGN(const DataFolder folder, DataFolder::Open(options.data_dir, LibraryVersion()));
  SXT_TRY(WriteConfig(folder, plan));
  // Opened and closed: takes away a stale socket, which the sandbox will not allow, and fails on a live one.
  SXT_TRY(net::ListenSocket::Open("unix:" + options.socket, 0600).status());

  // The library opens files whose relative path is named where a table is expected.
  if (chdir("/") != 0) return Status(Code::kInternal, "Cannot change to the root folder.");

  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  sigprocmask(SIG_BLOCK, &ends, nullptr);
  const int signal_fd = signalfd(-1, &ends, SFD_CLOEXEC);

  SXT_ASSIGN(const std::string locks,
             EnterSandbox({folder.path(), std::filesystem::path(options.socket).parent_path().string(),
                           LibraryFolder()}));
  if (locks.starts_with("no landlock")) Log(Severity::kWarn, "engine.no_landlock");
  SXT_ASSIGN(const BootedEngine engine, BootEngine(folder, plan));

  const Pairs arguments = StatementArguments(folder);
  Statements statements({options.max_statements, options.max_queued}, [&](const Pairs& more) {
    Pairs all = arguments;
    all.insert(all.end(), more.begin(), more.end());
    return Connection::Open(all);
  });
  HttpApi api({engine.server_version, options.max_statements, plan.statement_bytes, locks}, statements);
  SXT_ASSIGN(
      const std::unique_ptr<net::HttpServer> server,
      net::HttpServer::Start(ServerOptionsOf(options), [&](net::Request& request, net::Responder& responder) {
        api.Handle(request, responder);
      }));
  SayReady(engine.server_version, locks);
  if (WaitForEnd(signal_fd, options.parent_fd)) {
    // Nobody is left to answer to, and the next engine may be waiting for the folder.
    Log(Severity::kWarn, "engine.parent_gone");
    _exit(0);
  }
  server->Stop(kStopGrace);
  // The end of the process is the shutdown: the library's own has been reported to leave folders unclean.
  SyncFolder(folder.path());
  _exit(0);
}

}  // namespace
}  // namespace sextant::engine

int main(int argc, char** argv) {
  using namespace sextant::engine;
  signal(SIGPIPE, SIG_IGN);
  umask(0077);
  std::string help;
  sextant::Result<BootOptions> options = ParseBootOptions(argc, argv, help);
  if (!help.empty()) {
    std::fputs(help.c_str(), stdout);
    return 0;
  }
  if (!options.ok()) return Fail(options.status());
  options->socket = std::filesystem::absolute(options->socket).string();
  return Fail(Serve(*options));
}
