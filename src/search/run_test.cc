// One request's statements over a store that does as it is told.
#include <gtest/gtest.h>

#include "search/run.h"
#include "search/scripted_store_testlib.h"

namespace sextant::search {
namespace {

using testing::ScriptedStore;

class KeepProgress final : public ProgressSink {
 public:
  bool Progress(const ProgressReport& report) override {
    reports.push_back(report);
    return go_on;
  }
  std::vector<ProgressReport> reports;
  bool go_on = true;
};

sql::Select Question(bool with_raw = false) {
  sql::Select select;
  select.items = {{sql::Column("a")}};
  select.table = "t";
  select.where = with_raw ? sql::Raw("b") : sql::Infix(sql::Column("a"), "=", sql::Text("x"));
  return select;
}

constexpr auto kTakeAll = [](const Block&) { return true; };

TEST(RequestRun, BindsValuesAndFencesWhatPeopleWrote) {
  ScriptedStore store;
  store.behave = [](const RunOptions&, const Store::Sink&) { return sextant::Progress{10, 100, 0, 0}; };
  Limits limits;
  limits.memory_bytes = 7;
  RequestRun run(store, limits, {}, "who", "db");
  ASSERT_TRUE(run.Execute(Question(), kTakeAll).ok());
  ASSERT_TRUE(run.Execute(Question(true), kTakeAll).ok());
  EXPECT_TRUE(store.statements[0].trusted);
  EXPECT_EQ(store.statements[0].params.size(), 1u);
  EXPECT_EQ(store.statements[0].settings.back(),
            (std::pair<std::string, std::string>("max_memory_usage", "7")));
  EXPECT_EQ(store.statements[0].comment, "who");
  EXPECT_FALSE(store.statements[1].trusted);
  EXPECT_EQ(store.statements[1].databases, std::vector<std::string>{"db"});
  EXPECT_EQ(store.statements[1].settings.size(), 2u) << "a fenced statement may not set more";
  EXPECT_EQ(run.Info().rows_read, 20u);
  EXPECT_EQ(run.Info().bytes_read, 200u);
  EXPECT_EQ(run.Info().sql.front(), "SELECT a\nFROM t\nWHERE a = 'x'");
}

TEST(RequestRun, ProgressAddsUpOverStatements) {
  ScriptedStore store;
  store.behave = [](const RunOptions& options, const Store::Sink&) {
    options.on_progress({5, 50, 30, 0});
    return sextant::Progress{10, 100, 30, 0};
  };
  KeepProgress sink;
  RequestRun run(store, {}, {}, "", "db");
  run.ReportTo(&sink);
  ASSERT_TRUE(run.Execute(Question(), kTakeAll).ok());
  ASSERT_TRUE(run.Execute(Question(), kTakeAll).ok());
  ASSERT_EQ(sink.reports.size(), 2u);
  EXPECT_EQ(sink.reports[1].rows_read, 15u);
  EXPECT_EQ(sink.reports[1].total_rows, 40u);
}

TEST(RequestRun, AReaderWhoHasEnoughCancelsTheRunningStatement) {
  ScriptedStore store;
  bool cancelled = false;
  store.behave = [&](const RunOptions& options, const Store::Sink&) -> Result<sextant::Progress> {
    options.on_progress({});
    cancelled = options.cancel.cancelled();
    return Status(Code::kCancelled, "cancelled");
  };
  KeepProgress sink;
  sink.go_on = false;
  RequestRun run(store, {}, {}, "", "db");
  run.ReportTo(&sink);
  EXPECT_EQ(run.Execute(Question(), kTakeAll).code(), Code::kCancelled);
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(run.Execute(Question(), kTakeAll).code(), Code::kCancelled);
  EXPECT_EQ(store.statements.size(), 1u) << "nothing runs after a cancel";
}

TEST(RequestRun, StartsNothingOnceItsTimeIsUpOrItWasCancelled) {
  ScriptedStore store;
  RequestRun late(store, {std::chrono::milliseconds(0), 0}, {}, "", "db");
  EXPECT_EQ(late.Execute(Question(), kTakeAll).code(), Code::kTimeout);
  net::CancelToken cancel;
  cancel.Cancel();
  RequestRun cancelled(store, {}, cancel, "", "db");
  EXPECT_EQ(cancelled.Execute(Question(), kTakeAll).code(), Code::kCancelled);
  EXPECT_TRUE(store.statements.empty());
}

TEST(RequestRun, ListsSomeOfManyAndNoEndlessStatements) {
  ScriptedStore store;
  store.behave = [](const RunOptions&, const Store::Sink&) { return sextant::Progress{}; };
  RequestRun many(store, {}, {}, "", "db");
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(many.Execute(Question(), kTakeAll).ok());
  EXPECT_EQ(many.Info().sql.size(), 100u);
  sql::Select large = Question();
  large.where = sql::Infix(sql::Column("a"), "=", sql::Text(std::string(3 << 20, 'x')));
  RequestRun one(store, {}, {}, "", "db");
  ASSERT_TRUE(one.Execute(large, kTakeAll).ok());
  EXPECT_TRUE(one.Info().sql.empty());
}

TEST(RequestRun, CollectRefusesMoreRowsThanItsCap) {
  ScriptedStore store;
  store.behave = [](const RunOptions&, const Store::Sink& sink) {
    Block block;
    block.Add<NumberColumn<std::uint8_t>>("a", "UInt8").values = {1, 2, 3};
    EXPECT_TRUE(sink(block));
    sink(block);
    return sextant::Progress{};
  };
  RequestRun run(store, {}, {}, "", "db");
  EXPECT_EQ(run.Collect(Question(), 6)->rows(), 6u);
  EXPECT_EQ(run.Collect(Question(), 5).status().code(), Code::kTooLarge);
}

TEST(LimitBehind, TellsLimitsFromOtherFailures) {
  EXPECT_EQ(LimitBehind(Status(Code::kTimeout, "")), CutBy::kTimeLimit);
  EXPECT_EQ(LimitBehind(Status(Code::kResourceExhausted, "", 241)), CutBy::kMemoryLimit);
  EXPECT_EQ(LimitBehind(Status(Code::kBadInput, "", 396)), CutBy::kMemoryLimit);
  EXPECT_EQ(LimitBehind(Status(Code::kResourceExhausted, "", 202)), std::nullopt);
  EXPECT_EQ(LimitBehind(Status(Code::kUnavailable, "")), std::nullopt);
}

}  // namespace
}  // namespace sextant::search
