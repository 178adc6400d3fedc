// sextant: the command line.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "base/json.h"
#include "base/log.h"
#include "server/app.h"
#include "server/config.h"

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

int Serve(const Flags& flags) {
  auto config = ConfigOf(flags);
  if (!config.ok()) return Fail(config.status());

  // Ends are waited for here; blocked before any thread exists, so that all inherit it.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto app = App::Start(*config);
  if (!app.ok()) return Fail(app.status());
  std::printf("%s\n", ReadyLine((*app)->addresses()).c_str());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&ends, &signal);
  Log(Severity::kInfo, "server.stopping", {{"signal", std::to_string(signal)}});
  (*app)->Stop();
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App cli("Sextant: logs, traces, metrics and browser sessions in one place", "sextant");
  cli.require_subcommand(1);
  cli.option_defaults()->take_last();
  Flags flags;
  CLI::App* serve = cli.add_subcommand("serve", "Run the server");
  AddFlags(*serve, flags);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help
    return cli.exit(asked);
  } catch (const CLI::ParseError& error) {
    return Fail({Code::kBadInput, std::string(error.what()) + ". See 'sextant --help'."});
  }
  return Serve(flags);
}

}  // namespace
}  // namespace sextant::server

int main(int argc, char** argv) { return sextant::server::Main(argc, argv); }
