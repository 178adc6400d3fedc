// Rows in the order of a column's values, over the whole range, page by page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "search/log_rows_testlib.h"
#include "search/sinks_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::search {
namespace {

using ::testing::ElementsAre;
using testing::InsertLogs;
using testing::KeepRows;
using testing::LogRecord;
using testing::TestDatabase;
using testing::TestEngine;

const UnixNanos kEnd = Clock::System().Now();
const TimeRange kDay{kEnd - kNanosPerDay, kEnd};

class SortedTest : public ::testing::Test {
 protected:
  SortedTest()
      : store_(TestEngine::Shared().Open()), database_(*store_), search_(*store_, nullptr, Options()) {}

  SearchOptions Options() const {
    SearchOptions options;
    options.databases = {{database_.name(), ""}};
    return options;
  }

  // Three rows an hour over the day, and so more rows than values: ties lie in different windows.
  void InsertMany() {
    std::vector<LogRecord> records(72);
    for (std::size_t i = 0; i < records.size(); ++i) {
      LogRecord& record = records[i];
      record.time = kEnd - 1 - static_cast<UnixNanos>(i / 2) * 40 * kNanosPerMinute;
      record.service = "service-" + std::to_string(i * 7 % 5);
      record.severity_number = static_cast<std::uint8_t>(i * 5 % 3);
      record.body = i % 9 == 0 ? "" : "body " + std::to_string(i * 31 % 11);
      if (i % 4 != 0) record.attributes["n"] = i % 7 == 0 ? "text" : std::to_string(i * 13 % 10) + "e0";
    }
    ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  }

  RowsRequest Ask(const std::string& column, bool descending) const {
    RowsRequest request;
    request.intent.source = database_.name() + ".otel_logs";
    request.intent.columns = std::vector<std::string>{column};
    request.intent.range = kDay;
    request.sort = Sort{column, descending};
    return request;
  }

  // All rows, in pages of `limit`.
  std::vector<testing::KeptRow> Pages(RowsRequest request, std::size_t limit) {
    std::vector<testing::KeptRow> rows;
    request.limit = limit;
    do {
      KeepRows sink;
      const auto done = search_.Rows(request, sink, {});
      if (!done.ok()) {
        ADD_FAILURE() << done.failure().status.message();
        break;
      }
      EXPECT_FALSE(done->completeness.cut_by);
      rows.insert(rows.end(), sink.rows.begin(), sink.rows.end());
      request.after = done->next;
    } while (!request.after.empty());
    return rows;
  }

