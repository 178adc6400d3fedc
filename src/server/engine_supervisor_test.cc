#include "server/engine_supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>

#include "base/temp_dir.h"

namespace sextant::server {
namespace {

// A stand-in that follows the engine's contract of life and death: a shell script.
class EngineSupervisorTest : public testing::Test {
 protected:
  EngineOptions Options(const std::string& body) {
    const std::string path = temp_.Join("engine.sh");
    std::ofstream(path) << "#!/bin/sh\n" << body;
    chmod(path.c_str(), 0700);
    EngineOptions options;
    options.binary = path;
    options.first_pause = std::chrono::milliseconds(1);
    options.stop_grace = std::chrono::milliseconds(100);
    options.busy_wait = std::chrono::milliseconds(5000);
    options.on_ready = [this] {
      const std::lock_guard lock(mutex_);
      ++ready_;
      changed_.notify_all();
      return Status();
    };
    return options;
  }

  bool WaitForReady(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return ready_ >= count; });
  }

  static constexpr const char* kHealthy =
      "echo '{\"event\":\"ready\",\"engine_version\":\"26.7\"}'\nread line <&3\n";

  TempDir temp_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int ready_ = 0;
};

TEST_F(EngineSupervisorTest, StartsAndEndsWithItsPipe) {
  auto engine = EngineSupervisor::Start(Options(kHealthy));
  ASSERT_TRUE(engine.ok()) << engine.status().ToString();
  const auto snapshot = (*engine)->snapshot();
  EXPECT_EQ(snapshot.state, EngineState::kReady);
  EXPECT_EQ(snapshot.version, "26.7");
  EXPECT_GT(snapshot.pid, 0);
  (*engine)->Stop();
  EXPECT_EQ((*engine)->snapshot().state, EngineState::kStopped);
  EXPECT_EQ(kill(snapshot.pid, 0), -1);
}

TEST_F(EngineSupervisorTest, StartsAgainAfterEveryKill) {
  auto engine = EngineSupervisor::Start(Options(kHealthy));
  ASSERT_TRUE(engine.ok());
  for (int round = 1; round <= 3; ++round) {
    ASSERT_TRUE(WaitForReady(round));
    kill((*engine)->snapshot().pid, SIGKILL);
  }
  EXPECT_TRUE(WaitForReady(4));
  EXPECT_GE((*engine)->snapshot().starts, 4U);
}

TEST_F(EngineSupervisorTest, GivesTheEnginesOwnSentenceWhenItCannotStart) {
  const auto engine =
      EngineSupervisor::Start(Options("echo 'The folder is of a newer engine.' >&2\nexit 1\n"));
  EXPECT_EQ(engine.status().message(), "The folder is of a newer engine.");
  auto missing = Options("");
  missing.binary = temp_.Join("nothing");
  EXPECT_NE(EngineSupervisor::Start(missing).status().message().find("cannot be started"), std::string::npos);
}

TEST_F(EngineSupervisorTest, WaitsForAFolderThatIsStillHeld) {
  const auto engine = EngineSupervisor::Start(Options("if [ ! -e " + temp_.Join("seen") + " ]; then touch " +
                                                      temp_.Join("seen") + "; exit 75; fi\n" + kHealthy));
  EXPECT_TRUE(engine.ok()) << engine.status().ToString();
}

TEST_F(EngineSupervisorTest, KillsAnEngineThatIgnoresItsEnd) {
  auto engine = EngineSupervisor::Start(
      Options("echo '{\"event\":\"ready\"}'\ntrap '' TERM\nwhile true; do read line </dev/zero; done\n"));
  ASSERT_TRUE(engine.ok());
  const pid_t pid = (*engine)->snapshot().pid;
  (*engine)->Stop();
  EXPECT_EQ(kill(pid, 0), -1);
}

TEST_F(EngineSupervisorTest, RefusesAnEngineThatIsReadyButNotUsable) {
  auto options = Options(kHealthy);
  options.on_ready = [] { return Status(Code::kConflict, "The schema is newer."); };
  EXPECT_EQ(EngineSupervisor::Start(options).status().message(), "The schema is newer.");
}

}  // namespace
}  // namespace sextant::server
