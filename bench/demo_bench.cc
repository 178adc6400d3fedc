// How fast the demo's tape is made: spans a second of one core, requests included, nothing received.
#include <benchmark/benchmark.h>

#include "demo/tape.h"

namespace {

using namespace sextant;

// 2026-11-20T00:00:00Z; the next hours hold a growing and a full cache.
constexpr UnixNanos kBegin = 1'795'132'800 * kNanosPerSecond;

void Make(benchmark::State& state, const demo::TapeOptions& options, Signal counted, const char* label) {
  std::int64_t bytes = 0;
  std::int64_t requests = 0;
  UnixNanos from = kBegin;
  for (auto _ : state) {
    demo::Play(options, from, from + kNanosPerHour, [&](Signal signal, const std::string& request) {
      bytes += static_cast<std::int64_t>(request.size());
      requests += signal == counted ? 1 : 0;
      return true;
    });
    from += kNanosPerHour;
  }
  state.SetBytesProcessed(bytes);
  // A request is full but for the last of each hour.
  state.counters[label] =
      benchmark::Counter(static_cast<double>(requests * static_cast<std::int64_t>(demo::kRequestRecords)),
                         benchmark::Counter::kIsRate);
}

void Traces(benchmark::State& state) {
  Make(state, {.scale = 10, .logs = false, .metrics = false}, Signal::kTraces, "spans/s");
}
void TracesAndLogs(benchmark::State& state) {
  Make(state, {.scale = 10, .metrics = false}, Signal::kTraces, "spans/s");
}
void Metrics(benchmark::State& state) {
  Make(state, {.logs = false, .traces = false}, Signal::kMetrics, "points/s");
}

BENCHMARK(Traces)->Unit(benchmark::kMillisecond);
BENCHMARK(TracesAndLogs)->Unit(benchmark::kMillisecond);
BENCHMARK(Metrics)->Unit(benchmark::kMillisecond);

}  // namespace
