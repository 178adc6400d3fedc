#include "server/app.h"

#include <sys/sysinfo.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <utility>

#include "api/body_coding.h"
#include "api/meta_api.h"
#include "api/otlp_grpc.h"
#include "api/otlp_http.h"
#include "api/page.h"
#include "api/search_api.h"
#include "api/search_export.h"
#include "api/system_api.h"
#include "base/log.h"
#include "ingest/pipeline.h"
#include "ingest/sender_quota.h"
#include "meta/database.h"
#include "search/newest.h"
#include "search/search.h"
#include "server/answer_counter.h"
#include "server/data_dir.h"
#include "server/engine_supervisor.h"
#include "server/gate.h"
#include "server/ingest_keys.h"
#include "server/measures.h"
#include "server/own_telemetry.h"
#include "server/tail_bridge.h"
#include "store/migrator.h"
#include "store/store.h"

namespace sextant::server {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
constexpr std::uint64_t kLeastMemory = kGiB;
constexpr std::uint64_t kMostDefaultMemory = 8 * kGiB;
constexpr milliseconds kMigrationLimit{60'000};
// An exporter that pauses for longer within a request has gone, and one that needs longer for all of it has
// given up by itself.
constexpr milliseconds kExporterPatience{10'000};
constexpr milliseconds kExporterTime{60'000};
// Of the largest bodies, how many may be in memory as they were sent.
constexpr std::uint64_t kReceivedBodies = 4;
constexpr std::size_t kMaxLinkBytes = 256 * 1024;
// Rows are searchable within a few seconds of their acknowledgement; what takes longer is worth a word.
constexpr std::int64_t kLateNs = 10 * kNanosPerSecond;
constexpr milliseconds kRequestGrace{3'000};
constexpr milliseconds kFlushGrace{5'000};

std::uint64_t MachineMemory() {
  struct sysinfo info {};
  sysinfo(&info);
  return static_cast<std::uint64_t>(info.totalram) * info.mem_unit;
}

Result<std::uint64_t> EngineMemory(const Config& config) {
  if (config.engine_memory_bytes > 0) return config.engine_memory_bytes;
  const std::uint64_t machine = MachineMemory();
  if (machine < kLeastMemory) {
    return Status(Code::kResourceExhausted, "This machine has " + std::to_string(machine >> 20) +
                                                " MiB of memory; Sextant needs at least 1024 MiB.");
  }
  return std::min(machine / 2, kMostDefaultMemory);
}

std::string HostName() {
  char name[256] = {};
  return gethostname(name, sizeof(name) - 1) == 0 ? name : "";
}

// Where the built page lies: beside the binary as packaged.
std::string PageFolder() {
  const std::filesystem::path engine = EngineBinaryPath();
  return (engine.parent_path().parent_path() / "share/sextant/web").string();
}

class RunningApp final : public App {
 public:
  RunningApp(const Config& config, const std::optional<DemoOptions>& demo)
      : config_(config), demo_options_(demo) {}
  ~RunningApp() override { Stop(); }

  // Each step needs those before it; the first that fails ends the start.
  Status Begin() {
    SXT_ASSIGN(page_, api::Page::Load(PageFolder()));
    SXT_ASSIGN(engine_memory_, EngineMemory(config_));
    SXT_ASSIGN(keys_, LoadIngestKeys(config_));
    SXT_TRY(ClaimPorts());
    SXT_ASSIGN(dir_, DataDir::Open(config_.data_dir));
    Status status = BeginInFolder();
    if (!status.ok()) {
      Stop();
      dir_->DiscardIfNew();
    }
    return status;
  }

  const Addresses& addresses() const override { return addresses_; }

  std::optional<DemoProgress> demo_progress() const override {
    if (!demo_) return std::nullopt;
    return demo_->progress();
  }

  void Stop() override {
    if (stopped_.exchange(true)) return;
    for (auto* server : {&otlp_server_, &page_server_}) {
      if (*server) (*server)->Stop(kRequestGrace);
    }
    if (otlp_grpc_) otlp_grpc_->Stop(kRequestGrace);
    if (demo_) demo_->Stop();
    if (own_telemetry_) own_telemetry_->Stop();
    // An insert into an engine that hangs ends with the engine; the log keeps what it held.
    if (pipeline_) (void)pipeline_->Flush(Deadline::After(kFlushGrace));
    if (engine_) engine_->Stop();
    if (pipeline_) pipeline_->Stop(milliseconds(0));
  }

 private:
  Status ClaimPorts() {
    net::ServerOptions page;
    page.listen = config_.listen;
    page.max_body_bytes = std::size_t{1} << 20;
    // The link of an export has its whole search in it.
    page.max_target_bytes = kMaxLinkBytes;
    page.max_header_bytes = kMaxLinkBytes + 32 * 1024;
    page.handler_threads = 16;
    page.on_refusal = [this](const net::Refusal& refusal, const net::Request*, net::Response&) {
      answers_.Refused("page", refusal);
    };
    SXT_ASSIGN(page_server_, net::HttpServer::Start(page, answers_.Counted("page", page_gate_)));
    SXT_ASSIGN(otlp_server_,
               net::HttpServer::Start(OtlpServerOptions(), answers_.Counted("otlp", otlp_gate_)));
    api::OtlpGrpcOptions grpc;
    grpc.listen = config_.otlp_grpc;
    grpc.max_body_bytes = config_.max_body_bytes;
    grpc.on_refusal = [this](const char* reason) { answers_.Refused("otlp_grpc", reason); };
    SXT_ASSIGN(otlp_grpc_, api::OtlpGrpc::Listen(grpc));
    addresses_ = {page_server_->address(), otlp_server_->address(), otlp_grpc_ ? otlp_grpc_->address() : ""};
    return {};
  }

  net::ServerOptions OtlpServerOptions() {
    net::ServerOptions otlp;
    otlp.listen = config_.otlp_http;
    otlp.max_body_bytes = config_.max_body_bytes;
    otlp.max_received_bytes = kReceivedBodies * config_.max_body_bytes;
    otlp.handler_threads = 32;
    otlp.cors_any_origin = true;
    // A page that was led here by a rebound name has no key.
    otlp.check_host = !config_.RequiresKey();
    otlp.io_timeout = kExporterPatience;
    otlp.body_timeout = kExporterTime;
    otlp.check_head = [this](const net::Request& request) { return otlp_gate_.CheckHead(request); };
    otlp.on_refusal = [this](const net::Refusal& refusal, const net::Request* request,
                             net::Response& answer) {
      answers_.Refused("otlp", refusal);
      api::WriteOtlpRefusal(refusal, request, answer);
    };
    return otlp;
  }

  Status BeginInFolder() {
    SXT_ASSIGN(meta_, meta::Database::Open(dir_->meta_file()));
    StoreOptions store;
    store.client.base_url = "http://unix";
    store.client.unix_socket = dir_->engine_socket();
    store_ = OpenStore(store);
    KeepLogLines();
    SXT_TRY(StartEngine());
    SXT_TRY(StartPipeline());
    tail_.emplace(pipeline_->tail_hub());
    search::SearchOptions options;
    options.late_rows = [this] {
      const ingest::IngestStatus status = pipeline_->status();
      return status.oldest_waiting_ns > kLateNs ? status.waiting_rows : 0;
    };
    search_.emplace(*store_, &*tail_, std::move(options));
    SXT_TRY(StartDemo());
    OpenGates();
    BeginOwnTelemetry();
    return {};
  }

  void KeepLogLines() {
    if (config_.telemetry_interval_ms == 0) return;
    OwnTelemetryOptions options;
    options.interval = milliseconds(config_.telemetry_interval_ms);
    options.version = api::kVersion;
    options.host = HostName();
    own_telemetry_.emplace(std::move(options), Clock::System());
  }

  void BeginOwnTelemetry() {
    if (!own_telemetry_) return;
    own_telemetry_->Begin([this] { return Measures(); },
                          [this](Signal signal, std::string_view body) {
                            ingest::ExportRequest request;
                            request.signal = signal;
                            request.database = kOwnDatabase;
                            request.body = body;
                            return pipeline_->Export(request).status();
                          });
  }

  std::vector<Measure> Measures() const {
    Moment moment;
    moment.ingest = pipeline_->status();
    moment.engine = engine_->snapshot();
    moment.answers = answers_.answers();
    moment.refusals = answers_.refusals();
    if (own_telemetry_) moment.dropped_log_lines = own_telemetry_->dropped_lines();
    return MeasuresOf(moment);
  }

  Status StartDemo() {
    if (!demo_options_) return {};
    DemoOptions options = *demo_options_;
    options.state_file = dir_->path() + "/demo.json";
    SXT_ASSIGN(demo_, DemoLoader::Start(std::move(options), *pipeline_, *store_, Clock::System()));
    return {};
  }

  Status StartEngine() {
    EngineOptions options;
    options.binary = EngineBinaryPath();
    options.data_dir = dir_->engine_dir();
    options.socket = dir_->engine_socket();
    options.memory_bytes = engine_memory_;
    options.max_statements = config_.engine_max_statements;
    options.on_ready = [this] { return OnEngineReady(); };
    SXT_ASSIGN(engine_, EngineSupervisor::Start(std::move(options)));
    return {};
  }

  // On the supervisor's thread, each time the engine has come up.
  Status OnEngineReady() {
    if (!migrated_) {
      for (MigrationTarget target : OwnDatabases()) {
        if (target.database != kDemoDatabase) target.retention_days = config_.retention_days;
        SXT_TRY(Migrate(*store_, target, Deadline::After(kMigrationLimit)).status());
      }
      migrated_ = true;
    }
    AskForNewestRows();
    if (auto* pipeline = ready_pipeline_.load()) pipeline->RetryNow();
    return {};
  }

  // The pipeline only knows of rows that came since the start. Without an answer the status says less.
  void AskForNewestRows() {
    auto newest = search::NewestRows(*store_, search::SearchOptions().databases);
    if (!newest.ok()) return;
    const std::lock_guard lock(newest_mutex_);
    stored_newest_ = *std::move(newest);
  }

  UnixNanos StoredNewest(const std::string& database) const {
    const std::lock_guard lock(newest_mutex_);
    const auto found = stored_newest_.find(database);
    return found == stored_newest_.end() ? 0 : found->second;
  }

  Status StartPipeline() {
    ingest::PipelineOptions options;
    options.log_folder = dir_->wal_dir();
    options.retention_ns = config_.retention_days * kNanosPerDay;
    options.log.max_log_bytes = config_.log_max_bytes;
    options.backlog.max_loaded_bytes = config_.ingest_max_waiting_bytes;
    options.storer.engine_folder = dir_->engine_dir();
    options.inflate = api::MakeInflater();
    if (config_.sender_bytes_per_second > 0) {
      const auto quota =
          std::make_shared<ingest::SenderQuota>(config_.sender_bytes_per_second, Clock::System());
      // What is ours, own telemetry and the demo, names no sender.
      options.quota = [quota](std::string_view sender, std::size_t bytes) {
        return sender.empty() ? OkStatus() : quota->Charge(sender, bytes);
      };
    }
    SXT_ASSIGN(pipeline_, ingest::Pipeline::Start(std::move(options), *store_, Clock::System()));
    ready_pipeline_ = pipeline_.get();
    return {};
  }

  void OpenGates() {
    api::OtlpOptions options;
    options.max_body_bytes = config_.max_body_bytes;
    options.inflate.max_bytes = config_.max_body_bytes;
    options.admit = api::AdmitByKey(*pipeline_, keys_, config_.RequiresKey());
    const auto receiver = std::make_shared<const api::OtlpReceiver>(*pipeline_, std::move(options));
    auto otlp = std::make_shared<net::Router>();
    api::AddOtlpRoutes(*otlp, receiver);
    otlp_gate_.Open(std::move(otlp), [receiver](const net::Request& request) {
      return api::CheckOtlpSender(*receiver, request);
    });
    if (otlp_grpc_) otlp_grpc_->Open(receiver);
    Log(Severity::kInfo, "ingest.open",
        {{"key", config_.RequiresKey() ? "required" : "not required"}, {"keys", NamesOf(config_)}});

    auto routes = std::make_shared<net::Router>();
    api::AddSystemRoutes(*routes, [this] { return State(); });
    api::AddSearchRoutes(*routes, *search_);
    api::AddExportRoute(*routes, *search_);
    api::AddMetaRoutes(*routes, *meta_, Clock::System());
    routes->Add("GET", "/metrics", [this](net::Request&, net::Responder& responder) {
      net::Response response;
      response.headers.Add("Content-Type", kPrometheusType);
      response.body = PrometheusText(Measures());
      (void)responder.Send(std::move(response));
    });
    routes->Add("GET", "/*", [this](net::Request& request, net::Responder& responder) {
      page_->Serve(request, responder);
    });
    page_gate_.Open(std::move(routes));
  }

  api::ServerState State() const {
    const EngineSnapshot engine = engine_->snapshot();
    const ingest::IngestStatus ingest = pipeline_->status();
    api::ServerState state;
    state.engine_state = EngineStateName(engine.state);
    state.engine_version = engine.version;
    state.engine_reason = engine.reason;
    state.engine_ready_in_ms = engine.ready_in_ms;
    state.accepting = !stopped_;
    state.started_at = started_at_;
    state.now = Clock::System().Now();
    state.received_rows_per_second = ingest.rows_per_second;
    state.waiting_rows = ingest.waiting_rows;
    state.quarantined_requests = ingest.quarantined;
    for (const MigrationTarget& target : OwnDatabases()) {
      api::ServerState::Database database{target.database, std::nullopt};
      if (const UnixNanos stored = StoredNewest(target.database); stored > 0) database.newest_row = stored;
      for (const auto& table : ingest.tables) {
        if (table.database != target.database || table.newest_row == 0) continue;
        database.newest_row = std::max(database.newest_row.value_or(0), table.newest_row);
      }
      state.databases.push_back(std::move(database));
    }
    if (const auto progress = demo_progress()) {
      state.demo_stopped = progress->failure;
      if (!progress->laid && progress->failure.empty()) {
        state.demo_loading = {progress->done_hours, progress->total_hours};
      }
    }
    state.otlp_http = addresses_.otlp_http;
    state.otlp_grpc = addresses_.otlp_grpc;
    return state;
  }

  static constexpr const char* kDemoDatabase = "otel_v2";

  const Config config_;
  const std::optional<DemoOptions> demo_options_;
  const UnixNanos started_at_ = Clock::System().Now();
  std::atomic<bool> stopped_{false};
  std::uint64_t engine_memory_ = 0;
  bool migrated_ = false;  // the supervisor's thread alone

  // In order of making; ended by Stop in the reverse.
  std::optional<api::Page> page_;
  std::shared_ptr<const api::SenderKeys> keys_;
  const AnswerCounter answers_;
  Gate page_gate_;
  Gate otlp_gate_;
  std::unique_ptr<net::HttpServer> page_server_;
  std::unique_ptr<net::HttpServer> otlp_server_;
  std::unique_ptr<api::OtlpGrpc> otlp_grpc_;  // none when built without gRPC
  Addresses addresses_;
  std::unique_ptr<DataDir> dir_;
  std::unique_ptr<meta::Database> meta_;
  std::unique_ptr<Store> store_;
  mutable std::mutex newest_mutex_;
  std::map<std::string, UnixNanos> stored_newest_;  // by database, when the engine came up last
  std::atomic<ingest::Pipeline*> ready_pipeline_{nullptr};
  std::unique_ptr<ingest::Pipeline> pipeline_;
  std::optional<TailBridge> tail_;
  std::optional<search::Search> search_;
  std::unique_ptr<EngineSupervisor> engine_;
  std::unique_ptr<DemoLoader> demo_;
  std::optional<OwnTelemetry> own_telemetry_;
};

}  // namespace

Result<std::unique_ptr<App>> App::Start(const Config& config, const std::optional<DemoOptions>& demo) {
  auto app = std::make_unique<RunningApp>(config, demo);
  SXT_TRY(app->Begin());
  return Result<std::unique_ptr<App>>(std::move(app));
}

}  // namespace sextant::server
