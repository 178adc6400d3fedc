// What a span costs on its way in: the design's numbers, lines 1 to 3, each beside its reference, in one run.
// Rounds are interleaved and medians printed. CPU is that of this process (less the senders') and of the
// engine.
//
//   build/bin/ingest_bench [ROUNDS]
//
// Needs the engine's binary beside this one. Merges wait while something is measured: what is counted ends
// with the committed part.
#include <cstdlib>
#include <functional>
#include <iostream>
#include <thread>

#include "api/body_coding.h"
#include "api/otlp_http.h"
#include "base/allocator.h"
#include "base/log.h"
#include "base/temp_dir.h"
#include "bench/otlp.pb.h"
#include "count_allocations.h"
#include "cpu.h"
#include "ingest/block_builder.h"
#include "ingest/pipeline.h"
#include "net/compression.h"
#include "net/http_server.h"
#include "net/raw_socket_testlib.h"
#include "otlp/decode.h"
#include "rounds.h"
#include "store/engine_testlib.h"
#include "store/migrator.h"
#include "trace_request.h"

namespace sextant::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kLarge = 10'000;
constexpr std::size_t kSmall = 100;
constexpr int kDistinctBodies = 16;
constexpr int kDecodeRepeats = 20;
constexpr std::size_t kReferenceRows = 250'000;  // of one ready block
constexpr std::chrono::milliseconds kStoreTimeout{120'000};

struct Load {
  int connections;
  int requests;  // of each connection
  std::size_t spans;

  double total() const { return static_cast<double>(connections) * requests * static_cast<double>(spans); }
};
constexpr Load kLargeRequests{4, 25, kLarge};
constexpr Load kSmallRequests{32, 300, kSmall};

std::vector<std::string> MakeRequests(std::size_t spans) {
  std::vector<std::string> requests;
  for (int i = 0; i < kDistinctBodies; ++i) {
    requests.push_back(MakeTraceRequest(spans, static_cast<std::uint64_t>(i), Clock::System().Now()));
  }
  return requests;
}

std::vector<std::string> PostsOf(const std::vector<std::string>& requests) {
  std::vector<std::string> posts;
  for (const std::string& request : requests) {
    const std::string body = *net::Deflate(net::Coding::kGzip, request);
    posts.push_back(
        "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
        "Content-Encoding: gzip\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  return posts;
}

// Seconds of CPU and of wall time, and heap allocations, that `work` took.
struct Cost {
  double self = 0;
  double engine = 0;
  double wall = 0;
  double allocations = 0;
};

Cost Measure(pid_t engine, const std::function<void()>& work) {
  const double self = ProcessCpu();
  const double engine_before = engine == 0 ? 0 : CpuOf(engine);
  const std::uint64_t allocations = AllocationsSoFar();
  const auto begin = steady_clock::now();
  work();
  Cost cost;
  cost.wall = std::chrono::duration<double>(steady_clock::now() - begin).count();
  cost.allocations = static_cast<double>(AllocationsSoFar() - allocations);
  cost.self = ProcessCpu() - self;
  cost.engine = engine == 0 ? 0 : CpuOf(engine) - engine_before;
  return cost;
}

otlp::DecodeContext Context() {
  otlp::DecodeContext context;
  context.receive_time = Clock::System().Now();
  return context;
}

// Line 1.
void MeasureDecoding(const std::string& request, Rounds& rounds) {
  const std::string packed = *net::Deflate(net::Coding::kGzip, request);
  const double spans = static_cast<double>(kDecodeRepeats * kLarge);
  const Cost ours = Measure(0, [&] {
    for (int i = 0; i < kDecodeRepeats; ++i) {
      const auto body = net::Inflate(net::Coding::kGzip, packed, {});
      const auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, *body, Context());
      SXT_CHECK(decoded.ok() && decoded->accepted == kLarge, "a request was refused");
    }
  });
  const Cost decoding = Measure(0, [&] {
    for (int i = 0; i < kDecodeRepeats; ++i) {
      const auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, request, Context());
      SXT_CHECK(decoded.ok(), "a request was refused");
    }
  });
  std::string block(32 << 20, '\0');
  const Cost reference = Measure(0, [&] {
    for (int i = 0; i < kDecodeRepeats; ++i) {
      google::protobuf::ArenaOptions options;
      options.initial_block = block.data();
      options.initial_block_size = block.size();
      google::protobuf::Arena arena(options);
      auto* message = google::protobuf::Arena::CreateMessage<reference::TraceRequest>(&arena);
      SXT_CHECK(message->ParseFromString(request), "libprotobuf refused a request");
    }
  });
  rounds.Add("inflate+decode", ours.self * 1e6 / spans);
  rounds.Add("inflate+decode wall", ours.wall * 1e6 / spans);
  rounds.Add("allocations", ours.allocations / spans);
  rounds.Add("decode", decoding.self * 1e6 / spans);
  rounds.Add("decode wall", decoding.wall * 1e6 / spans);
  rounds.Add("libprotobuf", reference.self * 1e6 / spans);
  rounds.Add("libprotobuf wall", reference.wall * 1e6 / spans);
  rounds.Add("libprotobuf ratio", reference.self / decoding.self);
}

struct Sent {
  std::vector<double> latencies_ms;  // ascending
  double cpu = 0;                    // of the senders
};

Sent SendAll(const std::string& address, const std::vector<std::string>& posts, const Load& load) {
  Sent sent;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int c = 0; c < load.connections; ++c) {
    threads.emplace_back([&, c] {
      net::RawSocket socket = net::RawSocket::Connect(address);
      std::vector<double> latencies;
      for (int i = 0; i < load.requests; ++i) {
        const auto begin = steady_clock::now();
        socket.Send(posts[static_cast<std::size_t>(c + i) % posts.size()]);
        SXT_CHECK(socket.ReadAnswer().status == 200, "a request was refused");
        latencies.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count());
      }
      const std::lock_guard lock(mutex);
      sent.latencies_ms.insert(sent.latencies_ms.end(), latencies.begin(), latencies.end());
      sent.cpu += ThreadCpu();
    });
  }
  for (auto& thread : threads) thread.join();
  std::sort(sent.latencies_ms.begin(), sent.latencies_ms.end());
  return sent;
}

