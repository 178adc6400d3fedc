// Recordings of what browsers showed: that they are whole, follow the visit's spans, and say the visit's own
// names and prices.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "demo/core/timeline.h"
#include "demo/played.h"
#include "demo/recordings/recording.h"
#include "demo/traffic/visit.h"

namespace sextant::demo {
namespace {

// 2026-11-20T02:40:00Z: the cache is full.
constexpr UnixNanos kFrom = 1'795'142'400 * kNanosPerSecond;
constexpr UnixNanos kTo = kFrom + kNanosPerHour / 2;
constexpr std::size_t kLargestChunk = 950 * 1024;  // of HyperDX's recorder

struct ShownEvent {
  UnixNanos time;
  PlayedLog log;
  JsonValue event;
};

struct Shown {
  std::vector<ShownEvent> events;  // in time order
  std::vector<PlayedSpan> spans;
  std::string text;  // all bodies
};

// The sessions that begin and end in the half hour, by their id.
const std::map<std::string, Shown>& Sessions() {
  static const std::map<std::string, Shown> sessions = [] {
    const Played played = PlayDecoded({.logs = false, .metrics = false}, kFrom, kTo);
    std::map<std::string, Shown> all;
    for (const PlayedLog& log : played.logs) {
      auto event = JsonValue::Parse(log.body, 256);
      EXPECT_TRUE(event.ok()) << log.body;
      Shown& shown = all[log.resource.at("rum.sessionId")];
      shown.events.push_back({log.time, log, *event});
      shown.text += log.body + "\n";
    }
    for (const PlayedSpan& span : played.spans) {
      const auto id = span.resource.find("rum.sessionId");
      if (id != span.resource.end()) all[id->second].spans.push_back(span);
    }
    std::erase_if(all, [](const auto& entry) {
      const auto& events = entry.second.events;
      return events.empty() || events.front().log["rr-web.event"] != "1" ||
             events.back().time > kTo - kLongestVisitNs;
    });
    for (auto& [id, shown] : all) {
      const auto by_time = [](const auto& a, const auto& b) { return a.time < b.time; };
      std::stable_sort(shown.events.begin(), shown.events.end(), by_time);
      std::sort(shown.spans.begin(), shown.spans.end(), by_time);
    }
    return all;
  }();
  return sessions;
}

std::int64_t TypeOf(const JsonValue& event) { return event["type"].AsInt().value_or(-1); }
std::int64_t SourceOf(const JsonValue& event) { return event["data"]["source"].AsInt().value_or(-1); }

TEST(Recordings, CoverEveryEndOnDesktopsAndPhones) {
  std::map<Outcome, std::size_t> ends;
  std::set<Device> devices;
  for (const Recording& recording : Recordings()) {
    ++ends[recording.outcome];
    devices.insert(recording.device);
    ASSERT_EQ(recording.steps.front().kind, StepKind::kOpenShop);
    EXPECT_GT(recording.steps.front().visitor.size(), 1u) << recording.name;
  }
  EXPECT_GE(Recordings().size(), 10u);
  EXPECT_GE(ends[Outcome::kBought], 3u);
  EXPECT_GE(ends[Outcome::kRefused], 3u);
  EXPECT_GE(ends[Outcome::kLeft], 2u);
  EXPECT_EQ(devices.size(), 2u);
}

TEST(Recordings, ARefusedOrderChangesNothingOnThePage) {
  for (const Recording& recording : Recordings()) {
    for (const RecordedStep& step : recording.steps) {
      if (step.kind != StepKind::kPlaceOrder) continue;
      EXPECT_EQ(step.page.empty(), recording.outcome == Outcome::kRefused) << recording.name;
    }
  }
}

TEST(Screens, EveryEventIsThereOnceInOrder) {
  ASSERT_GE(Sessions().size(), 5u);
  for (const auto& [id, shown] : Sessions()) {
    UnixNanos last = 0;
    std::int64_t number = 0;
    for (const ShownEvent& shown_event : shown.events) {
      const std::string expected = std::to_string(++number);
      EXPECT_EQ(shown_event.log["rr-web.event"], expected);
      EXPECT_EQ(shown_event.log["rr-web.offset"], expected);
      EXPECT_EQ(shown_event.log["rr-web.chunk"], "1");
      EXPECT_EQ(shown_event.log["rr-web.total-chunks"], "1");
      EXPECT_LE(shown_event.log.body.size(), kLargestChunk);
      EXPECT_GT(shown_event.time, last);
      EXPECT_EQ(shown_event.event["timestamp"].AsInt(), shown_event.time / kNanosPerMilli);
      last = shown_event.time;
    }
    EXPECT_GT(number, 100);
  }
}

TEST(Screens, BeginWithThePageAndItsWholeStyle) {
  for (const auto& [id, shown] : Sessions()) {
    EXPECT_EQ(TypeOf(shown.events[1].event), 4);
    EXPECT_EQ(shown.events[1].event["data"]["href"].AsString(), "http://frontend-proxy:8080/");
    EXPECT_EQ(TypeOf(shown.events[2].event), 2);
    EXPECT_NE(shown.events[2].log.body.find("data:image/svg+xml"), std::string::npos);
    EXPECT_EQ(shown.text.find("${"), std::string::npos) << "a blank is left";
  }
}

TEST(Screens, ThePressedButtonIsTheSpanOfTheClick) {
  for (const auto& [id, shown] : Sessions()) {
    std::vector<UnixNanos> presses;
    for (const ShownEvent& shown_event : shown.events) {
      const auto type = shown_event.event["data"]["type"].AsInt();
      if (SourceOf(shown_event.event) == 2 && (type == 1 || type == 7)) {
        presses.push_back(shown_event.time);
      }
    }
    for (const PlayedSpan& span : shown.spans) {
      if (span.name != "mousedown" || !span.parent.empty()) continue;
      EXPECT_TRUE(std::any_of(presses.begin(), presses.end(), [&](UnixNanos press) {
        return std::abs(press - span.time) < 5 * kNanosPerMilli;
      })) << span["target_xpath"];
    }
  }
}

TEST(Screens, ThePageChangesOnlyOnceItsRequestsAreAnswered) {
  for (const auto& [id, shown] : Sessions()) {
    for (const ShownEvent& shown_event : shown.events) {
      if (TypeOf(shown_event.event) != 3 || SourceOf(shown_event.event) != 0) continue;
      const bool unanswered = std::any_of(shown.spans.begin(), shown.spans.end(), [&](const auto& span) {
        return span.name.starts_with("HTTP ") && !span["http.url"].ends_with("/EventStream") &&
               span.time < shown_event.time && span.end() > shown_event.time + kNanosPerMilli;
      });
      EXPECT_FALSE(unanswered);
    }
  }
}

TEST(Screens, ShowWhatTheVisitorPutIntoTheCart) {
  std::size_t seen = 0;
  for (const auto& [id, shown] : Sessions()) {
    for (const PlayedSpan& span : shown.spans) {
      if (span["http.request.body"].find("productId") == std::string::npos) continue;
      const auto body = JsonValue::Parse(span["http.request.body"]);
      const std::string product = (*body)["item"]["productId"].AsString().value_or("?");
      EXPECT_NE(shown.text.find("\"data-amount\":\"line " + product + "\""), std::string::npos);
      ++seen;
    }
  }
  EXPECT_GT(seen, 8u);
}

TEST(Screens, NobodyReadsWhatVisitorsTyped) {
  for (const auto& [id, shown] : Sessions()) {
    for (const ShownEvent& shown_event : shown.events) {
      if (SourceOf(shown_event.event) != 5) continue;
      const std::string text = shown_event.event["data"]["text"].AsString().value_or("?");
      EXPECT_EQ(text.find_first_not_of('*'), std::string::npos) << text;
    }
  }
}

TEST(Screens, AreLeftOutWithTheSignal) {
  const Played without =
      PlayDecoded({.logs = false, .metrics = false, .sessions = false}, kFrom, kFrom + 10 * kNanosPerMinute);
  EXPECT_TRUE(without.logs.empty());
  const Played alone = PlayDecoded({.logs = false, .traces = false, .metrics = false}, kFrom, kTo);
  EXPECT_TRUE(alone.spans.empty());
  EXPECT_GT(alone.logs.size(), 500u);
  for (const PlayedLog& log : alone.logs) EXPECT_EQ(log.scope, "rum.rr-web");
}

}  // namespace
}  // namespace sextant::demo
