// sextant: the command line.
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "base/allocator.h"
#include "base/json.h"
#include "base/log.h"
#include "server/app.h"
#include "server/config.h"
#include "server/demo_export.h"
#include "server/demo_loader.h"

namespace sextant::server {
namespace {

// What the flags said; empty where a flag was not given.
struct Flags {
  std::string config_file;
  std::string data_dir;
  std::string listen;
  std::string otlp_http;
  std::string otlp_grpc;
  bool local = false;

  // Of `demo` alone.
  std::int64_t hours = 40;
  double scale = 1;
  std::uint64_t seed = 1;
  std::string end;
  std::string signals = "logs,traces,metrics,sessions";
  bool gauge_stays = false;
  std::string export_folder;
};

void AddFlags(CLI::App& command, Flags& flags) {
  command.add_option("--data-dir", flags.data_dir, "The folder that holds everything")->type_name("DIR");
  command.add_flag("--local", flags.local, "One person on this machine: no login");
  command.add_option("--listen", flags.listen, "Page and API (127.0.0.1:8080)")->type_name("HOST:PORT");
  command.add_option("--otlp-http", flags.otlp_http, "OTLP over HTTP (127.0.0.1:4318)")
      ->type_name("HOST:PORT");
  command.add_option("--otlp-grpc", flags.otlp_grpc, "OTLP over gRPC (127.0.0.1:4317)")
      ->type_name("HOST:PORT");
  command.add_option("--config", flags.config_file, "A TOML file; flags win over it")->type_name("FILE");
  command.footer("SEXTANT_INGEST_KEY in the environment is a key that senders of telemetry must then show.");
}

void AddDemoFlags(CLI::App& command, Flags& flags) {
  command.add_option("--hours", flags.hours, "How far back the demo begins, 1 to 48 (40)");
  command.add_option("--scale", flags.scale, "Of its traffic (1)");
  command.add_option("--seed", flags.seed, "Another seed is another tape (1)");
  command.add_option(
      "--end", flags.end,
      "Where the tape stops, such as 2026-11-22T03:00:00Z; it keeps step with the clock without");
  command.add_option("--signals", flags.signals, "Some of logs,traces,metrics,sessions");
  command.add_flag("--gauge-stays", flags.gauge_stays,
                   "The full cache's gauge stays at its limit instead of falling to 0");
  command
      .add_option("--export", flags.export_folder,
                  "Write the OTLP requests to this folder instead of serving")
      ->type_name("DIR");
}

Status ReadSignals(const std::string& list, demo::TapeOptions& tape) {
  tape.logs = tape.traces = tape.metrics = tape.sessions = false;
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    const std::string name = list.substr(begin, end - begin);
    bool* signal = name == "logs"       ? &tape.logs
                   : name == "traces"   ? &tape.traces
                   : name == "metrics"  ? &tape.metrics
                   : name == "sessions" ? &tape.sessions
                                        : nullptr;
    if (signal == nullptr) {
      return {Code::kBadInput, "--signals '" + name + "' is not one of logs, traces, metrics, sessions."};
    }
    *signal = true;
    begin = end + 1;
  }
  return {};
}

Result<DemoOptions> DemoOptionsOf(const Flags& flags) {
  DemoOptions options;
  options.hours = flags.hours;
  options.tape.scale = flags.scale;
  options.tape.seed = flags.seed;
  options.tape.gauge_falls = !flags.gauge_stays;
  SXT_TRY(ReadSignals(flags.signals, options.tape));
  if (!flags.end.empty()) {
    options.end = ParseIso8601(flags.end);
    if (!options.end) {
      return Status(Code::kBadInput,
                    "--end '" + flags.end + "' is not an instant such as 2026-11-22T03:00:00Z.");
    }
  }
  SXT_TRY(CheckDemoOptions(options));
  return options;
}

Result<Config> ConfigOf(const Flags& flags) {
  Config config;
  if (!flags.config_file.empty()) {
    std::ifstream file(flags.config_file);
    if (!file) return Status(Code::kBadInput, "The config file " + flags.config_file + " cannot be read.");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    SXT_TRY(ReadConfig(text, flags.config_file, config));
  }
  const auto override_with = [](const std::string& flag, std::string& setting) {
    if (!flag.empty()) setting = flag;
  };
  override_with(flags.data_dir, config.data_dir);
  override_with(flags.listen, config.listen);
  override_with(flags.otlp_http, config.otlp_http);
  override_with(flags.otlp_grpc, config.otlp_grpc);
  config.local = config.local || flags.local;
  AddKeyOfEnvironment(std::getenv("SEXTANT_INGEST_KEY"), config);
  SXT_TRY(CheckConfig(config));
  return config;
}

std::string ReadyLine(const Addresses& addresses) {
  JsonWriter line;
  line.Object().Key("event").String("ready").Key("listen").String(addresses.listen);
  line.Key("otlp_http").String(addresses.otlp_http);
  if (!addresses.otlp_grpc.empty()) line.Key("otlp_grpc").String(addresses.otlp_grpc);
  line.End();
  return line.Take();
}

int Fail(const Status& status) {
  std::fprintf(stderr, "sextant: %s\n", status.message().c_str());
  return 1;
}

// Shows how far the demo is until it is laid or a signal comes; gives that signal, or 0.
int ShowDemoProgress(const App& app, const sigset_t& ends) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const timespec interval{0, 200'000'000};
  while (true) {
    const DemoProgress progress = app.demo_progress().value_or(DemoProgress{});
    if (terminal) {
      std::fprintf(stderr, "\rdemo: %5.1f of %.1f hours laid", progress.done_hours, progress.total_hours);
    }
    if (progress.laid || !progress.failure.empty()) {
      if (terminal) std::fputc('\n', stderr);
      if (!progress.failure.empty()) std::fprintf(stderr, "sextant: %s\n", progress.failure.c_str());
      return 0;
    }
    const int signal = sigtimedwait(&ends, nullptr, &interval);
    if (signal > 0) return signal;
  }
}

