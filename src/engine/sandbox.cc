#include "engine/sandbox.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>

namespace sextant::engine {
namespace {

// The kernel's header on the oldest system we build on lacks the newer rights; values from
// include/uapi/linux/landlock.h.
constexpr std::uint64_t kExecute = 1ULL << 0;
constexpr std::uint64_t kWriteFile = 1ULL << 1;
constexpr std::uint64_t kReadFile = 1ULL << 2;
constexpr std::uint64_t kReadDir = 1ULL << 3;
constexpr std::uint64_t kMakeChar = 1ULL << 6;
constexpr std::uint64_t kMakeSock = 1ULL << 9;
constexpr std::uint64_t kMakeBlock = 1ULL << 11;
constexpr std::uint64_t kTruncate = 1ULL << 14;
constexpr std::uint64_t kFileRights = kExecute | kWriteFile | kReadFile | kTruncate;
constexpr std::uint64_t kRead = kReadFile | kReadDir;

struct RulesetAttributes {
  std::uint64_t handled_access_fs;
  std::uint64_t handled_access_net;  // since 4
  std::uint64_t scoped;              // since 6
};

std::uint64_t FileRightsOf(int abi) {
  if (abi >= 5) return (1ULL << 16) - 1;
  if (abi >= 3) return (1ULL << 15) - 1;
  return abi == 2 ? (1ULL << 14) - 1 : (1ULL << 13) - 1;
}

class Landlock {
 public:
  // The kernel's version of Landlock; 0 when it has none or it is switched off.
  static int Version() {
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : static_cast<int>(version);
  }

  explicit Landlock(int abi) : handled_(FileRightsOf(abi)) {
    RulesetAttributes attributes{handled_, abi >= 4 ? 3ULL : 0, abi >= 6 ? 3ULL : 0};
    fd_ = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  }
  ~Landlock() {
    if (fd_ >= 0) close(fd_);
  }
  Landlock(const Landlock&) = delete;
  Landlock& operator=(const Landlock&) = delete;

  // A path that does not exist needs no rule.
  Status Allow(const std::string& path, std::uint64_t rights) {
    const int target = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (target < 0) return OkStatus();
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) rights &= kFileRights;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights & handled_;
    rule.parent_fd = target;
    const long failed = syscall(SYS_landlock_add_rule, fd_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    const std::string reason = std::strerror(errno);
    close(target);
    return failed == 0 ? OkStatus()
                       : Status(Code::kInternal, "Landlock refuses a rule for " + path + ": " + reason);
  }

  Status Enforce() {
    if (fd_ < 0 || syscall(SYS_landlock_restrict_self, fd_, 0) != 0) {
      return Status(Code::kInternal,
                    std::string("Landlock cannot be entered: ") + std::strerror(errno) + ".");
    }
    return OkStatus();
  }

  std::uint64_t everything() const { return handled_; }

 private:
  std::uint64_t handled_;
  int fd_ = -1;
};

Status EnterLandlock(const SandboxPaths& paths, int abi) {
  Landlock landlock(abi);
  SXT_TRY(landlock.Allow(paths.data_dir, landlock.everything() & ~(kExecute | kMakeChar | kMakeBlock)));
  SXT_TRY(landlock.Allow(paths.socket_folder, kMakeSock));
  for (const std::string& path :
       {paths.library_dir, std::string("/lib"), std::string("/lib64"), std::string("/usr/lib"),
        std::string("/usr/lib64"), std::string("/proc"), std::string("/sys"),
        std::string("/usr/share/zoneinfo"), std::string("/etc/localtime"), std::string("/dev/urandom"),
        std::string("/dev/random")}) {
    SXT_TRY(landlock.Allow(path, kRead));
  }
  SXT_TRY(landlock.Allow("/dev/null", kReadFile | kWriteFile));
  return landlock.Enforce();
}

// Calls that an engine of a database never needs, and somebody who broke into it would.
constexpr int kRefusedCalls[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(connect),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(move_mount),
    SCMP_SYS(fsopen),
    SCMP_SYS(open_tree),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(keyctl),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
};

Status EnterSeccomp() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return Status(Code::kInternal, "seccomp cannot be set up.");
  int failed = 0;
  for (const int call : kRefusedCalls) failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
  for (const int call : {SCMP_SYS(socket), SCMP_SYS(socketpair)}) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), call, 1, SCMP_A0(SCMP_CMP_NE, AF_UNIX));
  }
  // New threads yes, new processes no. clone3 hides its flags from us: without it the C library uses clone.
  failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                             SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  if (failed == 0) failed = seccomp_load(filter);
  seccomp_release(filter);
  if (failed == 0) return OkStatus();
  return Status(Code::kInternal, std::string("seccomp cannot be entered: ") + std::strerror(-failed) + ".");
}

// Of what root may do, only what opening a folder of another owner takes: with CAP_PERFMON, say, the
// environment of any process could be read through /proc.
Status DropCapabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2]{};
  if (syscall(SYS_capget, &header, sets) != 0) {
    return Status(Code::kInternal,
                  std::string("The capabilities cannot be read: ") + std::strerror(errno) + ".");
  }
  constexpr std::uint32_t kKept = 1U << CAP_DAC_OVERRIDE | 1U << CAP_FOWNER;
  sets[0] = {sets[0].effective & kKept, sets[0].permitted & kKept, 0};
  sets[1] = {};
  if (syscall(SYS_capset, &header, sets) == 0) return OkStatus();
  return Status(Code::kInternal,
                std::string("The capabilities cannot be dropped: ") + std::strerror(errno) + ".");
}

std::size_t ThreadCount() {
  std::size_t count = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    (void)entry;
    ++count;
  }
  return count;
}

}  // namespace

Result<std::string> EnterSandbox(const SandboxPaths& paths) {
  SXT_CHECK(ThreadCount() <= 1, "the sandbox must be entered before the first thread is made");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return Status(Code::kInternal,
                  std::string("The kernel refuses no_new_privs: ") + std::strerror(errno) + ".");
  }
  SXT_TRY(DropCapabilities());
  const int abi = Landlock::Version();
  if (abi > 0) SXT_TRY(EnterLandlock(paths, abi));
  SXT_TRY(EnterSeccomp());
  return (abi > 0 ? "landlock " + std::to_string(abi) : std::string("no landlock")) + ", seccomp";
}

}  // namespace sextant::engine
