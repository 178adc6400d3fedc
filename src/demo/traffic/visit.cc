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

constexpr std::array<std::string_view, 4> kUserAgents = {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/136.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 "
    "Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:138.0) Gecko/20100101 Firefox/138.0"};

class Planner {
 public:
  Planner(Random& random, Visit& visit) : random_(random), visit_(visit) {}

  void Walk() {
    Step(0, 0, {StepKind::kOpenShop});
    Step(3, 6, {StepKind::kGoShopping});
    const std::size_t loops = 2 + std::min(random_.Below(6), random_.Below(6));
    for (std::size_t i = 0; i < loops; ++i) Buy();
    Step(2, 3, {StepKind::kOpenCart});
    for (std::size_t field = 0; field < kFormFields.size(); ++field) {
      Step(field == 0 ? 3 : 0.5, field == 0 ? 5 : 1, {StepKind::kFillField, {}, field});
    }
    Step(1, 3, {StepKind::kPlaceOrder});
  }

  std::vector<OrderItem> TakeCart() { return std::move(cart_); }

 private:
  struct What {
    StepKind kind;
    OrderItem item{};
    std::size_t field = 0;
  };

  void Step(double least_s, double most_s, const What& what) {
    now_ns_ +=
        static_cast<std::int64_t>(random_.Uniform(least_s, most_s) * static_cast<double>(kNanosPerSecond));
    visit_.steps.push_back({now_ns_, what.kind, what.item, what.field, cart_});
  }

  void Buy() {
    const OrderItem item = {random_.Below(kProducts.size()), 1 + static_cast<int>(random_.Below(10))};
    Step(3, 5, {StepKind::kOpenProduct, item});
    Step(2, 4, {StepKind::kPickQuantity, item});
    Step(2, 4, {StepKind::kAddToCart, item});
    const auto known = std::find_if(cart_.begin(), cart_.end(),
                                    [&](const auto& other) { return other.product == item.product; });
    if (known == cart_.end()) {
      cart_.push_back(item);
    } else {
      known->quantity += item.quantity;
    }
    Step(3, 5, {StepKind::kContinueShopping});
    Step(1.5, 3, {StepKind::kGoShopping});
  }

  Random& random_;
  Visit& visit_;
  std::int64_t now_ns_ = 0;
  std::vector<OrderItem> cart_;
};

Visit Plan(const TapeOptions& options, UnixNanos start, std::uint64_t id, std::int64_t number) {
  Random random(options.seed, 0x7669736974, id);
  Visit visit;
  visit.id = id;
  visit.start = start;
  visit.session = random.Uuid();
  visit.user_agent = kUserAgents[random.Below(kUserAgents.size())];
  Planner planner(random, visit);
  planner.Walk();
  const Incident incident = IncidentAt(options, start + visit.steps.back().after_ns);
  const bool visa = incident.phase == Phase::kFull ? number % kFullMasterCardEvery != 0 : number % 2 == 0;
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
