// What holds for the tape as a whole: it is a function of its options, it joins, and its traces are intact.
#include "demo/tape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "demo/played.h"

namespace sextant::demo {
namespace {

// 2026-11-20T00:00:00Z
constexpr UnixNanos kMidnight = 1'795'132'800 * kNanosPerSecond;

std::string MessageFor(const TapeOptions& options) { return std::string(CheckOptions(options).message()); }

TEST(Tape, RefusesImpossibleOptionsWithTheirRange) {
  EXPECT_TRUE(CheckOptions({}).ok());
  EXPECT_TRUE(CheckOptions({.scale = 0.01}).ok());
  EXPECT_TRUE(CheckOptions({.scale = 50}).ok());
  for (const double scale : {0.0, 0.009, -1.0, 50.1, std::nan("")}) {
    EXPECT_EQ(MessageFor({.scale = scale}), "--scale must be from 0.01 to 50.");
  }
  EXPECT_FALSE(CheckOptions({.rollout_ns = -1}).ok());
  EXPECT_FALSE(CheckOptions({.rollout_ns = kNanosPerDay}).ok());
}

TEST(Tape, IsAFunctionOfItsOptions) {
  const UnixNanos to = kMidnight + 5 * kNanosPerMinute;
  const auto rows = PlayedRows({}, kMidnight, to);
  EXPECT_EQ(rows, PlayedRows({}, kMidnight, to));
  EXPECT_NE(rows, PlayedRows({.seed = 2}, kMidnight, to));
  EXPECT_GT(rows.size(), 500u);
}

TEST(Tape, ARangeHoldsTheRecordsOfItsSlices) {
  const TapeOptions options{.scale = 2};
  const UnixNanos from = kMidnight - 2 * kNanosPerMinute;
  const UnixNanos to = kMidnight + 2 * kNanosPerMinute;
  std::vector<std::string> joined;
  for (UnixNanos slice = from; slice < to; slice += kSliceNs) {
    const auto rows = PlayedRows(options, slice, slice + kSliceNs);
    joined.insert(joined.end(), rows.begin(), rows.end());
  }
  std::sort(joined.begin(), joined.end());
  EXPECT_EQ(joined, PlayedRows(options, from, to));
}

TEST(Tape, NothingLiesFurtherThanItsReachBehindItsSlice) {
  constexpr UnixNanos from = kMidnight + 3 * kNanosPerHour;  // within the incident
  for (UnixNanos slice = from; slice < from + 10 * kNanosPerMinute; slice += kSliceNs) {
    const Played played = PlayDecoded({.scale = 2}, slice, slice + kSliceNs);
    for (const PlayedSpan& span : played.spans) EXPECT_LT(span.time, slice + kSliceNs + kReach);
    for (const PlayedLog& log : played.logs) EXPECT_LT(log.time, slice + kSliceNs + kReach);
  }
}

TEST(Tape, IsMadeAgainFromAnInstantOn) {
  constexpr UnixNanos from = kMidnight - kReach;
  constexpr UnixNanos to = kMidnight + 2 * kNanosPerMinute;
  const auto later = [](const auto& record) { return record.time >= kMidnight; };
  const Played whole = PlayDecoded({}, from, to);
  const Played again = PlayDecoded({}, from, to, "", kMidnight);
  EXPECT_EQ(again.spans.size(),
            static_cast<std::size_t>(std::count_if(whole.spans.begin(), whole.spans.end(), later)));
  EXPECT_EQ(again.logs.size(),
            static_cast<std::size_t>(std::count_if(whole.logs.begin(), whole.logs.end(), later)));
  EXPECT_EQ(again.points.size(),
            static_cast<std::size_t>(std::count_if(whole.points.begin(), whole.points.end(), later)));
  const Played own = PlayDecoded({}, kMidnight, to);
  EXPECT_GT(again.spans.size(), own.spans.size()) << "spans of traces begun before midnight";
}

TEST(Tape, ASignalLeftOutDoesNotChangeTheOthers) {
  const UnixNanos to = kMidnight + 2 * kNanosPerMinute;
  const Played all = PlayDecoded({}, kMidnight, to);
  const Played traces = PlayDecoded({.logs = false, .metrics = false, .sessions = false}, kMidnight, to);
  EXPECT_TRUE(traces.logs.empty());
  EXPECT_TRUE(traces.points.empty());
  EXPECT_EQ(traces.spans.size(), all.spans.size());
  const Played metrics = PlayDecoded({.logs = false, .traces = false, .sessions = false}, kMidnight, to);
  EXPECT_TRUE(metrics.spans.empty());
  EXPECT_EQ(metrics.points.size(), all.points.size());
}

TEST(Tape, RequestsAreBounded) {
  const Played played = PlayDecoded({.scale = 3}, kMidnight, kMidnight + kNanosPerHour / 2);
  EXPECT_GT(played.requests, 5u);
  EXPECT_LE(played.largest_request, kRequestRecords);
}

TEST(Tape, StopsWhenTheReceiverHasHadEnough) {
  int requests = 0;
  const bool finished = Play({}, kMidnight, kMidnight + 6 * kNanosPerHour, [&](Signal, const std::string&) {
    ++requests;
    return false;
  });
  EXPECT_FALSE(finished);
  EXPECT_EQ(requests, 1);
}

TEST(Tape, EveryParentIsInTheTraceAndHoldsItsChildren) {
  const Played played = PlayDecoded({.metrics = false}, kMidnight, kMidnight + kNanosPerHour / 2);
  std::map<std::string, const PlayedSpan*> spans;
  for (const PlayedSpan& span : played.spans) {
    EXPECT_TRUE(spans.emplace(span.trace + span.id, &span).second) << "a span id twice";
    EXPECT_GE(span.time, kMidnight);
  }
  for (const PlayedSpan& span : played.spans) {
    if (span.parent.empty()) continue;
    const auto parent = spans.find(span.trace + span.parent);
    ASSERT_NE(parent, spans.end()) << span.service << ": " << span.name;
    EXPECT_LE(parent->second->time, span.time) << span.service << ": " << span.name;
    EXPECT_GE(parent->second->end(), span.end()) << span.service << ": " << span.name;
  }
}

TEST(Tape, LogsPointToSpansOfTheirOwnService) {
  const Played played = PlayDecoded({.metrics = false}, kMidnight, kMidnight + kNanosPerHour / 4);
  std::map<std::string, std::string> service_of;
  for (const PlayedSpan& span : played.spans) service_of[span.trace + span.id] = span.service;
  std::size_t tied = 0;
  for (const PlayedLog& log : played.logs) {
    if (log.trace.empty()) continue;
    ++tied;
    EXPECT_EQ(service_of[log.trace + log.span], log.service) << log.body;
  }
  EXPECT_GT(tied, 100u);
}

}  // namespace
}  // namespace sextant::demo
