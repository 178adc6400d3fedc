// The whole way of a search, from its text to the rows the engine finds, against a naive evaluator on records
// and searches at random. SEXTANT_ORACLE_SEED and SEXTANT_ORACLE_QUERIES change what is tried.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "search/cells.h"
#include "search/oracle_testlib.h"
#include "search/sinks_testlib.h"
#include "sql/printer.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using testing::LogRecord;
using testing::Oracle;
using testing::OracleQuery;

std::uint32_t FromEnvironment(const char* name, std::uint32_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
}

constexpr std::size_t kRecords = 3'000;
const UnixNanos kStart = Clock::System().Now() - kNanosPerHour;
const TimeRange kRange{kStart, kStart + kNanosPerHour};

class OracleTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    store_ = testing::TestEngine::Shared().Open().release();
    database_ = new testing::TestDatabase(*store_);
    seed_ = FromEnvironment("SEXTANT_ORACLE_SEED", 20261122);
    std::printf("oracle: seed %u\n", seed_);
    Oracle oracle(seed_);
    // Ten records at each instant, so that ties are the rule.
    for (std::size_t i = 0; i < kRecords; ++i) {
      records_.push_back(oracle.RandomRecord(kStart + static_cast<UnixNanos>(i / 10) * kNanosPerSecond));
    }
    ASSERT_TRUE(testing::InsertLogs(*store_, database_->name(), 1, records_).ok());
  }
  static void TearDownTestSuite() {
    delete database_;
    delete store_;
  }

  Intent Ask(std::string text) const {
    Intent intent;
    intent.source = database_->name() + ".otel_logs";
    intent.text = std::move(text);
    intent.range = kRange;
    return intent;
  }

  // The __sxt_row of every row found, by pages.
  std::set<std::string> FoundByPages(const std::string& text, std::size_t page_size, Order order,
                                     std::size_t* rows) {
    std::set<std::string> ids;
    RowsRequest request{Ask(text), order, page_size, ""};
    do {
      testing::KeepRows sink;
      const auto done = search_.Rows(request, sink, {});
      if (!done.ok()) {
        ADD_FAILURE() << text << ": " << done.failure().status.message();
        return ids;
      }
      EXPECT_LE(sink.rows.size(), page_size);
      for (const auto& row : sink.rows) ids.insert(row.id);
      *rows += sink.rows.size();
      request.after = done->next;
    } while (!request.after.empty());
    return ids;
  }

  static SearchOptions Options() {
    SearchOptions options;
    options.databases = {{database_->name(), ""}};
    options.catalog_max_age = std::chrono::hours(1);
    return options;
  }

  static Store* store_;
  static testing::TestDatabase* database_;
  static std::uint32_t seed_;
  static std::vector<LogRecord> records_;
  Search search_{*store_, nullptr, Options()};
};

Store* OracleTest::store_ = nullptr;
testing::TestDatabase* OracleTest::database_ = nullptr;
std::uint32_t OracleTest::seed_ = 0;
std::vector<LogRecord> OracleTest::records_;

TEST_F(OracleTest, TheEngineFindsWhatTheNaiveEvaluatorFinds) {
  Catalog catalog(*store_, {{database_->name(), ""}}, "", std::chrono::hours(1));
  const auto source = catalog.Find(database_->name() + ".otel_logs");
  ASSERT_TRUE(source.ok());
  Oracle oracle(seed_ + 1);
  const std::uint32_t queries = FromEnvironment("SEXTANT_ORACLE_QUERIES", 1'500);
  std::size_t found_some = 0;
  for (std::uint32_t i = 0; i < queries && !HasFailure(); ++i) {
    const OracleQuery query = oracle.RandomQuery(3);
    const std::string text = testing::Typed(query);
    const auto question = Understand(*source, Ask(text), {});
    ASSERT_TRUE(question.ok()) << text << ": " << question.failure().status.message();
    sql::Select select = plan::From(question->table);
    select.items = {{sql::Column("__sxt_row")}};
    select.where = question->where;
    RequestRun run(*store_, {}, {}, "oracle", database_->name());
    const Result<Block> block = run.Collect(select, kRecords);
    ASSERT_TRUE(block.ok()) << text << ": " << block.status().message();
    std::set<std::size_t> found, expected;
    for (std::size_t row = 0; row < block->rows(); ++row) found.insert(UintAt(block->columns[0], row));
    for (std::size_t row = 0; row < kRecords; ++row) {
      if (testing::Matches(query, records_[row])) expected.insert(row);
    }
    found_some += expected.empty() || expected.size() == kRecords ? 0 : 1;
    for (std::size_t row = 0; row < kRecords && !HasFailure(); ++row) {
      ASSERT_EQ(found.contains(row), expected.contains(row))
          << text << "\n"
          << sql::PrintForReading(question->where) << "\nbody: " << records_[row].body;
    }
  }
  EXPECT_GT(found_some, queries / 3) << "most searches find nothing or everything";
}

TEST_F(OracleTest, PagesHoldEveryRowOnceAndTheHistogramCountsThem) {
  Oracle oracle(seed_ + 2);
  for (int i = 0; i < 12; ++i) {
    const OracleQuery query = oracle.RandomQuery(2);
    const std::string text = testing::Typed(query);
    std::size_t expected = 0;
    for (const LogRecord& record : records_) expected += testing::Matches(query, record) ? 1 : 0;

    // 7 is no divisor of the ten rows of an instant: pages end amid ties.
    std::size_t rows = 0;
    const auto ids =
        FoundByPages(text, expected > 500 ? 337 : 7, i % 2 == 0 ? Order::kNewest : Order::kOldest, &rows);
    EXPECT_EQ(rows, expected) << text;
    EXPECT_EQ(ids.size(), expected) << text << ": a row came twice";

    testing::KeepBuckets buckets;
    const auto histogram = search_.Histogram({Ask(text), 100}, buckets, {});
    ASSERT_TRUE(histogram.ok());
    EXPECT_EQ(histogram->total, expected) << text;
  }
}

}  // namespace
}  // namespace sextant::search
