// What is measured: names and kinds, cumulative values that only rise while their pod lives, utilisation
// that agrees with use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "demo/core/pods.h"
#include "demo/core/timeline.h"
#include "demo/metrics/pod_use.h"
#include "demo/played.h"

namespace sextant::demo {
namespace {

using testing::IsSupersetOf;

// 2026-11-20T00:00:00Z
constexpr UnixNanos kMidnight = 1'795'132'800 * kNanosPerSecond;
constexpr TapeOptions kMetricsOnly{.logs = false, .traces = false};

std::string SeriesOf(const PlayedPoint& point) {
  std::string series = point.metric;
  for (const auto* map : {&point.resource, &point.attributes}) {
    for (const auto& [key, value] : *map) series += "\n" + key + "=" + value;
  }
  return series;
}

TEST(Metrics, CumulativeValuesRiseFromTheStartOfTheirPod) {
  const UnixNanos rollout = kMidnight + kMetricsOnly.rollout_ns;
  std::map<std::string, PlayedPoint> last;
  std::size_t compared = 0;
  for (const UnixNanos from :
       {rollout - 2 * kNanosPerMinute, rollout + kGrowthNs, rollout + kRollbackNs - 2 * kNanosPerMinute}) {
    Played played = PlayDecoded(kMetricsOnly, from, from + 6 * kNanosPerMinute);
    std::stable_sort(played.points.begin(), played.points.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    for (PlayedPoint& point : played.points) {
      if (point.table == Table::kGauge) continue;
      EXPECT_GT(point.start, 0) << point.metric;
      EXPECT_LE(point.start, point.time) << point.metric;
      const auto found = last.find(SeriesOf(point));
      if (found != last.end() && found->second.start == point.start) {
        ++compared;
        EXPECT_GE(point.count, found->second.count) << point.metric;
        for (std::size_t i = 0; i < point.buckets.size(); ++i)
          EXPECT_GE(point.buckets[i], found->second.buckets[i]);
      }
      last[SeriesOf(point)] = std::move(point);
    }
  }
  EXPECT_GT(compared, 1000u);
}

TEST(Metrics, CountersOfAPodNeverFall) {
  const UnixNanos rollout = kMidnight + kMetricsOnly.rollout_ns;
  for (const char* metric : {"k8s.pod.cpu.time", "k8s.pod.uptime", "app.payment.transactions",
                             "k8s.pod.network.io", "app.currency_counter", "jvm.cpu.time"}) {
    Played played = PlayDecoded(kMetricsOnly, rollout - kNanosPerHour, rollout + 8 * kNanosPerHour, metric);
    ASSERT_FALSE(played.points.empty()) << metric;
    std::stable_sort(played.points.begin(), played.points.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    std::map<std::string, PlayedPoint> last;
    for (const PlayedPoint& point : played.points) {
      EXPECT_EQ(point.table, Table::kSum);
      const auto found = last.find(SeriesOf(point));
      if (found != last.end() && found->second.start == point.start) {
        EXPECT_GE(point.value, found->second.value) << metric;
      }
      last[SeriesOf(point)] = point;
    }
  }
}

TEST(Metrics, HoldWhatTheKubernetesPagesAskFor) {
  const Played played = PlayDecoded(kMetricsOnly, kMidnight, kMidnight + kNanosPerMinute);
  std::set<std::string> names;
  std::set<std::string> pods;
  for (const PlayedPoint& point : played.points) {
    names.insert(point.metric);
    if (point.metric != "k8s.pod.memory.usage") continue;
    EXPECT_EQ(point.resource.at("k8s.pod.name").rfind(point.service + "-", 0), 0u);
    pods.insert(point.resource.at("k8s.pod.uid"));
  }
  EXPECT_EQ(pods.size(), kPodCount);
  EXPECT_THAT(names,
              IsSupersetOf({"k8s.pod.cpu.usage", "k8s.pod.memory.usage", "k8s.pod.filesystem.available",
                            "k8s.node.cpu.usage", "k8s.node.memory.usage", "k8s.node.filesystem.available",
                            "k8s.pod.phase", "k8s.container.restarts", "k8s.pod.uptime", "k8s.node.uptime",
                            "k8s.pod.cpu_limit_utilization", "k8s.pod.memory_limit_utilization",
                            "k8s.namespace.phase", "k8s.node.condition_ready", "k8s.deployment.available",
                            "system.cpu.load_average.1m", "container.cpu.usage"}));
}

TEST(Metrics, EveryServiceThatExportsMetricsDoes) {
  const Played played = PlayDecoded(kMetricsOnly, kMidnight, kMidnight + kNanosPerMinute);
  std::set<std::string> services;
  for (const PlayedPoint& point : played.points) {
    if (!point.scope.starts_with("github.com/")) services.insert(point.service);
  }
  EXPECT_THAT(services,
              testing::UnorderedElementsAre("payment", "checkout", "product-catalog", "cart", "accounting",
                                            "currency", "quote", "recommendation", "ad", "fraud-detection",
                                            "kafka", "flagd", "load-generator"));
}

TEST(Metrics, PaymentNearsItsLimitsAndItsCpuTimeIsTheSumOfItsUse) {
  const TapeOptions options;
  const UnixNanos rollout = kMidnight + options.rollout_ns;
  double most = 0;
  double core_seconds = 0;
  for (UnixNanos time = rollout; time < rollout + kRollbackNs; time += kNanosPerMinute) {
    const PodUse use = PodUseAt(options, Service::kPayment, time);
    most = std::max(most, use.cpu_cores);
    core_seconds += use.cpu_cores * 60;
  }
  EXPECT_GT(most, 0.33);
  EXPECT_LE(most, 0.40);
  const UnixNanos last = rollout + kRollbackNs - kNanosPerMinute;
  const double counted = CpuSeconds(options, Service::kPayment, rollout, last);
  EXPECT_NEAR(counted / core_seconds, 1, 0.02);
  EXPECT_NEAR(PodUseAt(options, Service::kPayment, rollout + kGrowthNs).memory_bytes, 360.0 * 1024 * 1024, 1);
}

TEST(Metrics, LoadHoursAreTheSumOfTheLoad) {
  double hours = 0;
  const UnixNanos from = kMidnight + 5 * kNanosPerHour;
  for (UnixNanos time = from; time < from + 30 * kNanosPerHour; time += kNanosPerMinute)
    hours += LoadAt(time) / 60;
  EXPECT_NEAR(LoadHours(from, from + 30 * kNanosPerHour), hours, 0.01);
}

}  // namespace
}  // namespace sextant::demo
