#include "ingest/counters.h"

#include <gtest/gtest.h>

namespace sextant::ingest {
namespace {

TEST(Counters, TheRateIsTheMeanOfTheLastTenWholeSeconds) {
  Counters counters;
  const UnixNanos start = 1'000 * kNanosPerSecond;
  for (int second = 0; second < 20; ++second) {
    counters.Accepted("default", 100, 1, start + second * kNanosPerSecond);
  }
  EXPECT_DOUBLE_EQ(counters.RowsPerSecond(start + 20 * kNanosPerSecond), 100);
  EXPECT_DOUBLE_EQ(counters.RowsPerSecond(start + 25 * kNanosPerSecond), 50);
  EXPECT_DOUBLE_EQ(counters.RowsPerSecond(start + 60 * kNanosPerSecond), 0);
}

TEST(Counters, CountsByDatabaseAndReason) {
  Counters counters;
  counters.Accepted("default", 3, 10, 0);
  counters.Rejected("default", {{"too_old", 2}});
  counters.Rejected("default", {{"too_old", 1}});
  counters.Refused("otel_v2", Code::kTooLarge);
  EXPECT_EQ(counters.databases().at("default").rows, 3u);
  EXPECT_EQ(counters.databases().at("default").rejected.at("too_old"), 3u);
  EXPECT_EQ(counters.databases().at("otel_v2").rejected.at("request:too_large"), 1u);
}

TEST(Counters, RemembersTheNewestRowOfATable) {
  Counters counters;
  counters.SawRow({"default", 0}, 7);
  counters.SawRow({"default", 0}, 5);
  EXPECT_EQ(counters.newest_rows().at({"default", 0}), 7);
}

}  // namespace
}  // namespace sextant::ingest
