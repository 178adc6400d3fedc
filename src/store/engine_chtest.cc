// What the embedded engine does beyond the contract: settings, progress, the fence, cancelling, dying.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/bytes.h"
#include "store/contract_testlib.h"
#include "store/engine_testlib.h"
#include "store/rows_testlib.h"

namespace sextant::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

// Runs until it is stopped.
constexpr const char* kEndless = "SELECT max(sipHash64(number)) FROM numbers(1000000000000)";

class Engine : public ::testing::Test {
 protected:
  Statement CountRunning(const std::string& comment) {
    return Sql("SELECT count() FROM system.processes WHERE Settings['log_comment'] = {c:String}",
               {{"c", comment}});
  }
  const std::unique_ptr<Store> store_ = TestEngine::Shared().Open();
};

TEST_F(Engine, HasAllCapabilities) {
  const auto found = store_->GetCapabilities(Soon());
  ASSERT_TRUE(found.ok()) << found.status().ToString();
  EXPECT_TRUE(found->settings);
  EXPECT_TRUE(found->writable);
  EXPECT_TRUE(found->processes);
  EXPECT_TRUE(found->cancels_on_close);
  EXPECT_TRUE(found->kills);
  EXPECT_TRUE(found->AtLeast(26, 7));
}

TEST_F(Engine, HonoursTheSettingsOfAStatement) {
  const Status refused = store_
                             ->Collect(Sql("SELECT groupArray(number) FROM numbers(100000000)", {},
                                           {{"max_memory_usage", "10000000"}}),
                                       {})
                             .status();
  EXPECT_EQ(refused.code(), Code::kResourceExhausted) << refused.ToString();
  EXPECT_EQ(refused.engine_code(), 241);
  EXPECT_TRUE(IsRetryable(refused));
}

TEST_F(Engine, EndsAStatementAtItsDeadlineEvenWhenTheClientForgetsIt) {
  const std::string comment = "deadline " + RandomId();
  Statement statement = Sql(kEndless);
  statement.comment = comment;
  EXPECT_EQ(store_->Collect(statement, Within(milliseconds(500))).status().code(), Code::kTimeout);
  EXPECT_TRUE(WaitForValue(*store_, CountRunning(comment), "0"));
}

TEST_F(Engine, CancellingEndsTheStatementInTheEngine) {
  const std::string comment = "cancel " + RandomId();
  RunOptions options;
  std::thread canceller([&, cancel = options.cancel]() mutable {
    EXPECT_TRUE(WaitForValue(*store_, CountRunning(comment), "1"));
    cancel.Cancel();
  });
  Statement statement = Sql(kEndless);
  statement.comment = comment;
  EXPECT_EQ(store_->Collect(statement, options).status().code(), Code::kCancelled);
  canceller.join();
  EXPECT_TRUE(WaitForValue(*store_, CountRunning(comment), "0"));
}

TEST_F(Engine, StoppingEarlyEndsTheStatementInTheEngine) {
  const std::string comment = "stop " + RandomId();
  Statement statement = Sql("SELECT sipHash64(number) FROM numbers(1000000000000)");
  statement.comment = comment;
  ASSERT_TRUE(store_->Run(statement, {}, [](const Block&) { return false; }).ok());
  EXPECT_TRUE(WaitForValue(*store_, CountRunning(comment), "0"));
}

TEST_F(Engine, ReportsProgressWhileAStatementRuns) {
  std::vector<std::uint64_t> rows;
  RunOptions options;
  options.deadline = Soon();
  options.on_progress = [&](const Progress& progress) {
    rows.push_back(progress.read_rows);
    if (rows.size() == 3) options.cancel.Cancel();
  };
  EXPECT_EQ(store_->Collect(Sql(kEndless), options).status().code(), Code::kCancelled);
  ASSERT_GE(rows.size(), 3U);
  EXPECT_LT(rows.front(), rows.back());
}

TEST_F(Engine, SaysAtTheEndWhatWasRead) {
  const auto ran = store_->Run(Sql("SELECT count() FROM numbers(1000) WHERE number % 2 = 0"), {},
                               [](const Block&) { return true; });
  ASSERT_TRUE(ran.ok());
  EXPECT_EQ(ran->read_rows, 1000U);
}

TEST_F(Engine, FencesAStatementThatIsNotOurs) {
  TestDatabase database(*store_);
  Statement fenced = Sql("SELECT count() FROM " + database.name() + ".otel_logs");
  fenced.trusted = false;
  fenced.databases = {database.name()};
  const auto allowed = store_->Collect(fenced, {});
  EXPECT_TRUE(allowed.ok()) << allowed.status().ToString();

  fenced.databases = {"default"};
  EXPECT_EQ(store_->Collect(fenced, {}).status().code(), Code::kDenied);
  fenced.databases = {};
  EXPECT_EQ(store_->Collect(fenced, {}).status().code(), Code::kDenied);
  fenced.databases = {database.name()};
  fenced.text = "SELECT * FROM url('http://localhost/', CSV)";
  EXPECT_EQ(store_->Collect(fenced, {}).status().code(), Code::kDenied);
}

TEST(EngineProcess, IsUnavailableWhileItIsDeadAndServesTheSameStoreAfterwards) {
  TestEngine engine;
  const std::unique_ptr<Store> store = engine.Open();
  TestDatabase database(*store);
  const Block block = MakeRows("otel_logs", 1, 1000, Clock::System().Now());
  ASSERT_TRUE(store->Insert(database.name(), "otel_logs", block, "w/1/otel_logs", Soon()).ok());
  engine.Kill();
  const Status gone = store->Collect(Sql("SELECT 1"), {}).status();
  EXPECT_EQ(gone.code(), Code::kUnavailable) << gone.ToString();
  EXPECT_TRUE(IsRetryable(store->Insert(database.name(), "otel_logs", block, "w/1/otel_logs", Soon())));
  engine.Start();
  ASSERT_TRUE(store->Insert(database.name(), "otel_logs", block, "w/1/otel_logs", Soon()).ok());
  EXPECT_EQ(Value(*store, Sql("SELECT count() FROM " + database.name() + ".otel_logs")), "1000");
}

TEST(EngineProcess, DyingInMidAnswerIsNoShortAnswer) {
  TestEngine engine;
  const std::unique_ptr<Store> store = engine.Open();
  bool killed = false;
  const auto ran = store->Run(Sql("SELECT number FROM numbers(1000000000000)"), {}, [&](const Block&) {
    if (!killed) engine.Kill();
    killed = true;
    return true;
  });
  EXPECT_EQ(ran.status().code(), Code::kUnavailable) << ran.status().ToString();
}

}  // namespace
}  // namespace sextant::testing
