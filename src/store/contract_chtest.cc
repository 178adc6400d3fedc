// The contract of store.h, against every kind of ClickHouse that we talk to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "store/contract_testlib.h"

namespace sextant::testing {
namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;
using ::testing::HasSubstr;

class StoreContract : public ::testing::TestWithParam<ContractTarget> {
 protected:
  const std::unique_ptr<Store> store_ = GetParam().open();
};

INSTANTIATE_TEST_SUITE_P(Every, StoreContract, ::testing::ValuesIn(ContractTargets()),
                         [](const auto& info) { return info.param.name; });

// Keeps the server busy for longer than any test waits, yet not for ever.
constexpr const char* kSlow = "SELECT sleep(2.5)";
// Fails after many blocks.
constexpr const char* kFailsLate = "SELECT number, throwIf(number = 4000000, 'late') FROM numbers(10000000)";

TEST_P(StoreContract, AnswersEveryRowInOrder) {
  std::uint64_t next = 0;
  const auto ran = store_->Run(Sql("SELECT number, toString(number) AS text FROM numbers(1000000)"), {},
                               [&](const Block& block) {
                                 for (std::size_t row = 0; row < block.rows(); ++row) {
                                   EXPECT_EQ(Cell(block, "number", row), std::to_string(next));
                                   ++next;
                                 }
                                 return !::testing::Test::HasFailure();
                               });
  ASSERT_TRUE(ran.ok()) << ran.status().ToString();
  EXPECT_EQ(next, 1'000'000U);
}

TEST_P(StoreContract, AnEmptyAnswerHasNoRows) {
  EXPECT_EQ(Ask(*store_, Sql("SELECT 1 AS a, 'x' AS b WHERE 0")).rows(), 0U);
}

TEST_P(StoreContract, DescribesTablesAndExplainsStatements) {
  const Block columns = Ask(*store_, Sql("DESCRIBE TABLE (SELECT 1 AS a, 'x' AS b)"));
  ASSERT_EQ(columns.rows(), 2U);
  EXPECT_EQ(Cell(columns, "name", 1), "b");
  EXPECT_EQ(Cell(columns, "type", 1), "String");
  EXPECT_GT(Ask(*store_, Sql("EXPLAIN SELECT 1")).rows(), 0U);
  std::string json;
  ASSERT_TRUE(store_
                  ->RunRaw(Sql("DESCRIBE TABLE (SELECT 1 AS a)"), "JSON", {},
                           [&](std::string_view data) {
                             json += data;
                             return true;
                           })
                  .ok());
  EXPECT_THAT(json, HasSubstr("\"rows\": 1"));
}

TEST_P(StoreContract, BindsTextsOfAnyBytes) {
  const std::string odd =
      "tab\t newline\n return\r quote' double\" back\\slash \\N {x:String} \0 ünï 🧭"s;
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:String}", {{"a", odd}})), odd);
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:LowCardinality(String)}", {{"a", odd}})), odd);
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:Nullable(String)}", {{"a", "\\N"}})), "\\N");
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:String}", {{"a", ""}})), "");
}

TEST_P(StoreContract, BindsNumbersTimesListsAndNames) {
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:UInt64}", {{"a", "18446744073709551615"}})),
            "18446744073709551615");
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:DateTime64(9)}", {{"a", "1795000000.123456789"}})),
            "1795000000123456789");
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:Array(String)}", {{"a", R"(['it\'s','b\\c','t	b'])"}})),
            "[it's,b\\c,t\tb]");
  EXPECT_EQ(Value(*store_, Sql("SELECT {a:Map(String, UInt8)}", {{"a", "{'k':7}"}})), "[k][7]");
  EXPECT_EQ(
      Value(*store_, Sql("SELECT {a:Identifier} FROM (SELECT 5 AS `odd\\\\name`)", {{"a", "odd\\name"}})),
      "5");
}

TEST_P(StoreContract, ReportsAnErrorBeforeTheAnswerInClickHousesWords) {
  const Status syntax = store_->Collect(Sql("SELEKT 1"), {}).status();
  EXPECT_EQ(syntax.code(), Code::kBadInput);
  EXPECT_EQ(syntax.engine_code(), 62);
  EXPECT_THAT(syntax.message(), HasSubstr("SELEKT"));
  const Status table = store_->Collect(Sql("SELECT * FROM no_such_table"), {}).status();
  EXPECT_EQ(table.engine_code(), 60);
  EXPECT_THAT(table.message(), HasSubstr("no_such_table"));
}

