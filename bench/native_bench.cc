// What a span costs on its way into and out of the Native format: 20,000 rows shaped like otel_traces, about
// twenty attributes each. Items are spans.
#include <benchmark/benchmark.h>

#include <random>

#include "base/bytes.h"
#include "native/native.h"

namespace sextant {
namespace {

constexpr std::size_t kRows = 20'000;

void AddAttributes(Block& block, const std::string& name, int count, std::mt19937_64& random) {
  auto& map = block.Add<MapColumn>(name, "Map(LowCardinality(String), String)");
  auto& keys = static_cast<LowCardinalityColumn&>(*map.keys);
  auto& values = static_cast<StringColumn&>(*map.values);
  for (std::size_t row = 0; row < kRows; ++row) {
    for (int i = 0; i < count; ++i) {
      keys.Append("attribute.key." + std::to_string(i));
      values.Append("value-" + std::to_string(random() % 1000));
    }
    map.EndRow();
  }
}

Block Spans() {
  std::mt19937_64 random(1);
  Block block;
  auto& time = block.Add<NumberColumn<std::int64_t>>("Timestamp", "DateTime64(9)");
  auto& trace = block.Add<StringColumn>("TraceId", "String");
  auto& span = block.Add<StringColumn>("SpanId", "String");
  auto& name = block.Add<LowCardinalityColumn>("SpanName", "LowCardinality(String)");
  auto& service = block.Add<LowCardinalityColumn>("ServiceName", "LowCardinality(String)");
  auto& duration = block.Add<NumberColumn<std::uint64_t>>("Duration", "UInt64");
  for (std::size_t row = 0; row < kRows; ++row) {
    time.Append(static_cast<std::int64_t>(1'795'314'719'000'000'000 + row * 1000));
    trace.Append(ToHex(std::to_string(random()).substr(0, 16)));
    span.Append(ToHex(std::to_string(random()).substr(0, 8)));
    name.Append("operation " + std::to_string(random() % 200));
    service.Append("service " + std::to_string(random() % 20));
    duration.Append(random() % 1'000'000);
  }
  AddAttributes(block, "ResourceAttributes", 10, random);
  AddAttributes(block, "SpanAttributes", 10, random);
  return block;
}

const Block& SharedSpans() {
  static const Block block = Spans();
  return block;
}

void WriteNative(benchmark::State& state) {
  const Block& block = SharedSpans();
  std::size_t bytes = 0;
  for (auto _ : state) {
    native::BlockWriter writer(block);
    for (auto piece = writer.Next(); !piece.empty(); piece = writer.Next()) {
      benchmark::DoNotOptimize(piece.data());
      bytes += piece.size();
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kRows));
}
BENCHMARK(WriteNative)->Unit(benchmark::kMillisecond);

// In pieces of the size that a socket gives.
void ReadNative(benchmark::State& state) {
  std::string bytes;
  native::WriteBlock(SharedSpans(), bytes);
  const auto piece = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    native::BlockReader reader;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const Status status = reader.Feed(std::string_view(bytes).substr(at, piece), [](Block&& block) {
        benchmark::DoNotOptimize(block.rows());
        return true;
      });
      SXT_CHECK(status.ok(), status.ToString());
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kRows));
}
BENCHMARK(ReadNative)->Arg(16 << 10)->Arg(1 << 20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sextant
