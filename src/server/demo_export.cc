#include "server/demo_export.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace sextant::server {
namespace {

const char* PathOf(Signal signal) {
  switch (signal) {
    case Signal::kLogs: return "logs";
    case Signal::kTraces: return "traces";
    case Signal::kMetrics: return "metrics";
  }
  return "";
}

}  // namespace

Status ExportDemo(const DemoOptions& options, const std::string& folder, UnixNanos now) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return {Code::kDenied, "The folder " + folder + " cannot be made: " + error.message() + "."};
  const UnixNanos last = options.end.value_or(now);
  const UnixNanos end = last - last % demo::kSliceNs;
  std::size_t count = 0;
  Status failure;
  demo::Play(options.tape, end - options.hours * kNanosPerHour, end, [&](Signal signal, std::string request) {
    char name[64];
    std::snprintf(name, sizeof name, "/%06zu-%s.pb", ++count, PathOf(signal));
    std::ofstream file(folder + name, std::ios::binary);
    file << request;
    file.close();
    if (!file) failure = {Code::kUnavailable, "The file " + folder + name + " cannot be written."};
    return failure.ok();
  });
  return failure;
}

}  // namespace sextant::server