int Serve(const Flags& flags, bool demo) {
  auto config = ConfigOf(flags);
  if (!config.ok()) return Fail(config.status());
  std::optional<DemoOptions> demo_options;
  if (demo) {
    config->local = true;
    auto read = DemoOptionsOf(flags);
    if (!read.ok()) return Fail(read.status());
    if (!flags.export_folder.empty()) {
      const Status exported = ExportDemo(*read, flags.export_folder, Clock::System().Now());
      return exported.ok() ? 0 : Fail(exported);
    }
    demo_options = std::move(*read);
  }

  // Ends are waited for here; blocked before any thread exists, so that all inherit it.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto app = App::Start(*config, demo_options);
  if (!app.ok()) return Fail(app.status());
  std::printf("%s\n", ReadyLine((*app)->addresses()).c_str());
  std::fflush(stdout);

  int signal = 0;
  if (demo) {
    signal = ShowDemoProgress(**app, ends);
    std::fprintf(stderr, "Sextant is at http://%s\n", (*app)->addresses().listen.c_str());
  }
  if (signal == 0) sigwait(&ends, &signal);
  Log(Severity::kInfo, "server.stopping", {{"signal", std::to_string(signal)}});
  (*app)->Stop();
  return 0;
}

int Main(int argc, char** argv) {
  TuneAllocator();
  CLI::App cli("Sextant: logs, traces, metrics and browser sessions in one place", "sextant");
  cli.require_subcommand(1);
  cli.option_defaults()->take_last();
  Flags flags;
  CLI::App* serve = cli.add_subcommand("serve", "Run the server");
  AddFlags(*serve, flags);
  CLI::App* demo = cli.add_subcommand("demo", "Run the server with the telescope shop's telemetry");
  AddFlags(*demo, flags);
  AddDemoFlags(*demo, flags);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help
    return cli.exit(asked);
  } catch (const CLI::ParseError& error) {
    return Fail({Code::kBadInput, std::string(error.what()) + ". See 'sextant --help'."});
  }
  return Serve(flags, demo->parsed());
}

}  // namespace
}  // namespace sextant::server

int main(int argc, char** argv) { return sextant::server::Main(argc, argv); }
