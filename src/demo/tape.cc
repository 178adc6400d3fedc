#include "demo/tape.h"

#include "demo/core/even.h"
#include "demo/core/recorder.h"
#include "demo/core/timeline.h"
#include "demo/metrics/metrics.h"
#include "demo/traffic/background.h"
#include "demo/traffic/kubernetes_events.h"
#include "demo/traffic/locust.h"
#include "demo/traffic/visiting.h"

namespace sextant::demo {
namespace {

constexpr double kSlicesPerHour = 3600.0 * kNanosPerSecond / kSliceNs;

struct Stream {
  Journey journey;
  double per_hour;  // at scale 1
};

// They come and go with the day.
constexpr Stream kBrowsing[] = {{VisitIndex, 60}, {BrowseProduct, 380}, {GetRecommendations, 110},
                                {GetAds, 110},    {ViewCart, 110},      {AddToCart, 90},
                                {FloodHome, 190}};
// Spread evenly, so that charts of what they cost are smooth whatever the scale; 71 Visa to 29 MasterCard.
constexpr Stream kPaying[] = {{CheckOutByVisa, 184}, {CheckOutByMasterCard, 74}};

void Begin(Recorder& recorder, UnixNanos slice, const Stream& stream, std::uint64_t number,
           std::int64_t index) {
  Random random(recorder.options().seed, 0x6a6f75726e6579, slice, number, index);
  const auto offset = static_cast<std::int64_t>(random.Uniform() * static_cast<double>(kSliceNs));
  stream.journey(recorder, random, slice + offset);
}

void PlayLocust(Recorder& recorder, UnixNanos slice) {
  const TapeOptions& options = recorder.options();
  std::uint64_t number = 0;
  for (const Stream& stream : kBrowsing) {
    Random random(options.seed, 0x636f756e74, slice, ++number);
    const int count = random.Poisson(stream.per_hour / kSlicesPerHour * options.scale * LoadAt(slice));
    for (int i = 0; i < count; ++i) Begin(recorder, slice, stream, number, i);
  }
  for (const Stream& stream : kPaying) {
    const EvenCount even =
        CountEvenly(slice, stream.per_hour * options.scale, 0.37 * static_cast<double>(++number % 2));
    for (std::int64_t i = 0; i < even.count; ++i) Begin(recorder, slice, stream, number, i);
  }
}

void PlaySlice(Recorder& recorder, UnixNanos slice) {
  const TapeOptions& options = recorder.options();
  if (options.traces || options.logs || options.sessions) PlayVisits(recorder, slice);
  if (options.traces || options.logs) {
    PlayLocust(recorder, slice);
    PlayBackground(recorder, slice);
    PlayKubernetesEvents(recorder, slice);
  }
  if (options.metrics) PlayMetrics(recorder, slice);
}

}  // namespace

bool Play(const TapeOptions& options, UnixNanos from, UnixNanos to, const Emit& emit, UnixNanos since) {
  SXT_CHECK(from % kSliceNs == 0 && to % kSliceNs == 0, "not on a slice");
  Recorder recorder(options, emit, since);
  for (UnixNanos slice = from; slice < to && recorder.wanted(); slice += kSliceNs) PlaySlice(recorder, slice);
  recorder.Flush();
  return recorder.wanted();
}

}  // namespace sextant::demo
