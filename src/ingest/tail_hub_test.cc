#include "ingest/tail_hub.h"

#include <gtest/gtest.h>

#include <vector>

namespace sextant::ingest {
namespace {

TEST(TailHub, TellsThoseWhoWatchTheTable) {
  TailHub hub;
  std::vector<std::uint64_t> logs;
  std::vector<std::uint64_t> all;
  auto one =
      hub.Subscribe("default", "otel_logs", [&](const StoredSegment& s) { logs.push_back(s.segment); });
  auto two = hub.Subscribe("", "", [&](const StoredSegment& s) { all.push_back(s.segment); });
  hub.Publish({"default", "otel_logs", 1, 10, 0, 0});
  hub.Publish({"otel_v2", "otel_logs", 2, 10, 0, 0});
  hub.Publish({"default", "otel_traces", 3, 10, 0, 0});
  EXPECT_EQ(logs, (std::vector<std::uint64_t>{1}));
  EXPECT_EQ(all, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST(TailHub, AnEndedSubscriptionHearsNothingMore) {
  TailHub hub;
  int heard = 0;
  auto subscription = std::move(hub.Subscribe("", "", [&](const StoredSegment&) { ++heard; })).value();
  EXPECT_TRUE(hub.has_subscribers());
  subscription.reset();
  EXPECT_FALSE(hub.has_subscribers());
  hub.Publish({"default", "otel_logs", 1, 10, 0, 0});
  EXPECT_EQ(heard, 0);
}

TEST(TailHub, RefusesMoreSubscribersThanItsLimit) {
  TailHub hub;
  std::vector<std::unique_ptr<TailHub::Subscription>> held;
  for (std::size_t i = 0; i < TailHub::kMaxSubscribers; ++i) {
    held.push_back(std::move(hub.Subscribe("", "", [](const StoredSegment&) {})).value());
  }
  EXPECT_EQ(hub.Subscribe("", "", [](const StoredSegment&) {}).status().code(), Code::kResourceExhausted);
  held.pop_back();
  EXPECT_TRUE(hub.Subscribe("", "", [](const StoredSegment&) {}).ok());
}

}  // namespace
}  // namespace sextant::ingest
