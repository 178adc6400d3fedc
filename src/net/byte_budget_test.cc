#include "net/byte_budget.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace sextant::net {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLong{10'000};

TEST(ByteBudget, IsSharedByItsLeasesAndGetsBackWhatTheyHeld) {
  ByteBudget budget(100);
  {
    ByteBudget::Lease first(&budget);
    ByteBudget::Lease second(&budget);
    EXPECT_TRUE(first.TryHold(60));
    EXPECT_FALSE(second.TryHold(41));
    EXPECT_TRUE(second.TryHold(40));
    EXPECT_FALSE(first.TryHold(61));
    EXPECT_EQ(first.held(), 60u);
    EXPECT_TRUE(first.TryHold(10));
    EXPECT_TRUE(second.TryHold(90));
    EXPECT_EQ(budget.held(), 100u);
  }
  EXPECT_EQ(budget.held(), 0u);
}

TEST(ByteBudget, AWaitEndsWhenThereIsRoomOrPatienceIsOver) {
  ByteBudget budget(100);
  std::optional<ByteBudget::Lease> first(std::in_place, &budget);
  ASSERT_TRUE(first->TryHold(80));
  ByteBudget::Lease second(&budget);
  EXPECT_FALSE(second.Hold(30, milliseconds(1)));
  EXPECT_TRUE(second.Hold(20, milliseconds(0)));
  ByteBudget::Lease third(&budget);
  std::thread waits([&] { EXPECT_TRUE(third.Hold(50, kLong)); });
  first.reset();
  waits.join();
  EXPECT_EQ(budget.held(), 70u);
}

TEST(ByteBudget, WhatCanNeverFitIsRefusedAtOnce) {
  ByteBudget budget(100);
  ByteBudget::Lease lease(&budget);
  EXPECT_FALSE(lease.Hold(101, kLong));
}

TEST(ByteBudget, ALeaseOfNoBudgetHoldsAnything) {
  ByteBudget::Lease lease(nullptr);
  EXPECT_TRUE(lease.Hold(std::size_t{1} << 40, milliseconds(0)));
  EXPECT_TRUE(lease.TryHold(std::size_t{1} << 41));
}

}  // namespace
}  // namespace sextant::net