// An engine with our tables, and the whole way to it.
class Bench {
 public:
  Bench() : store_(engine_.Open()) {
    SXT_CHECK(Migrate(*store_, {"default", 30}, Deadline::After(kStoreTimeout)).ok(),
              "the schema was refused");
    Execute("CREATE TABLE default.discarded AS default.otel_traces ENGINE = Null");
    Execute("SYSTEM STOP MERGES");
    ingest::PipelineOptions options;
    options.log_folder = folder_.Join("wal");
    options.inflate = api::MakeInflater();
    options.storer.engine_folder = engine_.data_dir();
    pipeline_ = std::move(ingest::Pipeline::Start(options, *store_, Clock::System())).value();
    api::AddOtlpRoutes(router_, std::make_shared<const api::OtlpReceiver>(*pipeline_, api::OtlpOptions{}));
    net::ServerOptions server;
    server.listen = "127.0.0.1:0";
    server.handler_threads = 32;
    server_ = std::move(net::HttpServer::Start(server, router_)).value();
  }

  // Lines 2 and 3.
  void MeasureSending(const std::string& name, const std::vector<std::string>& posts, const Load& load,
                      Rounds& rounds) {
    Sent sent;
    const Cost cost = Measure(engine_.pid(), [&] {
      sent = SendAll(server_->address(), posts, load);
      SXT_CHECK(pipeline_->Flush(Deadline::After(kStoreTimeout)), "not everything was stored");
    });
    const double own = cost.self - sent.cpu;
    rounds.Add(name, (own + cost.engine) * 1e6 / load.total());
    rounds.Add(name + " server", own * 1e6 / load.total());
    rounds.Add(name + " wall", cost.wall * 1e6 / load.total());
    rounds.Add(name + " p50", sent.latencies_ms[sent.latencies_ms.size() / 2]);
    rounds.Add(name + " p99", sent.latencies_ms[sent.latencies_ms.size() * 99 / 100]);
    Empty();
  }

  // The reference of line 2: `blocks` are inserted as they are, into a table of ours or into one that
  // discards them.
  void MeasureInserting(const std::string& name, const std::vector<Block>& blocks, const std::string& table,
                        Rounds& rounds) {
    double rows = 0;
    for (const Block& block : blocks) rows += static_cast<double>(block.rows());
    const Cost cost = Measure(engine_.pid(), [&] {
      for (const Block& block : blocks) {
        const Status inserted = store_->Insert("default", table, block, "", Deadline::After(kStoreTimeout));
        SXT_CHECK(inserted.ok(), inserted.message());
      }
    });
    rounds.Add(name, (cost.self + cost.engine) * 1e6 / rows);
    rounds.Add(name + " wall", cost.wall * 1e6 / rows);
    Empty();
  }

