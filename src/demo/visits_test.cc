// Browser visits: what the sessions list counts, whom the incident hits, and that each step plays in its own
// slice.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "demo/core/timeline.h"
#include "demo/played.h"
#include "demo/traffic/visit.h"

namespace sextant::demo {
namespace {

// 2026-11-20T00:00:00Z
constexpr UnixNanos kMidnight = 1'795'132'800 * kNanosPerSecond;

struct Session {
  std::vector<PlayedSpan> spans;  // in time order
  std::string email;
  std::size_t interactions = 0;
  std::size_t recordings = 0;
  std::size_t errors = 0;
};

using Sessions = std::map<std::string, Session>;

Sessions SessionsOf(const Played& played) {
  Sessions sessions;
  for (const PlayedSpan& span : played.spans) {
    const auto id = span.resource.find("rum.sessionId");
    if (id == span.resource.end()) continue;
    Session& session = sessions[id->second];
    session.spans.push_back(span);
    session.email = std::max(session.email, span["userEmail"]);
    session.interactions += span["component"] == "user-interaction" ? 1 : 0;
    session.recordings += span.name == "record init" ? 1 : 0;
    session.errors += span.status == "Error" ? 1 : 0;
  }
  for (auto& [id, session] : sessions) {
    std::sort(session.spans.begin(), session.spans.end(),
              [](const auto& a, const auto& b) { return a.time < b.time; });
  }
  return sessions;
}

UnixNanos FullBegin() { return kMidnight + TapeOptions{}.rollout_ns + kGrowthNs; }
UnixNanos FullEnd() { return kMidnight + TapeOptions{}.rollout_ns + kRollbackNs; }

const Played& FullWindow() {
  static const Played played =
      PlayDecoded({.logs = false, .metrics = false}, FullBegin() - kLongestVisitNs, FullEnd());
  return played;
}

// The visits that begin within an hour of `center`.
std::vector<Visit> VisitsAround(const TapeOptions& options, UnixNanos center) {
  std::vector<Visit> visits;
  const UnixNanos from = center - kNanosPerHour / 2;
  for (UnixNanos slice = from; slice < center + kNanosPerHour / 2; slice += kSliceNs) {
    for (Visit& visit : VisitsOf(options, slice)) visits.push_back(std::move(visit));
  }
  return visits;
}

TEST(Visits, AreShownARefusalExactlyWhenTheirCardIsRefused) {
  const TapeOptions options{.scale = 20};
  for (const UnixNanos turn : {FullBegin(), FullEnd()}) {
    std::size_t refused = 0;
    for (const Visit& visit : VisitsAround(options, turn)) {
      for (const VisitStep& step : visit.steps) {
        if (step.kind != StepKind::kPlaceOrder) continue;
        const UnixNanos placed = visit.start + step.after_ns;
        const Outcome outcome = visit.recording->outcome;
        for (const UnixNanos charged : {placed, placed + kNanosPerSecond}) {
          const bool full = IncidentAt(options, charged).phase == Phase::kFull;
          EXPECT_EQ(outcome == Outcome::kRefused, full && visit.order.customer.visa) << visit.recording->name;
        }
        refused += outcome == Outcome::kRefused ? 1 : 0;
      }
    }
    EXPECT_GT(refused, 50u);
  }
}

TEST(Visits, AtLeastTwentyFiveAreHitInTheFullWindowAndOneIsBraulio) {
  std::size_t hit = 0;
  std::size_t braulio = 0;
  for (const auto& [id, session] : SessionsOf(FullWindow())) {
    if (session.errors == 0) continue;
    ++hit;
    if (session.email == kBraulio) ++braulio;
  }
  EXPECT_GE(hit, 25u);
  EXPECT_EQ(braulio, 2u);
}

TEST(Visits, BraulioIsHitAtAnyScaleOnAnyDay) {
  const TapeOptions options{.scale = 0.01, .logs = false, .metrics = false};
  for (std::int64_t day = 0; day < 3; ++day) {
    const Played played =
        PlayDecoded(options, FullBegin() + day * kNanosPerDay, FullEnd() + day * kNanosPerDay);
    std::size_t hit = 0;
    for (const auto& [id, session] : SessionsOf(played))
      hit += session.email == kBraulio && session.errors > 0;
    EXPECT_EQ(hit, 2u) << day;
  }
}

TEST(Visits, AHitSessionEndsWithTheFailedRequestAndTheUnhandledRejection) {
  const auto frontend_errors = FullWindow().SpansOf("frontend", "POST");
  for (const auto& [id, session] : SessionsOf(FullWindow())) {
    if (session.email != kBraulio) continue;
    EXPECT_GT(session.interactions, 20u);
    EXPECT_EQ(session.recordings, 1u);
    EXPECT_EQ(session.errors, 1u);
    const PlayedSpan& last = session.spans.back();
    EXPECT_EQ(last.name, "unhandledrejection");
    EXPECT_EQ(last["error.message"], R"(Unexpected token 'I', "Internal S"... is not valid JSON)");
    const PlayedSpan& request = session.spans[session.spans.size() - 2];
    EXPECT_EQ(request.name, "HTTP POST");
    EXPECT_EQ(request.status, "Unset");
    EXPECT_EQ(request["http.status_code"], "500");
    EXPECT_TRUE(request["http.url"].starts_with("http://frontend-proxy:8080/api/checkout"));
    EXPECT_EQ(request["http.response.body"], "Internal Server Error");
    const bool reached =
        std::any_of(FullWindow().spans.begin(), FullWindow().spans.end(), [&](const auto& span) {
          return span.trace == request.trace && span.name == "Error: Visa cache full: cannot add new item.";
        });
    EXPECT_TRUE(reached) << "the same trace ends in the cache's error";
  }
}

TEST(Visits, KeepAStreamOfFlagsOpenAndLoadWhatPagesNeedLater) {
  std::size_t streams = 0;
  std::size_t late = 0;
  for (const auto& [id, session] : SessionsOf(FullWindow())) {
    for (const PlayedSpan& span : session.spans) {
      const bool stream = span["http.url"].ends_with("/flagd.evaluation.v1.Service/EventStream");
      if (stream) {
        EXPECT_GE(span.duration_ns, 15 * kNanosPerSecond);
        ++streams;
      }
      late += span.scope == "post-doc-load-resource" && span.parent.empty() ? 1 : 0;
    }
  }
  EXPECT_GT(streams, 20u);
  EXPECT_GT(late, streams);
}

TEST(Visits, TheCustomerIsKnownOnlyOnceTheOrderIsSent) {
  std::size_t known = 0;
  for (const auto& [id, session] : SessionsOf(FullWindow())) {
    bool sent = false;
    for (const PlayedSpan& span : session.spans) {
      sent = sent || span.name == "submit";
      EXPECT_EQ(!span["userEmail"].empty(), sent) << span.name;
      EXPECT_NE(span["location.href"], "");
    }
    known += sent ? 1 : 0;
  }
  EXPECT_GT(known, 20u);
}

TEST(Visits, ASuccessfulVisitEndsOnTheConfirmation) {
  const Played played = PlayDecoded({.logs = false, .metrics = false}, kMidnight + 12 * kNanosPerHour,
                                    kMidnight + 12 * kNanosPerHour + kNanosPerHour / 2);
  std::size_t complete = 0;
  for (const auto& [id, session] : SessionsOf(played)) {
    if (session.email.empty() || session.recordings == 0) continue;
    ++complete;
    EXPECT_EQ(session.errors, 0u);
    EXPECT_TRUE(std::any_of(session.spans.begin(), session.spans.end(), [](const auto& span) {
      return span.name == "routeChange" &&
             span["location.href"].starts_with("http://frontend-proxy:8080/cart/checkout/");
    }));
  }
  EXPECT_GE(complete, 7u);
}

TEST(Visits, StepsPlayInTheSliceInWhichTheyHappen) {
  const UnixNanos from = FullBegin() + 30 * kNanosPerMinute;
  for (UnixNanos slice = from; slice < from + 10 * kNanosPerMinute; slice += kSliceNs) {
    const Played played = PlayDecoded({.logs = false, .metrics = false}, slice, slice + kSliceNs);
    for (const PlayedSpan& span : played.spans) {
      EXPECT_GE(span.time, slice) << span.name;
      EXPECT_LT(span.time, slice + 2 * kSliceNs) << span.name;
    }
  }
}

TEST(Visits, PlansAreNoLongerThanTheyMayBe) {
  std::size_t seen = 0;
  for (UnixNanos slice = kMidnight; slice < kMidnight + kNanosPerHour; slice += kSliceNs) {
    for (const Visit& visit : VisitsOf({.scale = 20}, slice)) {
      ++seen;
      EXPECT_LT(visit.steps.back().after_ns + kSliceNs, kLongestVisitNs);
      EXPECT_EQ(visit.steps.size(), visit.recording->steps.size());
      EXPECT_EQ(visit.steps.front().kind, StepKind::kOpenShop);
      for (const VisitStep& step : visit.steps) {
        if (step.kind != StepKind::kPlaceOrder) continue;
        EXPECT_LT(step.after_ns + kNanosPerSecond, kLatestOrderNs);
        EXPECT_FALSE(visit.order.items.empty());
      }
    }
  }
  EXPECT_GT(seen, 300u);
}

}  // namespace
}  // namespace sextant::demo
