#include "cpu.h"

#include <time.h>

namespace sextant::bench {
namespace {

double Read(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

double ProcessCpu() { return Read(CLOCK_PROCESS_CPUTIME_ID); }

double ThreadCpu() { return Read(CLOCK_THREAD_CPUTIME_ID); }

double CpuOf(pid_t pid) {
  clockid_t clock{};
  return clock_getcpuclockid(pid, &clock) == 0 ? Read(clock) : 0;
}

}  // namespace sextant::bench
