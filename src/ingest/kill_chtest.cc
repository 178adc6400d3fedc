// Kills the process that runs the pipeline, and the engine, at random points under load, and counts
// afterwards: every acknowledged request is stored exactly once, any other at most once.
//
// The process is this program again, running the disabled test below, which prints a line per
// acknowledgement. SXT_KILL_ROUNDS sets the number of rounds, SXT_KILL_SEED repeats a run.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "base/temp_dir.h"
#include "ingest/pipeline.h"
#include "otlp/write.h"
#include "store/engine_testlib.h"

extern char** environ;

namespace sextant::ingest {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSoon{120'000};
constexpr int kSenders = 4;

std::string Request(const std::string& id) {
  otlp::ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  for (int i = 0; i < 3; ++i) {
    const std::string body = id + "#" + std::to_string(i);
    otlp::LogRecord record;
    record.time = Clock::System().Now();
    record.body = body;
    writer.Add(record);
  }
  return writer.TakeProtobuf();
}

PipelineOptions OptionsFor(const std::string& log_folder, const std::string& engine_folder,
                           const std::string& database) {
  PipelineOptions options;
  options.log_folder = log_folder;
  options.databases = {database};
  options.storer.engine_folder = engine_folder;
  options.storer.sync_interval = milliseconds(50);
  options.seal.min_age = milliseconds(5);
  options.backlog.min_retry = milliseconds(5);
  options.backlog.max_retry = milliseconds(50);
  return options;
}

// The child's side: sends for ever.
TEST(KillChild, DISABLED_SendsUntilItIsKilled) {
  const auto env = [](const char* name) { return std::string(std::getenv(name)); };
  StoreOptions store_options;
  store_options.client.base_url = "http://unix";
  store_options.client.unix_socket = env("SXT_CHILD_SOCKET");
  const auto store = OpenStore(store_options);
  auto started =
      Pipeline::Start(OptionsFor(env("SXT_CHILD_LOG"), env("SXT_CHILD_ENGINE"), env("SXT_CHILD_DB")), *store,
                      Clock::System());
  ASSERT_TRUE(started.ok()) << started.status().ToString();
  Pipeline& pipeline = **started;
  std::vector<std::thread> threads;
  for (int t = 0; t < kSenders; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0;; ++i) {
        const std::string id = env("SXT_CHILD_ROUND") + "/" + std::to_string(t) + "/" + std::to_string(i);
        const std::string body = Request(id);
        ExportRequest request;
        request.database = env("SXT_CHILD_DB");
        request.body = body;
        if (!pipeline.Export(request).ok()) continue;
        const std::string line = "acknowledged " + id + "\n";
        if (write(STDOUT_FILENO, line.data(), line.size()) < 0) return;
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

class Child {
 public:
  Child(const std::vector<std::string>& variables, const std::string& output) {
    int ends[2];
    SXT_CHECK(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
    std::vector<std::string> args = {"/proc/self/exe", "--gtest_filter=KillChild.*",
                                     "--gtest_also_run_disabled_tests"};
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    std::vector<std::string> all = variables;
    for (char** variable = environ; *variable != nullptr; ++variable) all.emplace_back(*variable);
    std::vector<char*> envp;
    for (auto& variable : all) envp.push_back(variable.data());
    envp.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
    SXT_CHECK(posix_spawn(&pid_, args[0].c_str(), &actions, nullptr, argv.data(), envp.data()) == 0, "spawn");
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    lines_ = fdopen(ends[0], "r");
  }
  ~Child() {
    Kill();
    fclose(lines_);
  }

  // The id of the next acknowledged request, or nothing when the child is gone.
  std::optional<std::string> NextAcknowledged() {
    char line[256];
    while (std::fgets(line, sizeof line, lines_) != nullptr) {
      std::string text = line;
      const std::size_t at = text.find("acknowledged ");
      if (at == std::string::npos || !text.ends_with('\n')) continue;
      text.pop_back();
      return text.substr(at + 13);
    }
    return std::nullopt;
  }

  void Kill() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
  FILE* lines_ = nullptr;
};

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

class KillTest : public ::testing::Test {
 protected:
  KillTest() : store_(engine_.Open()), database_(*store_) {}

  // Lets the child run until `acknowledgements`, kills it or the engine, and drains what it still said.
  void Round(int round, std::uint32_t acknowledgements, bool kill_engine) {
    Child child({"SXT_CHILD_SOCKET=" + engine_.socket(), "SXT_CHILD_LOG=" + log_folder(),
                 "SXT_CHILD_ENGINE=" + engine_.data_dir(), "SXT_CHILD_DB=" + database_.name(),
                 "SXT_CHILD_ROUND=" + std::to_string(round)},
                dir_.Join("child.log"));
    Collect(child, acknowledgements);
    if (kill_engine) {
      engine_.Kill();
      Collect(child, acknowledgements);  // it goes on acknowledging without an engine
      engine_.Start();
      Collect(child, acknowledgements);
    }
    child.Kill();
    while (const auto id = child.NextAcknowledged()) acknowledged_.insert(*id);
  }

  void Collect(Child& child, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto id = child.NextAcknowledged();
      ASSERT_TRUE(id.has_value()) << "the child ended by itself; it said:\n"
                                  << std::ifstream(dir_.Join("child.log")).rdbuf();
      acknowledged_.insert(*id);
    }
  }

  // How often each body is in the table.
  std::map<std::string, std::uint64_t> StoredBodies() {
    Statement statement;
    statement.text = "SELECT Body, toUInt64(count()) FROM " + database_.name() + ".otel_logs GROUP BY Body";
    RunOptions options;
    options.deadline = Deadline::After(kSoon);
    const auto answer = store_->Collect(statement, options, 10'000'000);
    EXPECT_TRUE(answer.ok()) << answer.status().ToString();
    std::map<std::string, std::uint64_t> bodies;
    const auto& names = static_cast<const StringColumn&>(*answer->columns[0].column);
    const auto& counts = static_cast<const NumberColumn<std::uint64_t>&>(*answer->columns[1].column);
    for (std::size_t row = 0; row < names.size(); ++row)
      bodies[std::string(names.at(row))] = counts.values[row];
    return bodies;
  }

  std::string log_folder() const { return dir_.Join("wal"); }

  TempDir dir_;
  sextant::testing::TestEngine engine_;
  std::unique_ptr<Store> store_;
  sextant::testing::TestDatabase database_;
  std::set<std::string> acknowledged_;
};

TEST_F(KillTest, AcknowledgedRequestsAreStoredOnceHoweverOftenEitherProcessIsKilled) {
  const std::uint64_t seed = FromEnvironment("SXT_KILL_SEED", std::random_device()());
  const auto rounds = static_cast<int>(FromEnvironment("SXT_KILL_ROUNDS", 12));
  std::printf("SXT_KILL_SEED=%llu SXT_KILL_ROUNDS=%d\n", static_cast<unsigned long long>(seed), rounds);
  std::mt19937_64 random(seed);
  for (int round = 0; round < rounds; ++round) {
    const auto acknowledgements = static_cast<std::uint32_t>(1 + random() % 400);
    Round(round, acknowledgements, random() % 3 == 0);
    if (HasFatalFailure()) return;
  }
  auto pipeline = std::move(Pipeline::Start(OptionsFor(log_folder(), engine_.data_dir(), database_.name()),
                                            *store_, Clock::System()))
                      .value();
  ASSERT_TRUE(pipeline->Flush(Deadline::After(kSoon)));
  EXPECT_EQ(pipeline->status().quarantined, 0u);
  const auto stored = StoredBodies();
  for (const auto& [body, count] : stored) ASSERT_EQ(count, 1u) << body;
  for (const auto& id : acknowledged_) {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(stored.contains(id + "#" + std::to_string(i))) << id;
  }
  std::printf("%zu requests acknowledged, %zu rows stored\n", acknowledged_.size(), stored.size());
}

}  // namespace
}  // namespace sextant::ingest
