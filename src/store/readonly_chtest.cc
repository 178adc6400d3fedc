// A ClickHouse that lets us do nothing but read.
#include <gtest/gtest.h>

#include "store/contract_testlib.h"
#include "store/engine_testlib.h"
#include "store/readonly_front_testlib.h"

namespace sextant::testing {
namespace {

using std::chrono::milliseconds;

class ReadonlyServer : public ::testing::Test {
 protected:
  ReadonlyFront front_{TestEngine::Shared().socket(), ErrorStyle::kTagged};
  const std::unique_ptr<Store> store_ = OpenStore(front_.store_options());
};

TEST_F(ReadonlyServer, HasNoneOfTheCapabilities) {
  const auto found = store_->GetCapabilities(Soon());
  ASSERT_TRUE(found.ok()) << found.status().ToString();
  EXPECT_FALSE(found->settings);
  EXPECT_FALSE(found->writable);
  EXPECT_FALSE(found->processes);
  EXPECT_FALSE(found->cancels_on_close);
  EXPECT_FALSE(found->kills);
  EXPECT_TRUE(found->AtLeast(24, 8));
}

TEST_F(ReadonlyServer, IsAskedWithoutTheSettingsThatItWouldRefuse) {
  Statement statement = Sql("SELECT 1", {}, {{"max_memory_usage", "1000000"}});
  statement.comment = "search";
  RunOptions options;
  options.deadline = Soon();
  options.on_progress = [](const Progress&) {};
  const auto answer = store_->Collect(statement, options);
  ASSERT_TRUE(answer.ok()) << answer.status().ToString();
  EXPECT_EQ(answer->rows(), 1U);
}

TEST_F(ReadonlyServer, RefusesChangesInItsOwnWords) {
  Block block;
  block.Add<NumberColumn<std::uint8_t>>("a", "UInt8").Append(1);
  const Status inserted = store_->Insert("default", "t", block, "token", Soon());
  EXPECT_EQ(inserted.code(), Code::kDenied) << inserted.ToString();
  EXPECT_FALSE(IsRetryable(inserted));
  const Status made = store_->Execute(Sql("CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a"), Soon());
  EXPECT_EQ(made.code(), Code::kDenied) << made.ToString();
}

TEST_F(ReadonlyServer, LetsNobodyInWithAWrongPassword) {
  StoreOptions options = front_.store_options();
  options.password = "wrong";
  const Status refused = OpenStore(options)->Collect(Sql("SELECT 1"), {}).status();
  EXPECT_EQ(refused.code(), Code::kUnauthenticated);
  EXPECT_EQ(refused.engine_code(), 516);
}

TEST_F(ReadonlyServer, WorksOnAfterTheClientGaveUp) {
  Ask(*store_, Sql("SELECT 1"));
  EXPECT_EQ(store_->Collect(Sql("SELECT sleep(2.5)"), Within(milliseconds(200))).status().code(),
            Code::kTimeout);
  EXPECT_EQ(front_.running(), 1);
  EXPECT_EQ(Value(*store_, Sql("SELECT 7")), "7");
}

}  // namespace
}  // namespace sextant::testing
