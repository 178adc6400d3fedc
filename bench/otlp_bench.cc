// What one span costs on its way from OTLP bytes to columns: design, numbers, line 1. CPU per span, and heap
// allocations per span, beside libprotobuf's arena parse of the same bytes (which makes no columns).
#include <benchmark/benchmark.h>
#include <ctime>

#include <cstdlib>
#include <random>

#include "bench/otlp.pb.h"
#include "count_allocations.h"
#include "enrich/enrich.h"
#include "enrich/key_values.h"
#include "net/compression.h"
#include "otlp/decode.h"
#include "otlp/json_to_protobuf.h"
#include "otlp/write.h"
#include "trace_request.h"

namespace sextant {
namespace {

constexpr std::size_t kSpans = 10'000;
constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;

std::string LogRequest() {
  std::mt19937_64 random(2);
  otlp::ExportWriter writer(Signal::kLogs);
  const otlp::Attribute resource[] = {{"service.name", "payment"}, {"host.name", "ip-10-0-12-221.internal"}};
  writer.BeginResource({.attributes = resource});
  writer.BeginScope({.name = "pino"});
  for (std::size_t i = 0; i < kSpans; ++i) {
    const std::string body = "Charge of order " + std::to_string(random() % 1000000) + " for user 'u" +
                             std::to_string(random() % 1000) + "' accepted in " +
                             std::to_string(random() % 90) + "ms";
    const otlp::Attribute attributes[] = {
        {"order.id", static_cast<std::int64_t>(i)}, {"card", "visa"}, {"eu", true}};
    writer.Add(otlp::LogRecord{
        .time = kNow, .body = body, .attributes = attributes, .trace_id = bench::RandomId(random, 16)});
  }
  return writer.TakeProtobuf();
}

const std::string& Traces() {
  static const std::string request = bench::MakeTraceRequest(kSpans, 1, kNow);
  return request;
}

// Reports CPU nanoseconds and allocations per record, and the bytes of one record.
class PerRecord {
 public:
  PerRecord(benchmark::State& state, std::size_t bytes, std::size_t records = kSpans)
      : state_(state), bytes_(bytes), records_(records) {
    before_ = AllocationsSoFar();
    cpu_before_ = std::clock();
  }
  ~PerRecord() {
    const double records = static_cast<double>(state_.iterations()) * static_cast<double>(records_);
    const double seconds = static_cast<double>(std::clock() - cpu_before_) / CLOCKS_PER_SEC;
    state_.counters["ns_per_record"] = seconds * 1e9 / records;
    state_.counters["allocs_per_record"] = static_cast<double>(AllocationsSoFar() - before_) / records;
    state_.counters["bytes_per_record"] = static_cast<double>(bytes_) / static_cast<double>(records_);
  }

 private:
  benchmark::State& state_;
  std::size_t bytes_;
  std::size_t records_;
  std::uint64_t before_;
  std::clock_t cpu_before_;
};

otlp::DecodeContext Context() {
  otlp::DecodeContext context;
  context.receive_time = kNow;
  return context;
}

void DecodeSpans(benchmark::State& state) {
  const PerRecord report(state, Traces().size());
  for (auto _ : state) {
    auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, Traces(), Context());
    if (decoded->accepted != kSpans) std::abort();
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(DecodeSpans)->Unit(benchmark::kMillisecond);

// The counts of a segment for the rollup, from its rows to the block that is inserted.
void CountKeyValues(benchmark::State& state) {
  const auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, Traces(), Context());
  const PerRecord report(state, Traces().size());
  std::size_t rows = 0;
  for (auto _ : state) {
    enrich::KeyValueCounter counter;
    counter.Add(decoded->tables.front().block);
    const Block counts = counter.Take("writer", 1);
    rows = counts.rows();
    benchmark::DoNotOptimize(counts);
  }
  state.counters["rollup_rows"] = static_cast<double>(rows);
}
BENCHMARK(CountKeyValues)->Unit(benchmark::kMillisecond);

void DecodeSmallRequests(benchmark::State& state) {
  constexpr std::size_t kFew = 100;
  const std::string request = bench::MakeTraceRequest(kFew, 1, kNow);
  const PerRecord report(state, request.size(), kFew);
  for (auto _ : state) {
    auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, request, Context());
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(DecodeSmallRequests)->Unit(benchmark::kMicrosecond);

void InflateAndDecodeSpans(benchmark::State& state) {
  const auto packed = net::Deflate(net::Coding::kGzip, Traces());
  const PerRecord report(state, packed->size());
  for (auto _ : state) {
    const auto body = net::Inflate(net::Coding::kGzip, *packed, {});
    auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, *body, Context());
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(InflateAndDecodeSpans)->Unit(benchmark::kMillisecond);

void LibprotobufArenaParse(benchmark::State& state) {
  const PerRecord report(state, Traces().size());
  std::string block(32 << 20, '\0');
  for (auto _ : state) {
    google::protobuf::ArenaOptions options;
    options.initial_block = block.data();
    options.initial_block_size = block.size();
    google::protobuf::Arena arena(options);
    auto* request = google::protobuf::Arena::CreateMessage<reference::TraceRequest>(&arena);
    if (!request->ParseFromString(Traces())) std::abort();
    benchmark::DoNotOptimize(request);
  }
}
BENCHMARK(LibprotobufArenaParse)->Unit(benchmark::kMillisecond);

void DecodeJsonSpans(benchmark::State& state) {
  const std::string json = *otlp::ProtobufToJson(Signal::kTraces, Traces());
  const PerRecord report(state, json.size());
  for (auto _ : state) {
    auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kJson, json, Context());
    if (decoded->accepted != kSpans) std::abort();
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(DecodeJsonSpans)->Unit(benchmark::kMillisecond);

void DecodeLogs(benchmark::State& state) {
  const std::string request = LogRequest();
  const PerRecord report(state, request.size());
  for (auto _ : state) {
    auto decoded = otlp::Decode(Signal::kLogs, otlp::Encoding::kProtobuf, request, Context());
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(DecodeLogs)->Unit(benchmark::kMillisecond);

void DecodeAndEnrichLogs(benchmark::State& state) {
  const std::string request = LogRequest();
  const PerRecord report(state, request.size());
  for (auto _ : state) {
    auto decoded = otlp::Decode(Signal::kLogs, otlp::Encoding::kProtobuf, request, Context());
    enrich::Enrich(decoded->tables);
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(DecodeAndEnrichLogs)->Unit(benchmark::kMillisecond);

void WriteSpans(benchmark::State& state) {
  const PerRecord report(state, Traces().size());
  for (auto _ : state) {
    const std::string request = bench::MakeTraceRequest(kSpans, 1, kNow);
    benchmark::DoNotOptimize(request.data());
  }
}
BENCHMARK(WriteSpans)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sextant
