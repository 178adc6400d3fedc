#include "ingest/sender_quota.h"

#include <gtest/gtest.h>

namespace sextant::ingest {
namespace {

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;

class SenderQuotaTest : public ::testing::Test {
 protected:
  bool Takes(std::string_view sender, std::size_t bytes) {
    const Status status = quota_.Charge(sender, bytes);
    if (!status.ok()) {
      EXPECT_EQ(status.code(), Code::kResourceExhausted);
    }
    return status.ok();
  }
  void After(double seconds) {
    clock_.Set(clock_.Now() + static_cast<UnixNanos>(seconds * static_cast<double>(kNanosPerSecond)));
  }

  ManualClock clock_{kNow};
  SenderQuota quota_{1'000, clock_};
};

TEST_F(SenderQuotaTest, TakesTenSecondsWorthAtOnceAndThenWhatGrowsAgain) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Takes("shop", 1'000));
  EXPECT_FALSE(Takes("shop", 1));
  After(0.5);
  EXPECT_TRUE(Takes("shop", 500));
  EXPECT_FALSE(Takes("shop", 1));
  After(3'600);
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(Takes("shop", 1'000)) << "no more than ten seconds' worth is saved up";
  EXPECT_FALSE(Takes("shop", 1));
}

TEST_F(SenderQuotaTest, ALargeRequestIsTakenAndPaidForAfterwards) {
  EXPECT_TRUE(Takes("shop", 25'000));
  After(14.9);
  EXPECT_FALSE(Takes("shop", 1));
  After(0.2);
  EXPECT_TRUE(Takes("shop", 1));
}

TEST_F(SenderQuotaTest, SendersDoNotPayForEachOther) {
  EXPECT_TRUE(Takes("greedy", 20'000));
  EXPECT_FALSE(Takes("greedy", 1));
  EXPECT_TRUE(Takes("modest", 1));
}

TEST_F(SenderQuotaTest, ForgetsTheIdleWhenThereAreTooManyAndSharesWhenThereAreNone) {
  for (std::size_t i = 0; i < SenderQuota::kMostSenders; ++i) Takes("sender " + std::to_string(i), 10'000);
  EXPECT_TRUE(Takes("one more", 10'000));
  EXPECT_FALSE(Takes("yet another", 1)) << "they share one";
  After(20);
  EXPECT_TRUE(Takes("a new one", 10'000));
  EXPECT_TRUE(Takes("another new one", 10'000));
}

TEST_F(SenderQuotaTest, AClockThatGoesBackGivesNothing) {
  EXPECT_TRUE(Takes("shop", 10'000));
  After(-3'600);
  EXPECT_FALSE(Takes("shop", 1));
}

}  // namespace
}  // namespace sextant::ingest