  std::vector<std::string> Cells(const RowsRequest& request) {
    std::vector<std::string> cells;
    for (const auto& row : Pages(request, 1'000)) cells.push_back(row.cells[0]);
    return cells;
  }

  std::unique_ptr<Store> store_;
  TestDatabase database_;
  Search search_;
};

TEST_F(SortedTest, PagesHaveEveryRowOnceInTheOrderOfOneLargePage) {
  InsertMany();
  for (const char* column :
       {"ServiceName", "SeverityNumber", "Body", "LogAttributes.n", "Timestamp", "length(Body) AS n",
        "LogAttributes", "if(SeverityNumber = 0, NULL, nan) AS odd"}) {
    for (const bool descending : {false, true}) {
      const auto whole = Pages(Ask(column, descending), 1'000);
      const auto pages = Pages(Ask(column, descending), 7);
      ASSERT_EQ(whole.size(), 72u) << column;
      ASSERT_EQ(pages.size(), 72u) << column;
      std::set<std::string> ids;
      for (std::size_t i = 0; i < whole.size(); ++i) {
        ids.insert(pages[i].id);
        EXPECT_EQ(pages[i].id, whole[i].id) << column << ", row " << i;
        const bool tie = i > 0 && pages[i].cells == pages[i - 1].cells;
        EXPECT_TRUE(!tie || pages[i].time <= pages[i - 1].time) << column << ", row " << i;
      }
      EXPECT_EQ(ids.size(), 72u);
    }
  }
}

TEST_F(SortedTest, NumbersInMapsCompareAsNumbersAndWhatIsAbsentComesLast) {
  std::vector<LogRecord> records(6);
  const char* values[] = {"9", "100", "-2.5", "abc", "", "1e1"};
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].time = kEnd - static_cast<UnixNanos>(i + 1) * kNanosPerHour;
    if (*values[i] != '\0') records[i].attributes["n"] = values[i];
  }
  ASSERT_TRUE(InsertLogs(*store_, database_.name(), 1, records).ok());
  EXPECT_THAT(Cells(Ask("LogAttributes.n", false)),
              ElementsAre("\"-2.5\"", "\"9\"", "\"1e1\"", "\"100\"", "\"abc\"", "\"\""));
  EXPECT_THAT(Cells(Ask("LogAttributes.n", true)),
              ElementsAre("\"100\"", "\"1e1\"", "\"9\"", "\"-2.5\"", "\"abc\"", "\"\""));
  EXPECT_THAT(Cells(Ask("toFloat64OrNull(LogAttributes['n']) AS n", true)),
              ElementsAre("100", "10", "9", "-2.5", "null", "null"));
  RowsRequest decimal = Ask("LogAttributes.n", true);
  decimal.sort->column = "toDecimal128(toFloat64OrZero(LogAttributes['n']), 2)";
  EXPECT_THAT(Cells(decimal).front(), "\"100\"") << "a type that Sextant does not decode sorts by its text";
}

TEST_F(SortedTest, TheTimeColumnIsReadInWindowsAsWithoutASort) {
  InsertMany();
  RowsRequest request = Ask("Timestamp", true);
  request.limit = 3;
  KeepRows sorted;
  const auto done = search_.Rows(request, sorted, {});
  ASSERT_TRUE(done.ok());
  EXPECT_GT(done->run.sql.size(), 1u) << "the newest minute comes first";
  request.sort.reset();
  KeepRows plain;
  ASSERT_TRUE(search_.Rows(request, plain, {}).ok());
  ASSERT_EQ(sorted.rows.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(sorted.rows[i].id, plain.rows[i].id);
}

TEST_F(SortedTest, AWrongColumnOrPageIsRefused) {
  InsertMany();
  KeepRows sink;
  const auto refused = [&](RowsRequest request) {
    const auto done = search_.Rows(request, sink, {});
    return done.ok() ? Status() : done.failure().status;
  };
  EXPECT_EQ(refused(Ask("Bod", false)).code(), Code::kBadInput);
  RowsRequest request = Ask("Body", false);
  request.sort->column = "count( FROM";
  EXPECT_EQ(refused(request).code(), Code::kBadInput);
  request = Ask("Body", false);
  request.after = "x";
  EXPECT_EQ(refused(request).code(), Code::kBadInput);
  request.after = "1-2-3";
  EXPECT_EQ(refused(request).code(), Code::kNotFound);
}

TEST_F(SortedTest, ALimitLeavesNoRowsRatherThanWrongOnes) {
  InsertMany();
  RowsRequest request = Ask("Body", false);
  request.intent.text = "sleepEachRow(0.05) = 0";
  request.intent.language = Language::kSql;
  request.intent.time_limit = std::chrono::milliseconds(500);
  KeepRows sink;
  const auto done = search_.Rows(request, sink, {});
  ASSERT_TRUE(done.ok()) << done.failure().status.message();
  EXPECT_TRUE(sink.rows.empty());
  EXPECT_EQ(sink.columns_sent, 1);
  EXPECT_EQ(done->completeness.cut_by, CutBy::kTimeLimit);
  EXPECT_TRUE(done->completeness.read.empty());
  EXPECT_EQ(done->next, "");
}

}  // namespace
}  // namespace sextant::search
