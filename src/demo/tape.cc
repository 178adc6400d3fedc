#include "demo/tape.h"

#include "demo/journeys.h"
#include "demo/metrics.h"
#include "demo/random.h"
#include "demo/recorder.h"
#include "demo/timeline.h"

namespace sextant::demo {
namespace {

constexpr double kLeastScale = 0.01;
constexpr double kMostScale = 50;
constexpr double kSlicesPerHour = 3600.0 * kNanosPerSecond / kSliceNs;

// Journeys an hour at scale 1.
constexpr double kCheckoutsPerHour = 252;
constexpr double kIndexPerHour = 300;
constexpr double kBrowsePerHour = 1400;

enum class Subject : std::uint8_t { kCheckout, kIndex, kBrowse };

using Journey = void (*)(Recorder&, Random, UnixNanos);

void PlayJourneys(Recorder& recorder, UnixNanos slice, Subject subject, double per_hour, Journey journey) {
  const TapeOptions& options = recorder.options();
  Random random(options.seed, slice, subject);
  const int count = random.Poisson(per_hour / kSlicesPerHour * options.scale * LoadAt(slice));
  for (int i = 0; i < count && recorder.wanted(); ++i) {
    const auto offset = static_cast<std::int64_t>(random.Uniform() * static_cast<double>(kSliceNs));
    journey(recorder, Random(options.seed, slice, subject, i), slice + offset);
  }
}

void PlaySlice(Recorder& recorder, UnixNanos slice) {
  if (recorder.options().traces || recorder.options().logs) {
    PlayJourneys(recorder, slice, Subject::kCheckout, kCheckoutsPerHour, CheckOut);
    PlayJourneys(recorder, slice, Subject::kIndex, kIndexPerHour, VisitIndex);
    PlayJourneys(recorder, slice, Subject::kBrowse, kBrowsePerHour, BrowseProduct);
  }
  if (recorder.options().metrics && slice % kMetricIntervalNs == 0) AddMetrics(recorder, slice);
}

}  // namespace

Status CheckOptions(const TapeOptions& options) {
  if (!(options.scale >= kLeastScale && options.scale <= kMostScale)) {
    return {Code::kBadInput, "--scale must be from 0.01 to 50."};
  }
  if (options.rollout_ns < 0 || options.rollout_ns >= kNanosPerDay) {
    return {Code::kBadInput, "The rollout must lie within a day."};
  }
  return {};
}

bool Play(const TapeOptions& options, UnixNanos from, UnixNanos to, const Emit& emit) {
  SXT_CHECK(from % kSliceNs == 0 && to % kSliceNs == 0, "not on a slice");
  Recorder recorder(options, emit);
  for (UnixNanos slice = from; slice < to && recorder.wanted(); slice += kSliceNs) PlaySlice(recorder, slice);
  recorder.Flush();
  return recorder.wanted();
}

}  // namespace sextant::demo
