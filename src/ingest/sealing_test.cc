#include "ingest/sealing.h"

#include <gtest/gtest.h>

namespace sextant::ingest {
namespace {

using std::chrono::milliseconds;

OpenSegment Busy(milliseconds age, std::size_t rows) {
  OpenSegment segment;
  segment.age = age;
  segment.rows = rows;
  segment.tables_busy = true;
  return segment;
}

TEST(Sealing, ASegmentWhoseTablesAreFreeSealsAt200Ms) {
  OpenSegment segment;
  segment.rows = 1;
  EXPECT_EQ(UntilSealed(segment, {}), milliseconds(200));
  segment.age = milliseconds(150);
  EXPECT_EQ(UntilSealed(segment, {}), milliseconds(50));
  segment.age = milliseconds(3'000);
  EXPECT_EQ(UntilSealed(segment, {}), milliseconds(0));
}

TEST(Sealing, ALargeSegmentWaitsForABusyTableNoLongerThanASecond) {
  EXPECT_EQ(UntilSealed(Busy(milliseconds(300), 5'000), {}), milliseconds(700));
  EXPECT_EQ(UntilSealed(Busy(milliseconds(1'000), 5'000), {}), milliseconds(0));
}

TEST(Sealing, ASmallSegmentWaitsForABusyTableFiveSecondsUnlessSomebodyTails) {
  OpenSegment small = Busy(milliseconds(1'000), 10);
  EXPECT_EQ(UntilSealed(small, {}), milliseconds(4'000));
  small.watched = true;
  EXPECT_EQ(UntilSealed(small, {}), milliseconds(0));
}

}  // namespace
}  // namespace sextant::ingest
