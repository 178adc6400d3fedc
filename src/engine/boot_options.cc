#include "engine/boot_options.h"

#include <unistd.h>

#include <algorithm>

#include <CLI/CLI.hpp>

namespace sextant::engine {
namespace {

std::string Mebibytes(std::size_t bytes) { return std::to_string((bytes >> 20) + 1) + " MiB"; }

}  // namespace

Result<BootOptions> ParseBootOptions(int argc, const char* const* argv, std::string& help) {
  BootOptions options;
  CLI::App app("The storage engine of Sextant: ClickHouse's HTTP interface on a unix socket.",
               "sextant-engine");
  app.add_option("--data-dir", options.data_dir, "Folder of the data; made when missing")->required();
  app.add_option("--socket", options.socket, "Path of the unix socket to listen on")->required();
  app.add_option("--parent-fd", options.parent_fd, "Inherited pipe; the engine ends when it closes");
  app.add_option("--memory-bytes", options.memory_bytes, "Memory budget of the whole process")
      ->capture_default_str();
  app.add_option("--max-statements", options.max_statements, "Statements that run at once")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  app.add_option("--max-queued", options.max_queued, "Statements that wait for their turn")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    help = app.help();
  } catch (const CLI::ParseError& error) {
    return Status(Code::kBadInput, error.what());
  }
  return options;
}

Result<MemoryPlan> PlanMemory(const BootOptions& options, std::size_t machine_bytes) {
  if (options.memory_bytes > machine_bytes) {
    return Status(Code::kBadInput, "The memory budget of " + Mebibytes(options.memory_bytes) +
                                       " is more than this machine has (" + Mebibytes(machine_bytes) + ").");
  }
  MemoryPlan plan;
  plan.server_bytes = static_cast<std::size_t>(static_cast<double>(options.memory_bytes) * kServerShare);
  const std::size_t needed = kInsertReserveBytes + options.max_statements * kMinStatementBytes;
  if (plan.server_bytes < needed) {
    const auto smallest = static_cast<std::size_t>(static_cast<double>(needed) / kServerShare);
    return Status(Code::kBadInput, "The memory budget of " + Mebibytes(options.memory_bytes) +
                                       " is too small for " + std::to_string(options.max_statements) +
                                       " statements at once: give at least " + Mebibytes(smallest) + ".");
  }
  plan.statement_bytes = (plan.server_bytes - kInsertReserveBytes) / options.max_statements;
  plan.mark_cache_bytes = plan.server_bytes / 16;
  plan.small_cache_bytes = plan.server_bytes / 64;
  return plan;
}

std::size_t MachineMemoryBytes() {
  return static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

Status CompareOptions(const Options& wanted, const Options& found) {
  for (const auto& [name, value] : wanted) {
    const auto at = std::find_if(found.begin(), found.end(), [&wanted_name = name](const auto& option) {
      return option.first == wanted_name;
    });
    if (at == found.end())
      return Status(Code::kInternal, "The engine does not know its option " + name + ".");
    if (at->second == value) continue;
    return Status(Code::kInternal, "The engine did not take its option " + name + ": it is '" + at->second +
                                       "' and not '" + value + "'.");
  }
  return OkStatus();
}

}  // namespace sextant::engine
