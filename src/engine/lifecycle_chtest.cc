// Start, limits and end: what refuses to start and says why, who may run, and what is left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/json.h"
#include "base/temp_dir.h"
#include "engine/client_testlib.h"
#include "engine/errors.h"
#include "net/raw_socket_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::engine {
namespace {

using ::testing::HasSubstr;
using testing::TestEngine;

struct Exit {
  int code = 0;
  std::string output;  // both streams
};

// Starts an engine that is expected to end by itself.
Exit RunEngine(const std::string& data_dir, const std::string& socket, const std::string& more = "") {
  const std::string command =
      testing::EngineBinary() + " --data-dir " + data_dir + " --socket " + socket + " " + more + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  Exit exit;
  char buffer[4096];
  while (const std::size_t size = fread(buffer, 1, sizeof buffer, pipe)) exit.output.append(buffer, size);
  exit.code = WEXITSTATUS(pclose(pipe));
  return exit;
}

void WriteText(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

bool IsOneSentence(const std::string& output) {
  return output.starts_with("sextant-engine: ") && std::count(output.begin(), output.end(), '\n') == 1;
}

TEST(Start, IsRefusedOnAFolderThatAnotherEngineUses) {
  TestEngine& engine = TestEngine::Shared();
  const TempDir elsewhere;
  const Exit second = RunEngine(engine.data_dir(), elsewhere.Join("s"));
  EXPECT_EQ(second.code, 75);  // EX_TEMPFAIL: it may be free soon
  EXPECT_THAT(second.output, HasSubstr("Another engine is using " + engine.data_dir()));
  EXPECT_TRUE(IsOneSentence(second.output)) << second.output;
  EXPECT_FALSE(std::filesystem::exists(elsewhere.Join("s")));
  EXPECT_EQ(EngineClient(engine.socket()).Value("SELECT 1"), "1");
}

TEST(Start, IsRefusedOnASocketThatAnotherProgramUses) {
  const TempDir folder;
  const Exit second = RunEngine(folder.Join("data"), TestEngine::Shared().socket());
  EXPECT_EQ(second.code, 75);  // EX_TEMPFAIL: it may be free soon
  EXPECT_THAT(second.output, HasSubstr("is in use by another program"));
  EXPECT_EQ(EngineClient(TestEngine::Shared().socket()).Value("SELECT 1"), "1");
}

TEST(Start, IsRefusedOnForeignAndUnusableFolders) {
  const TempDir folder;
  std::filesystem::create_directory(folder.Join("photos"));
  WriteText(folder.Join("photos/cat.jpg"), "x");
  const Exit foreign = RunEngine(folder.Join("photos"), folder.Join("s"));
  EXPECT_EQ(foreign.code, 1);
  EXPECT_THAT(foreign.output, HasSubstr("is not empty and holds no engine's data"));
  EXPECT_FALSE(std::filesystem::exists(folder.Join("photos/.sextant"))) << "nothing half made";

  WriteText(folder.Join("file"), "x");
  const Exit no_folder = RunEngine(folder.Join("file/data"), folder.Join("s"));
  EXPECT_EQ(no_folder.code, 1);
  EXPECT_TRUE(IsOneSentence(no_folder.output)) << no_folder.output;
}

TEST(Start, IsRefusedOnTheFolderOfANewerEngine) {
  const TempDir folder;
  std::filesystem::create_directories(folder.Join("data/.sextant"));
  WriteText(folder.Join("data/.sextant/version.json"), R"({"engine_version":"99.1.0"})");
  const Exit newer = RunEngine(folder.Join("data"), folder.Join("s"));
  EXPECT_EQ(newer.code, 1);
  EXPECT_THAT(newer.output, HasSubstr("written by engine 99.1.0, which is newer than this one"));
  EXPECT_FALSE(std::filesystem::exists(folder.Join("data/store")));
}

TEST(Start, IsRefusedWithTooLittleMemoryOrBrokenOptions) {
  const TempDir folder;
  const Exit poor = RunEngine(folder.Join("data"), folder.Join("s"), "--memory-bytes 100000000");
  EXPECT_EQ(poor.code, 1);
  EXPECT_THAT(poor.output, HasSubstr("give at least"));
  EXPECT_FALSE(std::filesystem::exists(folder.Join("data")));
  EXPECT_EQ(RunEngine(folder.Join("data"), folder.Join("s"), "--no-such-flag").code, 1);
}

TEST(Start, KeepsFolderAndSocketPrivate) {
  const TestEngine& engine = TestEngine::Shared();
  struct stat file {};
  ASSERT_EQ(stat(engine.socket().c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600U);
  ASSERT_EQ(stat(engine.data_dir().c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0077, 0U);
}

TEST(End, ComesWhenTheParentIsGoneWhateverRuns) {
  TestEngine engine;
  auto socket = net::RawSocket::Connect("unix:" + engine.socket());
  const std::string sql = "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))";
  socket.Send(
      "POST /?log_comment=endless HTTP/1.1\r\nHost: unix\r\nX-Sextant-Trusted: 1\r\nContent-Length: " +
      std::to_string(sql.size()) + "\r\n\r\n" + sql);
  EngineClient client(engine.socket());
  ASSERT_TRUE(client.WaitForValue(
      "SELECT count() FROM system.processes WHERE Settings['log_comment'] = 'endless'", "1"));
  const auto begin = std::chrono::steady_clock::now();
  engine.Stop();  // closes the pipe; would kill only after ten seconds
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  EXPECT_TRUE(socket.WaitClosed());
  engine.Start();
  EXPECT_EQ(client.Value("SELECT 1"), "1") << "neither folder nor socket is held";
}

TEST(End, ByKillLeavesNothingThatHindersTheNextStart) {
  TestEngine engine;
  EngineClient client(engine.socket());
  client.Run("CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n");
  for (int round = 1; round <= 5; ++round) {
    EXPECT_EQ(client.Run("INSERT INTO t SELECT number FROM numbers(1000)").status, 200);
    engine.Kill();
    engine.Start();
    EXPECT_EQ(client.Value("SELECT count() FROM t"), std::to_string(1000 * round));
  }
}

TEST(End, BySigtermLetsRunningStatementsFinish) {
  TestEngine engine;
  EngineClient client(engine.socket());
  ClientAnswer answer;
  std::thread asking([&] {
    answer = client.Send({.text = "SELECT sleep(1)", .query = {{"log_comment", "last"}}});
  });
  EngineClient other(engine.socket());
  ASSERT_TRUE(
      other.WaitForValue("SELECT count() FROM system.processes WHERE Settings['log_comment'] = 'last'", "1"));
  kill(engine.pid(), SIGTERM);
  asking.join();
  EXPECT_EQ(answer.body, "0\n") << answer.transport.ToString();
}

// Two statements at once, one in the queue.
class Limits : public ::testing::Test {
 protected:
  JsonValue Status() { return JsonValue::Parse(client_.Get("/status").body).value(); }
  bool WaitFor(const std::string& field, int value) {
    const Deadline deadline = Deadline::After(std::chrono::seconds(10));
    while (!deadline.Passed()) {
      if (Status()[field].AsInt() == value) return true;
    }
    return false;
  }
  net::RawSocket Begin(const std::string& id, const std::string& sql) {
    auto socket = net::RawSocket::Connect("unix:" + engine_.socket());
    socket.Send("POST /?query_id=" + id +
                " HTTP/1.1\r\nHost: unix\r\nX-Sextant-Trusted: 1\r\nContent-Length: " +
                std::to_string(sql.size()) + "\r\n\r\n" + sql);
    return socket;
  }

  TestEngine engine_{{"--max-statements", "2", "--max-queued", "1"}};
  EngineClient client_{engine_.socket()};
  const std::string endless_ =
      "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))";
};

TEST_F(Limits, HoldStatementsBackAndThenRefuseThem) {
  net::RawSocket first = Begin("first", endless_);
  net::RawSocket second = Begin("second", endless_);
  ASSERT_TRUE(WaitFor("running", 2));
  net::RawSocket third = Begin("third", "SELECT 'third'");
  ASSERT_TRUE(WaitFor("queued", 1));

  const ClientAnswer refused = client_.Run("SELECT 'fourth'");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.code(), kTooManySimultaneousQueries);
  EXPECT_THAT(refused.body, HasSubstr("Code: 202. DB::Exception: Too many simultaneous queries. Maximum: 2. "
                                      "(TOO_MANY_SIMULTANEOUS_QUERIES)"));
  EXPECT_EQ(refused.headers.Get("Retry-After"), "1");
  EXPECT_EQ(client_.Get("/ping").body, "Ok.\n");

  first.Close();
  EXPECT_EQ(third.ReadAnswer().body, "third\n");
  second.Close();
  EXPECT_TRUE(WaitFor("running", 0));
}

TEST_F(Limits, AStatementThatWaitsEndsWithItsClient) {
  net::RawSocket first = Begin("first", endless_);
  net::RawSocket second = Begin("second", endless_);
  ASSERT_TRUE(WaitFor("running", 2));
  net::RawSocket third = Begin("third", "SELECT 'third'");
  ASSERT_TRUE(WaitFor("queued", 1));
  third.Close();
  EXPECT_TRUE(WaitFor("queued", 0));
}

TEST_F(Limits, AnIdNamesOneStatementAtATime) {
  net::RawSocket first = Begin("same", endless_);
  ASSERT_TRUE(WaitFor("running", 1));
  const ClientAnswer second = client_.Send({.text = "SELECT 1", .query = {{"query_id", "same"}}});
  EXPECT_EQ(second.code(), kQueryIdInUse);
}

}  // namespace
}  // namespace sextant::engine
