#include "engine/sandbox.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <thread>

#include "base/temp_dir.h"

namespace sextant::engine {
namespace {

// Runs `attempt` in a child inside the sandbox; true when it says so.
bool InSandbox(const SandboxPaths& paths, const std::function<bool()>& attempt) {
  const pid_t child = fork();
  if (child == 0) {
    const Result<std::string> locks = EnterSandbox(paths);
    _exit(locks.ok() && attempt() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Sandbox : public ::testing::Test {
 protected:
  Sandbox() { (void)mkdir(paths_.data_dir.c_str(), 0700); }

  bool Try(const std::function<bool()>& attempt) { return InSandbox(paths_, attempt); }

  // True when the sandbox has Landlock on this kernel.
  static bool HasLandlock() { return syscall(SYS_landlock_create_ruleset, nullptr, 0, 1) > 0; }

  const TempDir folder_;
  const SandboxPaths paths_{folder_.Join("data"), folder_.path(), "/usr/lib"};
};

bool CanOpen(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC, 0600);
  return fd >= 0;
}

TEST_F(Sandbox, TheDataFolderStaysOpen) {
  EXPECT_TRUE(Try([&] { return CanOpen(paths_.data_dir + "/a", O_RDWR | O_CREAT); }));
  EXPECT_TRUE(Try([&] {
    return mkdir((paths_.data_dir + "/d").c_str(), 0700) == 0 &&
           rename((paths_.data_dir + "/a").c_str(), (paths_.data_dir + "/d/b").c_str()) == 0 &&
           unlink((paths_.data_dir + "/d/b").c_str()) == 0;
  }));
}

TEST_F(Sandbox, FilesOutsideCannotBeReadWrittenOrRemoved) {
  if (!HasLandlock()) GTEST_SKIP() << "this kernel has no Landlock";
  const std::string secret = folder_.Join("meta.sqlite");
  ASSERT_TRUE(CanOpen(secret, O_RDWR | O_CREAT));
  EXPECT_TRUE(Try([&] { return !CanOpen(secret, O_RDONLY) && errno == EACCES; }));
  EXPECT_TRUE(Try([&] { return !CanOpen(secret, O_WRONLY) && errno == EACCES; }));
  EXPECT_TRUE(Try([&] { return unlink(secret.c_str()) != 0 && errno == EACCES; }));
  EXPECT_TRUE(Try([&] { return !CanOpen(folder_.Join("new"), O_WRONLY | O_CREAT) && errno == EACCES; }));
  EXPECT_TRUE(Try([&] { return !CanOpen("/etc/passwd", O_RDONLY) && errno == EACCES; }));
  EXPECT_TRUE(Try([&] { return truncate(secret.c_str(), 0) != 0; }));
}

TEST_F(Sandbox, OtherProcessesCannotBeReadOrSignalled) {
  if (!HasLandlock()) GTEST_SKIP() << "this kernel has no Landlock";
  const std::string environment = "/proc/" + std::to_string(getpid()) + "/environ";
  EXPECT_TRUE(Try([&] { return !CanOpen(environment, O_RDONLY); }));
  EXPECT_TRUE(Try([] { return ptrace(PTRACE_SEIZE, getppid(), nullptr, nullptr) != 0 && errno == EPERM; }));
}

TEST_F(Sandbox, ASocketMayBeMadeAndServed) {
  EXPECT_TRUE(Try([&] {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, folder_.Join("engine.sock").c_str());
    return bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && listen(fd, 1) == 0;
  }));
}

TEST_F(Sandbox, TheNetworkIsOutOfReach) {
  for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET}) {
    EXPECT_TRUE(Try([&] { return socket(family, SOCK_STREAM, 0) < 0 && errno == EAFNOSUPPORT; })) << family;
  }
  EXPECT_TRUE(Try([] {
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    return connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 && errno == EPERM;
  })) << "nor other programs' sockets";
  EXPECT_TRUE(Try([] { return syscall(SYS_io_uring_setup, 1, nullptr) != 0 && errno == EPERM; }));
}

TEST_F(Sandbox, NoProgramRunsAndNoProcessIsMade) {
  EXPECT_TRUE(Try([] {
    char name[] = "/bin/true";
    char* const argv[] = {name, nullptr};
    execve(name, argv, nullptr);
    return errno == EPERM;
  }));
  EXPECT_TRUE(Try([] { return fork() < 0; }));
  EXPECT_TRUE(Try([] { return syscall(SYS_vfork) < 0; }));
}

TEST_F(Sandbox, ThreadsAreMadeAndInheritIt) {
  EXPECT_TRUE(Try([] {
    bool refused = false;
    std::thread([&] { refused = socket(AF_INET, SOCK_STREAM, 0) < 0; }).join();
    return refused;
  }));
}

}  // namespace
}  // namespace sextant::engine