TEST_P(StoreContract, ReportsAnErrorInMidStreamAndKeepsWhatCameBefore) {
  std::size_t rows = 0;
  const auto ran = store_->Run(Sql(kFailsLate), {}, [&](const Block& block) {
    rows += block.rows();
    return true;
  });
  EXPECT_EQ(ran.status().code(), Code::kBadInput);
  EXPECT_EQ(ran.status().engine_code(), 395);
  EXPECT_THAT(ran.status().message(), HasSubstr("late"));
  EXPECT_GT(rows, 0U);
  EXPECT_LE(rows, 4'000'000U);
}

TEST_P(StoreContract, KeepsAnErrorInMidStreamOutOfRawBytes) {
  std::string bytes;
  const auto ran = store_->RunRaw(Sql(kFailsLate), "TabSeparated", {}, [&](std::string_view data) {
    bytes += data;
    return true;
  });
  EXPECT_EQ(ran.status().engine_code(), 395);
  EXPECT_TRUE(bytes.ends_with("\t0\n"))
      << bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 80));
  EXPECT_EQ(bytes.find("Exception"), std::string::npos);
}

TEST_P(StoreContract, RawAnswersAreOneDocumentOfTheFormat) {
  std::string bytes;
  const auto ran = store_->RunRaw(Sql("SELECT number AS n FROM numbers(200000)"), "CSVWithNames", {},
                                  [&](std::string_view data) {
                                    bytes += data;
                                    return true;
                                  });
  ASSERT_TRUE(ran.ok()) << ran.status().ToString();
  EXPECT_TRUE(bytes.starts_with("\"n\"\n0\n1\n")) << bytes.substr(0, 20);
  EXPECT_TRUE(bytes.ends_with("199999\n"));
  EXPECT_EQ(bytes.find("\"n\"", 1), std::string::npos);
}

TEST_P(StoreContract, StoppingEarlyIsNoErrorAndLeavesTheStoreUsable) {
  for (int round = 0; round < 3; ++round) {
    std::size_t blocks = 0;
    const auto ran = store_->Run(Sql("SELECT number FROM numbers(50000000)"), {}, [&](const Block& block) {
      blocks += block.rows() > 0 ? 1 : 0;
      return blocks < 2;
    });
    ASSERT_TRUE(ran.ok()) << ran.status().ToString();
    EXPECT_EQ(blocks, 2U);
    EXPECT_EQ(Value(*store_, Sql("SELECT 1")), "1");
  }
}

TEST_P(StoreContract, GivesUpAtTheDeadline) {
  Ask(*store_, Sql("SELECT 1"));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(store_->Collect(Sql(kSlow), Within(milliseconds(200))).status().code(), Code::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2'000));
}

TEST_P(StoreContract, GivesUpWhenCancelled) {
  Ask(*store_, Sql("SELECT 1"));
  const auto begin = std::chrono::steady_clock::now();
  RunOptions options;
  std::thread canceller([cancel = options.cancel]() mutable { cancel.Cancel(); });
  EXPECT_EQ(store_->Collect(Sql(kSlow), options).status().code(), Code::kCancelled);
  canceller.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2'000));
}

TEST_P(StoreContract, RefusesAStatementWithAFormatOfItsOwn) {
  const Status status = store_->Collect(Sql("SELECT 1 FORMAT JSON"), {}).status();
  EXPECT_EQ(status.code(), Code::kBadInput);
}

TEST_P(StoreContract, CollectsNoMoreThanItsLimit) {
  EXPECT_EQ(store_->Collect(Sql("SELECT number FROM numbers(11)"), {}, 10).status().code(), Code::kTooLarge);
  EXPECT_EQ(store_->Collect(Sql("SELECT number FROM numbers(10)"), {}, 10)->rows(), 10U);
}

TEST_P(StoreContract, ServesManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, i] {
      const std::string text = std::to_string(i);
      for (int round = 0; round < 5; ++round) {
        EXPECT_EQ(Value(*store_, Sql("SELECT {a:String}", {{"a", text}})), text);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace sextant::testing
