// What a span costs from the socket to the table: gzipped OTLP/HTTP requests over keep-alive connections,
// each acknowledged after its sync, then stored. The senders run in this process; their CPU is taken off.
//
//   server_us_per_span   CPU of receiving, decoding, logging, sorting and sending blocks
//   engine_us_per_span   CPU of the engine until everything is stored, background merges of that time
//   included ack_p50_ms, ack_p99_ms   from the request's first byte to the end of its answer
//
// Needs the engine's binary beside this one. `NoEngine` stores nothing: what is left is our own.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "api/body_coding.h"
#include "api/otlp_http.h"
#include "base/log.h"
#include "base/temp_dir.h"
#include "ingest/pipeline.h"
#include "net/http_server.h"
#include "net/raw_socket_testlib.h"
#include "otlp/write.h"
#include "store/engine_testlib.h"
#include "store/migrator.h"

namespace sextant {
namespace {

using std::chrono::steady_clock;

constexpr int kDistinctBodies = 16;
constexpr std::chrono::milliseconds kStoreTimeout{120'000};

class NullStore final : public Store {
 public:
  Result<Progress> Run(const Statement&, const RunOptions&, const Sink&) override { return Progress(); }
  Result<Progress> RunRaw(const Statement&, std::string_view, const RunOptions&,
                          const std::function<bool(std::string_view)>&) override {
    return Progress();
  }
  Status Insert(std::string_view, std::string_view, const Block&, std::string_view, Deadline) override {
    return OkStatus();
  }
  Status Execute(const Statement&, Deadline) override { return OkStatus(); }
};

// `spans` spans of one service with ten resource and ten span attributes.
std::string MakeRequest(std::size_t spans, std::mt19937_64& random) {
  std::vector<std::string> keys;
  std::vector<std::string> values;
  for (int i = 0; i < 20; ++i) {
    keys.push_back("attribute.key." + std::to_string(i));
    values.push_back("value-" + std::to_string(random() % 1000));
  }
  std::vector<otlp::Attribute> resource = {{"service.name", "checkout"}};
  for (std::size_t i = 0; i < 9; ++i) resource.push_back({keys[i], values[i]});
  otlp::ExportWriter writer(Signal::kTraces);
  otlp::ResourceInfo info;
  info.attributes = resource;
  writer.BeginResource(info);
  writer.BeginScope({});
  const UnixNanos now = Clock::System().Now();
  for (std::size_t i = 0; i < spans; ++i) {
    std::vector<otlp::Attribute> attributes;
    for (std::size_t a = 10; a < 19; ++a) attributes.push_back({keys[a], values[(a + i) % 20]});
    attributes.push_back({"http.status_code", static_cast<std::int64_t>(200 + random() % 5)});
    const std::string name = "operation " + std::to_string(random() % 50);
    const std::uint64_t ids[3] = {random(), random(), random()};
    const std::string_view bytes(reinterpret_cast<const char*>(ids), sizeof ids);
    otlp::SpanRecord span;
    span.trace_id = bytes.substr(0, 16);
    span.span_id = bytes.substr(16, 8);
    span.name = name;
    span.start = now - static_cast<std::int64_t>(i) * 1'000;
    span.end = now;
    span.attributes = attributes;
    writer.Add(span);
  }
  return writer.TakeProtobuf();
}

std::vector<std::string> MakePosts(std::size_t spans) {
  std::mt19937_64 random(1);
  std::vector<std::string> posts;
  for (int i = 0; i < kDistinctBodies; ++i) {
    const std::string body = *net::Deflate(net::Coding::kGzip, MakeRequest(spans, random));
    posts.push_back(
        "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
        "Content-Encoding: gzip\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  return posts;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

double CpuOf(int who) {
  rusage usage{};
  getrusage(who, &usage);
  return Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
}

double CpuOfProcess(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (pid == 0 || clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Sent {
  std::vector<double> latencies_ms;
  double sender_cpu_s = 0;
};

Sent SendAll(const std::string& address, const std::vector<std::string>& posts, int connections,
             int requests) {
  Sent sent;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int c = 0; c < connections; ++c) {
    threads.emplace_back([&, c] {
      net::RawSocket socket = net::RawSocket::Connect(address);
      std::vector<double> latencies;
      for (int i = 0; i < requests; ++i) {
        const auto begin = steady_clock::now();
        socket.Send(posts[static_cast<std::size_t>(c + i) % posts.size()]);
        SXT_CHECK(socket.ReadAnswer().status == 200, "a request was refused");
        latencies.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count());
      }
      const std::lock_guard lock(mutex);
      sent.latencies_ms.insert(sent.latencies_ms.end(), latencies.begin(), latencies.end());
      sent.sender_cpu_s += CpuOf(RUSAGE_THREAD);
    });
  }
  for (auto& thread : threads) thread.join();
  std::sort(sent.latencies_ms.begin(), sent.latencies_ms.end());
  return sent;
}

void Ingest(benchmark::State& state, Store& store, const std::string& engine_folder, pid_t engine) {
  const auto connections = static_cast<int>(state.range(0));
  const auto spans = static_cast<std::size_t>(state.range(1));
  const auto requests = static_cast<int>(state.range(2));
  SetLogSeverity(Severity::kWarn);
  const TempDir dir;
  ingest::PipelineOptions options;
  options.log_folder = dir.Join("wal");
  options.inflate = api::MakeInflater();
  options.storer.engine_folder = engine_folder;
  auto pipeline = std::move(ingest::Pipeline::Start(options, store, Clock::System())).value();
  net::Router router;
  api::AddOtlpRoutes(router, *pipeline, {});
  net::ServerOptions server_options;
  server_options.listen = "127.0.0.1:0";
  server_options.handler_threads = 32;
  auto server = std::move(net::HttpServer::Start(server_options, router)).value();
  const std::vector<std::string> posts = MakePosts(spans);

  double server_cpu = 0;
  double engine_cpu = 0;
  double wall = 0;
  Sent sent;
  for (auto _ : state) {
    const double self_before = CpuOf(RUSAGE_SELF);
    const double engine_before = CpuOfProcess(engine);
    const auto begin = steady_clock::now();
    sent = SendAll(server->address(), posts, connections, requests);
    SXT_CHECK(pipeline->Flush(Deadline::After(kStoreTimeout)), "not everything was stored");
    wall += std::chrono::duration<double>(steady_clock::now() - begin).count();
    server_cpu += CpuOf(RUSAGE_SELF) - self_before - sent.sender_cpu_s;
    engine_cpu += CpuOfProcess(engine) - engine_before;
  }
  const double total =
      static_cast<double>(state.iterations()) * connections * requests * static_cast<double>(spans);
  state.counters["server_us_per_span"] = server_cpu * 1e6 / total;
  state.counters["engine_us_per_span"] = engine_cpu * 1e6 / total;
  state.counters["spans_per_s"] = total / wall;
  state.counters["ack_p50_ms"] = sent.latencies_ms[sent.latencies_ms.size() / 2];
  state.counters["ack_p99_ms"] = sent.latencies_ms[sent.latencies_ms.size() * 99 / 100];
  state.counters["syncs"] = static_cast<double>(pipeline->status().log_syncs);
  state.counters["inserts"] = static_cast<double>(pipeline->status().inserts);
}

void NoEngine(benchmark::State& state) {
  NullStore store;
  Ingest(state, store, "", 0);
}

void Engine(benchmark::State& state) {
  testing::TestEngine engine;
  const auto store = engine.Open();
  SXT_CHECK(Migrate(*store, {"default", 30}, Deadline::After(kStoreTimeout)).ok(), "the schema was refused");
  Ingest(state, *store, engine.data_dir(), engine.pid());
}

// Connections, spans per request, requests per connection.
BENCHMARK(NoEngine)->Args({32, 100, 300})->Args({4, 10'000, 25})->Iterations(1)->UseRealTime();
BENCHMARK(Engine)->Args({32, 100, 300})->Args({4, 10'000, 25})->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace sextant
