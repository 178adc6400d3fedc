// Two of the four locks around the engine (design §1 b and c): Landlock and seccomp, for the whole process.
//
// Call once, from main, before a second thread exists and before libchdb is connected: threads inherit the
// locks, and nothing can take them off again.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace sextant::engine {

struct SandboxPaths {
  std::string data_dir;       // everything but execute
  std::string socket_folder;  // a socket may be made there, nothing else
  std::string library_dir;    // read
};

// What was applied, for people: "landlock 7, seccomp".
// Landlock: files as above, plus read on system libraries, /proc, /sys, time zones and the random devices,
// write on /dev/null; no capabilities but those that open files of another owner; no TCP; no signals and
// abstract sockets beyond this process. A kernel without Landlock is no failure: the text then says "no
// landlock". Seccomp failing is one.
Result<std::string> EnterSandbox(const SandboxPaths& paths);

}  // namespace sextant::engine
