// CPU time, in seconds, user and system together.
#pragma once

#include <sys/types.h>

namespace sextant::bench {

// Of this process with all its threads, ended ones too.
double ProcessCpu();
// Of the calling thread.
double ThreadCpu();
// Of another process on this machine; 0 when there is none.
double CpuOf(pid_t pid);

}  // namespace sextant::bench