 private:
  void Execute(const std::string& text) {
    Statement statement;
    statement.text = text;
    const Status status = store_->Execute(statement, Deadline::After(kStoreTimeout));
    SXT_CHECK(status.ok(), status.message());
  }
  void Empty() { Execute("TRUNCATE TABLE default.otel_traces"); }

  testing::TestEngine engine_;
  std::unique_ptr<Store> store_;
  TempDir folder_;
  std::unique_ptr<ingest::Pipeline> pipeline_;
  net::Router router_;
  std::unique_ptr<net::HttpServer> server_;
};

// The rows of the large load as the pipeline makes them, in blocks of kReferenceRows.
std::vector<Block> ReadyBlocks(const std::vector<std::string>& requests, const Load& load) {
  std::vector<Block> blocks;
  ingest::TableGroup group;
  const auto finish = [&] {
    blocks.push_back(ingest::BuildBlock(blocks.size(), Table::kTraces, std::move(group)).block);
    group = {};
  };
  for (int i = 0; i < load.connections * load.requests; ++i) {
    const std::string& request = requests[static_cast<std::size_t>(i) % requests.size()];
    auto decoded = otlp::Decode(Signal::kTraces, otlp::Encoding::kProtobuf, request, Context());
    SXT_CHECK(decoded.ok(), "a request was refused");
    group.rows += decoded->tables.front().block.rows();
    group.frames.push_back({static_cast<std::uint32_t>(i), std::move(decoded->tables.front().block)});
    if (group.rows >= kReferenceRows) finish();
  }
  if (group.rows > 0) finish();
  return blocks;
}

std::string Report(const Rounds& rounds) {
  TextTable table({"per span", "CPU, median", "lowest", "highest", "wall", "goal"});
  const auto add = [&](const std::string& label, const std::string& name, const std::string& goal) {
    table.Add({label, Fixed(rounds.Median(name), 2) + " us", Fixed(rounds.Lowest(name), 2),
               Fixed(rounds.Highest(name), 2), Fixed(rounds.Median(name + " wall"), 2), goal});
  };
  const auto add_number = [&](const std::string& label, const std::string& name, int digits,
                              const std::string& goal) {
    table.Add({label, Fixed(rounds.Median(name), digits), Fixed(rounds.Lowest(name), digits),
               Fixed(rounds.Highest(name), digits), "", goal});
  };
  add("1 gzip to columns", "inflate+decode", "<= 1 us");
  add("1 protobuf to columns", "decode", "");
  add("1 reference: libprotobuf's arena parse", "libprotobuf", "");
  add_number("1 libprotobuf / protobuf to columns", "libprotobuf ratio", 2, ">= 10");
  add_number("1 allocations", "allocations", 4, "<= 0.01");
  add("2 socket to part, 4 x 10,000 spans", "large", "");
  add_number("2   of it the server, us", "large server", 2, "");
  add("2 reference: ready Native blocks", "ready", "");
  add_number("2 socket to part / ready blocks", "ready ratio", 2, "<= 1.5");
  add("2 hop to the engine", "hop", "<= 0.4 us");
  add("3 socket to part, 32 x 100 spans", "small", "<= 9 us");
  add_number("3   of it the server, us", "small server", 2, "");
  add_number("3 acknowledged, p50 ms", "small p50", 0, "");
  add_number("3 acknowledged, p99 ms", "small p99", 0, "<= 1000");
  return table.Print();
}

int Main(int argc, char** argv) {
  TuneAllocator();
  SetLogSeverity(Severity::kWarn);
  const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  const std::vector<std::string> large = MakeRequests(kLarge);
  const std::vector<std::string> large_posts = PostsOf(large);
  const std::vector<std::string> small_posts = PostsOf(MakeRequests(kSmall));
  const std::vector<Block> ready = ReadyBlocks(large, kLargeRequests);
  Bench bench;
  Rounds rounds;
  for (int i = 0; i < count; ++i) {
    MeasureDecoding(large.front(), rounds);
    bench.MeasureSending("large", large_posts, kLargeRequests, rounds);
    bench.MeasureInserting("ready", ready, "otel_traces", rounds);
    bench.MeasureInserting("hop", ready, "discarded", rounds);
    bench.MeasureSending("small", small_posts, kSmallRequests, rounds);
    std::cerr << "round " << i + 1 << " of " << count << "\n";
  }
  rounds.Add("ready ratio", rounds.Median("large") / rounds.Median("ready"));
  std::cout << Report(rounds);
  return 0;
}

}  // namespace
}  // namespace sextant::bench

int main(int argc, char** argv) { return sextant::bench::Main(argc, argv); }
