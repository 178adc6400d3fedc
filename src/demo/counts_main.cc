// Counts what a tape holds, per service and per hour, as the tables of docs/demo.md:
//   demo-counts [END] [HOURS] [SCALE]     e.g. demo-counts 2026-11-22T00:00:00Z 40 1
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "demo/tape.h"
#include "otlp/decode.h"

namespace sextant::demo {
namespace {

struct Counts {
  std::int64_t spans = 0;
  std::int64_t failed_spans = 0;
  std::int64_t sdk_logs = 0;
  std::int64_t console_logs = 0;
  std::int64_t error_logs = 0;
  std::int64_t points = 0;
};

struct Tally {
  std::map<std::string, Counts> services;
  std::map<UnixNanos, Counts> hours;
  Counts all;
};

template <typename C>
const C& As(const Block& block, std::string_view name) {
  return static_cast<const C&>(*block.Find(name)->column);
}

void Count(const TableRows& rows, std::size_t row, std::string_view scope, Counts& counts) {
  if (rows.table == Table::kTraces) {
    ++counts.spans;
    counts.failed_spans += As<LowCardinalityColumn>(rows.block, "StatusCode").at(row) == "Error" ? 1 : 0;
  } else if (rows.table == Table::kLogs) {
    const bool from_sdk = !scope.empty() || !As<StringColumn>(rows.block, "TraceId").at(row).empty();
    ++(from_sdk ? counts.sdk_logs : counts.console_logs);
    counts.error_logs += As<LowCardinalityColumn>(rows.block, "SeverityText").at(row) == "error" ? 1 : 0;
  } else {
    ++counts.points;
  }
}

void Add(const TableRows& rows, Tally& tally) {
  const bool is_metric = rows.table >= Table::kGauge;
  const auto& times = As<NumberColumn<std::int64_t>>(rows.block, is_metric ? "TimeUnix" : "Timestamp");
  const auto& services = As<LowCardinalityColumn>(rows.block, "ServiceName");
  const auto& scopes = As<LowCardinalityColumn>(rows.block, "ScopeName");
  for (std::size_t row = 0; row < rows.block.rows(); ++row) {
    const UnixNanos hour = times.values[row] - times.values[row] % kNanosPerHour;
    for (Counts* counts : {&tally.services[std::string(services.at(row))], &tally.hours[hour], &tally.all}) {
      Count(rows, row, scopes.at(row), *counts);
    }
  }
}

void PrintRow(const std::string& name, const Counts& c) {
  std::printf("| %s | %lld | %lld | %lld | %lld | %lld | %lld |\n", name.c_str(),
              static_cast<long long>(c.spans), static_cast<long long>(c.failed_spans),
              static_cast<long long>(c.sdk_logs), static_cast<long long>(c.console_logs),
              static_cast<long long>(c.error_logs), static_cast<long long>(c.points));
}

void PrintHead(const char* first) {
  std::printf("\n| %s | spans | failed | logs by SDK | logs by console | error logs | metric points |\n",
              first);
  std::printf("|---|--:|--:|--:|--:|--:|--:|\n");
}

void Print(const Tally& tally) {
  PrintHead("service");
  for (const auto& [service, counts] : tally.services) {
    PrintRow(service.empty() ? "(the cluster)" : service, counts);
  }
  PrintRow("**all**", tally.all);
  PrintHead("hour (UTC)");
  for (const auto& [hour, counts] : tally.hours) PrintRow(FormatIso8601(hour).substr(0, 16), counts);
}

int Run(UnixNanos end, std::int64_t hours, double scale) {
  const TapeOptions options{.scale = scale};
  if (const Status status = CheckOptions(options); !status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return 2;
  }
  Tally tally;
  otlp::DecodeContext context;
  context.receive_time = end;
  Play(options, end - hours * kNanosPerHour, end, [&](Signal signal, const std::string& request) {
    const auto decoded = otlp::Decode(signal, otlp::Encoding::kProtobuf, request, context);
    SXT_CHECK(decoded.ok() && decoded->rejected == 0, "the tape does not decode");
    for (const TableRows& rows : decoded->tables) Add(rows, tally);
    return true;
  });
  Print(tally);
  return 0;
}

}  // namespace
}  // namespace sextant::demo

int main(int argc, char** argv) {
  const auto end = sextant::ParseIso8601(argc > 1 ? argv[1] : "2026-11-22T00:00:00Z");
  const std::int64_t hours = argc > 2 ? std::atoll(argv[2]) : 40;
  const double scale = argc > 3 ? std::atof(argv[3]) : 1;
  if (!end || *end % sextant::demo::kSliceNs != 0 || hours < 1 || hours > 24 * 30) {
    std::fprintf(stderr, "usage: demo-counts [END, a multiple of 5 s] [HOURS, 1 to 720] [SCALE]\n");
    return 2;
  }
  return sextant::demo::Run(*end, hours, scale);
}
