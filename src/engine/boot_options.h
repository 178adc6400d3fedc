// The engine's command line and what it makes of its memory budget. Pure but for argv.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"

namespace sextant::engine {

struct BootOptions {
  std::string data_dir;
  std::string socket;
  // The read end of a pipe that the parent holds open as long as it lives; -1: none.
  int parent_fd = -1;
  std::size_t memory_bytes = std::size_t{2} << 30;  // the whole budget of this process
  std::size_t max_statements = 8;                   // at once
  std::size_t max_queued = 64;                      // waiting for their turn
};

// Reads argv. Fails with kBadInput and a sentence. For --help and --version `help` gets the text to print.
Result<BootOptions> ParseBootOptions(int argc, const char* const* argv, std::string& help);

// As measured: resident memory reaches about 1.3 × max_server_memory_usage, and the library itself takes 200
// MiB.
inline constexpr double kServerShare = 0.6;
inline constexpr std::size_t kInsertReserveBytes = std::size_t{300} << 20;
inline constexpr std::size_t kMinStatementBytes = std::size_t{32} << 20;

struct MemoryPlan {
  std::size_t server_bytes = 0;       // max_server_memory_usage
  std::size_t statement_bytes = 0;    // max_memory_usage of each statement
  std::size_t mark_cache_bytes = 0;   // and of index_mark_cache_size, primary_index_cache_size
  std::size_t small_cache_bytes = 0;  // each of the other caches
};

// Divides the budget: (statements at once × statement_bytes) + kInsertReserveBytes fits into server_bytes.
// Fails with kBadInput, naming the smallest budget that works, when a statement would get less than
// kMinStatementBytes, or when the machine has less memory than the budget.
Result<MemoryPlan> PlanMemory(const BootOptions& options, std::size_t machine_bytes);
std::size_t MachineMemoryBytes();

// Whether every option of `wanted` is in `found` with the same value; else kInternal, naming the first that
// is not. The library ignores an option that it does not know.
using Options = std::vector<std::pair<std::string, std::string>>;
Status CompareOptions(const Options& wanted, const Options& found);

}  // namespace sextant::engine
