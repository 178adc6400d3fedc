#include "demo/traffic/visit.h"

#include <algorithm>
#include <array>

#include "demo/core/even.h"
#include "demo/core/timeline.h"

namespace sextant::demo {
namespace {

constexpr double kVisitsPerHour = 18;
// While the cache is full, few pay by MasterCard, so that the hit ones are many at any scale.
constexpr std::int64_t kFullMasterCardEvery = 15;
// When Braulio comes, since the cache is full.
constexpr std::array<std::int64_t, 2> kBraulioAfter = {37 * kNanosPerMinute, 61 * kNanosPerMinute};

// When nothing is wrong with the cards, every so many-th only looks.
constexpr std::int64_t kLeavesEvery = 6;
// From the form being sent until the card is charged, at most.
constexpr std::int64_t kChargedAfterNs = kNanosPerSecond;
// What the page needs to answer a step, beyond what the recording shows.
constexpr std::int64_t kAnswerNs = 400 * kNanosPerMilli;

constexpr std::array<std::string_view, 4> kDesktops = {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/136.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 "
    "Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:138.0) Gecko/20100101 Firefox/138.0"};
constexpr std::array<std::string_view, 2> kPhones = {
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.4 Mobile/15E148 Safari/604.1"};

// How long a visitor looks before the step, in seconds.
struct Pause {
  double least;
  double most;
};

Pause PauseBefore(StepKind kind, std::size_t argument) {
  switch (kind) {
    case StepKind::kOpenShop: return {0, 0};
    case StepKind::kGoShopping: return {1, 3};
    case StepKind::kOpenProduct: return {1.5, 4};
    case StepKind::kPickQuantity: return {2, 4};
    case StepKind::kAddToCart: return {0.5, 2};
    case StepKind::kContinueShopping: return {1.5, 4};
    case StepKind::kGoHome: return {2, 5};
    case StepKind::kOpenCart: return {1, 3};
    case StepKind::kFillField: return argument == 0 ? Pause{2, 4} : Pause{0.2, 0.8};
    case StepKind::kPlaceOrder: return {1, 3};
    case StepKind::kLinger: return {1.5, 3};
  }
  return {0, 0};
}

// One of the recordings that end so.
const Recording& RecordingFor(Random& random, Outcome outcome) {
  std::vector<const Recording*> fitting;
  for (const Recording& recording : Recordings()) {
    if (recording.outcome == outcome) fitting.push_back(&recording);
  }
  return *fitting[random.Below(fitting.size())];
}

// Walks a visit along its recording. No order is placed within `kChargedAfterNs` of `not_before`, or earlier.
class Planner {
 public:
  Planner(Random& random, Visit& visit, UnixNanos not_before)
      : random_(random), visit_(visit), hold_ns_(not_before + kChargedAfterNs - visit.start) {}

  void Walk() {
    for (const RecordedStep& recorded : visit_.recording->steps) {
      const Pause pause = PauseBefore(recorded.kind, recorded.argument);
      now_ns_ += static_cast<std::int64_t>(random_.Uniform(pause.least, pause.most) *
                                           static_cast<double>(kNanosPerSecond));
      if (recorded.kind == StepKind::kPlaceOrder) now_ns_ = std::max(now_ns_, hold_ns_);
      if (recorded.kind == StepKind::kOpenProduct) Choose(recorded.argument);
      visit_.steps.push_back({now_ns_, recorded.kind, item_, recorded.argument, cart_});
      if (recorded.kind == StepKind::kAddToCart) AddTo(cart_, item_);
      now_ns_ += (recorded.visitor_ms() + recorded.page_ms()) * kNanosPerMilli + kAnswerNs;
    }
  }

  std::vector<OrderItem> TakeCart() { return std::move(cart_); }

 private:
  void Choose(std::size_t place) {
    item_ = {visit_.shelf.at(place), 1 + static_cast<int>(random_.Below(10))};
  }

  Random& random_;
  Visit& visit_;
  const std::int64_t hold_ns_;
  std::int64_t now_ns_ = 0;
  OrderItem item_{};
  std::vector<OrderItem> cart_;
};

// Whether the card will be refused is decided from where the visit's order is placed at the latest; one that
// would be placed before the incident's next turn waits for it.
Visit Plan(const TapeOptions& options, UnixNanos start, std::uint64_t id, std::int64_t number) {
  Random random(options.seed, 0x7669736974, id);
  Visit visit;
  visit.id = id;
  visit.start = start;
  visit.session = random.Uuid();
  visit.shelf = ShelfOf(visit.session);
  const UnixNanos latest = start + kLatestOrderNs;
  const Incident incident = IncidentAt(options, latest);
  const UnixNanos rollout = latest - incident.since_rollout_ns;
  const std::int64_t turn_ns = incident.since_rollout_ns >= kRollbackNs ? kRollbackNs
                               : incident.since_rollout_ns >= kGrowthNs ? kGrowthNs
                                                                        : 0;
  const bool full = incident.phase == Phase::kFull;
  const bool visa = full ? number % kFullMasterCardEvery != 0 : number % 2 == 0;
  const Outcome outcome = full && visa                          ? Outcome::kRefused
                          : !full && number % kLeavesEvery == 3 ? Outcome::kLeft
                                                                : Outcome::kBought;
  visit.recording = &RecordingFor(random, outcome);
  visit.user_agent = visit.recording->device == Device::kPhone ? kPhones[random.Below(kPhones.size())]
                                                               : kDesktops[random.Below(kDesktops.size())];
  Planner planner(random, visit, rollout + turn_ns);
  planner.Walk();
  visit.order = MakeOrder(random, RandomVisitor(random, visa), planner.TakeCart());
  visit.order.customer.user_id = visit.session;
  return visit;
}

}  // namespace

std::vector<Visit> VisitsOf(const TapeOptions& options, UnixNanos slice) {
  std::vector<Visit> visits;
  const EvenCount count = CountEvenly(slice, kVisitsPerHour * options.scale);
  for (std::int64_t i = 0; i < count.count; ++i) {
    Random random(options.seed, 0x617272697665, slice, i);
    const auto offset = static_cast<std::int64_t>(random.Uniform() * static_cast<double>(kSliceNs));
    visits.push_back(Plan(options, slice + offset, random.Next() | 1, count.first + i));
  }
  const std::int64_t since_full = IncidentAt(options, slice).since_rollout_ns - kGrowthNs;
  for (const std::int64_t after : kBraulioAfter) {
    if (after < since_full || after >= since_full + kSliceNs) continue;
    Random random(options.seed, 0x6272, slice);
    visits.push_back(Plan(options, slice, random.Next() | 1, 1));
    visits.back().order.customer.email = kBraulio;
  }
  return visits;
}

}  // namespace sextant::demo
