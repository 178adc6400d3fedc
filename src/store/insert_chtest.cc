// Blocks into our tables, on the engine.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/signal.h"
#include "store/contract_testlib.h"
#include "store/engine_testlib.h"
#include "store/rows_testlib.h"

namespace sextant::testing {
namespace {

class Inserts : public ::testing::Test {
 protected:
  std::string Count(const std::string& table) {
    return Value(*store_, Sql("SELECT count() FROM " + database_.name() + "." + table));
  }
  Status Insert(const std::string& table, const Block& block, std::string_view token) {
    return store_->Insert(database_.name(), table, block, token, Soon());
  }

  const UnixNanos now_ = Clock::System().Now();
  const std::unique_ptr<Store> store_ = TestEngine::Shared().Open();
  TestDatabase database_{*store_};
};

TEST_F(Inserts, EveryTableOfTelemetryTakesAndGivesBackItsRows) {
  for (const Table of : kAllTables) {
    const std::string table(TableName(of));
    const Block sent = MakeRows(table, 7, 100, now_);
    const Status inserted = Insert(table, sent, "w/7/" + table);
    ASSERT_TRUE(inserted.ok()) << table << ": " << inserted.ToString();
    const Block stored =
        Ask(*store_, Sql("SELECT * FROM " + database_.name() + "." + table + " ORDER BY __sxt_row"));
    ASSERT_EQ(stored.rows(), 100U) << table;
    for (const NamedColumn& column : sent.columns) {
      for (const std::size_t row : {std::size_t{0}, std::size_t{57}, std::size_t{99}}) {
        EXPECT_EQ(Cell(stored, column.name, row), Cell(sent, column.name, row)) << table << row;
      }
    }
  }
}

TEST_F(Inserts, ATokenThatWasUsedAddsNothing) {
  const Block block = MakeRows("otel_logs", 1, 1000, now_);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Insert("otel_logs", block, "w/1/otel_logs").ok());
  EXPECT_EQ(Count("otel_logs"), "1000");
  ASSERT_TRUE(Insert("otel_logs", block, "w/2/otel_logs").ok());
  EXPECT_EQ(Count("otel_logs"), "2000");
}

TEST_F(Inserts, ATokenHoldsForABlockOverManyDays) {
  Block block = MakeRows("otel_logs", 1, 20, now_);
  auto& times = static_cast<NumberColumn<std::int64_t>&>(*block.Find("Timestamp")->column);
  for (std::size_t row = 0; row < 20; ++row)
    times.values[row] = now_ - static_cast<std::int64_t>(row) * kNanosPerDay;
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Insert("otel_logs", block, "w/1/otel_logs").ok());
  EXPECT_EQ(Count("otel_logs"), "20");
}

TEST_F(Inserts, WithoutATokenEqualBlocksAreAllStored) {
  const Block block = MakeRows("otel_logs", 1, 10, now_);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Insert("otel_logs", block, "").ok());
  EXPECT_EQ(Count("otel_logs"), "30");
}

TEST_F(Inserts, TheLargestBlockOfASegmentFitsAndBecomesOnePart) {
  constexpr std::size_t kSegmentTableBytes = std::size_t{64} << 20;
  const std::size_t row_bytes = MakeRows("otel_traces", 1, 1000, now_).bytes() / 1000;
  Block block = MakeRows("otel_traces", 1, kSegmentTableBytes / row_bytes, now_);
  auto& times = static_cast<NumberColumn<std::int64_t>&>(*block.Find("Timestamp")->column);
  std::fill(times.values.begin(), times.values.end(), now_);
  const Status inserted = Insert("otel_traces", block, "w/1/otel_traces");
  ASSERT_TRUE(inserted.ok()) << inserted.ToString();
  EXPECT_EQ(Value(*store_,
                  Sql("SELECT count() FROM system.parts WHERE active AND database = {d:String} AND table = "
                      "'otel_traces'",
                      {{"d", database_.name()}})),
            "1");
}

TEST_F(Inserts, AColumnThatTheTableLacksIsRefusedAndNothingIsStored) {
  Block block = MakeRows("otel_logs", 1, 10, now_);
  block.columns.front().name = "Timestump";
  const Status refused = Insert("otel_logs", block, "w/1/otel_logs");
  EXPECT_EQ(refused.code(), Code::kBadInput) << refused.ToString();
  EXPECT_NE(refused.message().find("Timestump"), std::string::npos) << refused.message();
  EXPECT_FALSE(IsRetryable(refused));
  EXPECT_EQ(Count("otel_logs"), "0");
}

TEST_F(Inserts, ColumnsThatAreLeftOutGetTheirDefaults) {
  Block block = MakeRows("otel_logs", 1, 3, now_);
  std::erase_if(block.columns, [](const NamedColumn& column) { return column.name == "Body"; });
  ASSERT_TRUE(Insert("otel_logs", block, "w/1/otel_logs").ok());
  EXPECT_EQ(Value(*store_, Sql("SELECT DISTINCT Body FROM " + database_.name() + ".otel_logs")), "");
}

TEST_F(Inserts, ASessionLiesTogetherAlsoAfterMerges) {
  const std::string table = database_.name() + ".hyperdx_sessions";
  for (int i = 0; i < 3; ++i) {
    Do(*store_,
       Sql("INSERT INTO " + table +
               " (Timestamp, ResourceAttributes, Body, __sxt_segment, __sxt_row) SELECT now64(9), "
               "map('rum.sessionId', toString(number % 100)), repeat('x', 1000), {s:UInt64}, number FROM "
               "numbers(20000)",
           {{"s", std::to_string(i)}}));
  }
  Do(*store_, Sql("OPTIMIZE TABLE " + table + " FINAL"));
  const Statement read =
      Sql("SELECT Body FROM " + table + " WHERE ResourceAttributes['rum.sessionId'] = '42'");
  std::size_t rows = 0;
  const auto ran = store_->Run(read, {}, [&](const Block& block) {
    rows += block.rows();
    return true;
  });
  ASSERT_TRUE(ran.ok()) << ran.status().ToString();
  EXPECT_EQ(rows, 600U);
  EXPECT_LT(ran->read_rows, 30'000U);
}

TEST_F(Inserts, ATableThatIsNotThereIsNamed) {
  const Status refused = Insert("no_such_table", MakeRows("otel_logs", 1, 1, now_), "");
  EXPECT_EQ(refused.engine_code(), 60);
  EXPECT_NE(refused.message().find("no_such_table"), std::string::npos);
}

}  // namespace
}  // namespace sextant::testing
