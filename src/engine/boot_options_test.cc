#include "engine/boot_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace sextant::engine {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kMachine = std::size_t{24} << 30;

Result<BootOptions> Parse(std::vector<const char*> words) {
  words.insert(words.begin(), "sextant-engine");
  std::string help;
  return ParseBootOptions(static_cast<int>(words.size()), words.data(), help);
}

TEST(BootOptions, ReadsTheCommandLine) {
  const auto options = Parse({"--data-dir", "/d", "--socket", "/s", "--parent-fd", "3", "--memory-bytes",
                              "1000000000", "--max-statements", "4", "--max-queued", "0"});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->data_dir, "/d");
  EXPECT_EQ(options->parent_fd, 3);
  EXPECT_EQ(options->memory_bytes, 1'000'000'000U);
  EXPECT_EQ(options->max_statements, 4U);
  EXPECT_EQ(options->max_queued, 0U);
}

TEST(BootOptions, NamesWhatIsWrong) {
  EXPECT_THAT(Parse({"--data-dir", "/d"}).status().message(), HasSubstr("--socket"));
  EXPECT_THAT(Parse({"--data-dir", "/d", "--socket", "/s", "--max-statements", "0"}).status().message(),
              HasSubstr("--max-statements"));
  EXPECT_FALSE(Parse({"--data-dir", "/d", "--socket", "/s", "--colour", "red"}).ok());
}

TEST(MemoryPlan, LeavesRoomForInsertsBesideTheStatements) {
  BootOptions options;
  const auto plan = PlanMemory(options, kMachine);
  ASSERT_TRUE(plan.ok());
  EXPECT_LE(plan->statement_bytes * options.max_statements + kInsertReserveBytes, plan->server_bytes);
  EXPECT_LE(plan->server_bytes, options.memory_bytes * 6 / 10 + 1);
  EXPECT_GE(plan->statement_bytes, kMinStatementBytes);
}

TEST(MemoryPlan, NamesTheSmallestBudgetThatWorks) {
  BootOptions options;
  options.memory_bytes = std::size_t{500} << 20;
  const Status refused = PlanMemory(options, kMachine).status();
  EXPECT_THAT(refused.message(), HasSubstr("give at least 927 MiB"));
  options.memory_bytes = std::size_t{927} << 20;
  EXPECT_TRUE(PlanMemory(options, kMachine).ok());
}

TEST(MemoryPlan, RefusesMoreThanTheMachineHas) {
  BootOptions options;
  EXPECT_THAT(PlanMemory(options, std::size_t{1} << 30).status().message(),
              HasSubstr("more than this machine has"));
}

TEST(CompareOptions, NamesTheOptionThatDidNotTake) {
  const Options wanted = {{"mark_cache_size", "1024"}, {"memory_worker_period_ms", "100"}};
  EXPECT_TRUE(CompareOptions(wanted, {{"memory_worker_period_ms", "100"}, {"mark_cache_size", "1024"}}).ok());
  EXPECT_THAT(
      CompareOptions(wanted, {{"mark_cache_size", "1024"}, {"memory_worker_period_ms", "0"}}).message(),
      HasSubstr("memory_worker_period_ms: it is '0' and not '100'"));
  EXPECT_THAT(CompareOptions(wanted, {{"mark_cache_size", "1024"}}).message(),
              HasSubstr("does not know its option memory_worker_period_ms"));
}

}  // namespace
}  // namespace sextant::engine
