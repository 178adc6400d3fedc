#include "demo/traffic/visiting.h"

#include <algorithm>

#include "base/json.h"
#include "demo/traffic/browser.h"
#include "demo/traffic/checkout.h"
#include "demo/traffic/screen.h"
#include "demo/traffic/shop_api.h"

namespace sextant::demo {
namespace {

constexpr std::string_view kGoShoppingPath = "//*[@id=\"__next\"]/div/main/div[1]/button";
constexpr std::string_view kHomePath = "//*[@id=\"__next\"]/header/a";
constexpr std::string_view kCardPath = "//*[@id=\"hot-products\"]/div/a/div";
constexpr std::string_view kQuantityPath = "//*[@id=\"__next\"]/div/main/div/div/select";
constexpr std::string_view kAddPath = "//*[@id=\"__next\"]/div/main/div/div/button";
constexpr std::string_view kContinuePath = "//*[@id=\"__next\"]/div/main/div/button";
constexpr std::string_view kCartPath = "//*[@id=\"__next\"]/header/div/a";
constexpr std::string_view kOrderPath = "//*[@id=\"__next\"]/div/main/form/button";
constexpr double kImageShare = 0.3;

std::string PageBefore(const VisitStep& step) {
  switch (step.kind) {
    case StepKind::kOpenShop:
    case StepKind::kGoShopping: return "/";
    case StepKind::kOpenProduct:
    case StepKind::kOpenCart: return "/#hot-products";
    case StepKind::kPickQuantity:
    case StepKind::kGoHome:
    case StepKind::kAddToCart: return "/product/" + std::string(kProducts[step.item.product].id);
    case StepKind::kContinueShopping:
    case StepKind::kFillField:
    case StepKind::kPlaceOrder:
    case StepKind::kLinger: return "/cart";
  }
  return "/";
}

std::vector<std::string_view> CategoriesOf(const std::vector<OrderItem>& items) {
  std::vector<std::string_view> categories;
  for (const OrderItem& item : items) {
    std::string_view rest = kProducts[item.product].categories;
    while (!rest.empty() && categories.size() < 4) {
      const std::string_view name = rest.substr(0, rest.find(','));
      categories.push_back(name);
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    }
  }
  return categories;
}

// One step of a visit.
class Player {
 public:
  Player(Recorder& recorder, const Visit& visit, std::size_t index)
      : visit_(visit),
        step_(visit.steps[index]),
        random_(recorder.options().seed, 0x73746570, visit.id, index),
        browser_(recorder, visit, Random(random_.Next()), visit.start + step_.after_ns, PageBefore(step_),
                 false),
        screen_(recorder, visit, index) {}

  void Play() {
    if (step_.kind == StepKind::kOpenShop) {
      OpenShop();
    } else {
      screen_.ShowVisitor(browser_.now());
      Act();
    }
    screen_.ShowPage(browser_.now());
  }

 private:
  using Answer = FunctionRef<int(Trace& trace, Frame& frontend)>;

  void Act() {
    switch (step_.kind) {
      case StepKind::kOpenShop: return;
      case StepKind::kGoShopping: Click("BUTTON", kGoShoppingPath); return browser_.Go("/#hot-products");
      case StepKind::kOpenProduct: return OpenProduct();
      case StepKind::kPickQuantity:
        browser_.Spend(screen_.visitor_ms());
        return browser_.Interact("change", "SELECT", kQuantityPath);
      case StepKind::kAddToCart: return AddToCart();
      case StepKind::kContinueShopping:
        Click("BUTTON", kContinuePath);
        browser_.Go("/");
        return ListProducts();
      case StepKind::kGoHome:
        Click("A", kHomePath);
        browser_.Go("/");
        return ListProducts();
      case StepKind::kOpenCart: return OpenCart();
      case StepKind::kFillField: return FillField();
      case StepKind::kPlaceOrder: return PlaceOrder();
      case StepKind::kLinger: return;
    }
  }

  // Of its kind in the visit.
  bool is_first() const {
    return std::none_of(visit_.steps.data(), &step_,
                        [&](const VisitStep& earlier) { return earlier.kind == step_.kind; });
  }

  // When the recording's button goes down.
  void Click(std::string_view element, std::string_view xpath) {
    browser_.Spend(screen_.press_ms());
    browser_.Click(element, xpath);
  }

  void Get(std::string path, Answer answer) {
    browser_.Fetch({"GET", std::move(path)}, {1.2, random_.Latency(0.9, 7)}, answer);
  }

  std::string SessionQuery() const { return "?sessionId=" + visit_.session + "&currencyCode=USD"; }

  void ListProducts() {
    Get("/api/products?currencyCode=USD",
        [](Trace& trace, Frame& frame) { return AnswerProducts(trace, frame); });
  }
  void GetCart() {
    Get("/api/cart" + SessionQuery(),
        [this](Trace& trace, Frame& frame) { return AnswerCart(trace, frame, visit_.session, step_.cart); });
  }
  void GetRecommendations(std::size_t product) {
    Get("/api/recommendations?productIds=" + std::string(kProducts[product].id) +
            "&sessionId=" + visit_.session + "&currencyCode=USD",
        [&](Trace& trace, Frame& frame) { return AnswerRecommendations(trace, frame, product); });
  }
  void GetAds(const std::vector<OrderItem>& items) {
    const auto categories = CategoriesOf(items);
    std::string path = "/api/data?contextKeys=";
    for (const std::string_view category : categories)
      path += (path.back() == '=' ? "" : "%2C") + std::string(category);
    Get(path,
        [&](Trace& trace, Frame& frame) { return AnswerAds(trace, frame, categories, visit_.session); });
  }

  void OpenShop() {
    browser_.LoadPage();
    screen_.ShowVisitor(browser_.now());
    browser_.BeginRecording();
    browser_.ResolveFlags();
    browser_.OpenEventStream();
    ListProducts();
    GetCart();
    Get("/api/currency?", [](Trace& trace, Frame& frame) { return AnswerCurrencies(trace, frame); });
    if (random_.Chance(kImageShare)) browser_.LoadImage("Banner.png");
    browser_.LongTask();
    browser_.WebVital("fid", random_.Uniform(0.8, 4));
    browser_.WebVital("lcp", random_.Uniform(480, 1400));
    browser_.WebVital("cls", random_.Uniform(0, 0.08));
  }

  void OpenProduct() {
    Click("DIV", kCardPath);
    browser_.Go("/product/" + std::string(kProducts[step_.item.product].id));
    if (is_first()) browser_.LoadLate("/_next/static/chunks/pages/product/[productId]-5a0c7e19b2d4f863.js");
    GetRecommendations(step_.item.product);
    Get("/api/products/" + std::string(kProducts[step_.item.product].id) + "?currencyCode=USD",
        [this](Trace& trace, Frame& frame) { return AnswerProduct(trace, frame, step_.item.product); });
    GetAds({step_.item});
  }

  void AddToCart() {
    Click("BUTTON", kAddPath);
    int before = 0;
    for (const OrderItem& item : step_.cart) before += item.quantity;
    JsonWriter body;
    body.Object().Key("item").Object().Key("productId").String(kProducts[step_.item.product].id);
    body.Key("quantity").Int(step_.item.quantity).End().Key("userId").String(visit_.session).End();
    browser_.Fetch(
        {"POST", "/api/cart"}, {1.4, random_.Latency(1, 8)},
        [&](Trace& trace, Frame& frame) {
          return AnswerAddToCart(trace, frame, visit_.session, step_.item, before);
        },
        body.Take());
    GetCart();
    browser_.Go("/cart");
  }

  void OpenCart() {
    Click("A", kCartPath);
    browser_.Go("/cart");
    browser_.LoadLate("/icons/Lock.svg");
    GetRecommendations(step_.cart.front().product);
    Get("/api/shipping?itemList=" + std::to_string(step_.cart.size()) + "&currencyCode=USD",
        [this](Trace& trace, Frame& frame) { return AnswerShipping(trace, frame, visit_.order); });
    GetAds(step_.cart);
  }

  void FillField() {
    const std::string xpath = "//*[@id=\"" + std::string(kFormFields[step_.field]) + "\"]";
    browser_.Spend(screen_.visitor_ms());
    const bool chosen = step_.field == 6 || step_.field == 7;
    browser_.Interact("change", chosen ? "SELECT" : "INPUT", xpath);
  }

  void PlaceOrder() {
    Click("BUTTON", kOrderPath);
    browser_.Know();
    browser_.Interact("submit", "FORM", "//*[@id=\"__next\"]/div/main/form");
    JsonWriter body;
    body.Object().Key("userId").String(visit_.session).Key("email").String(visit_.order.customer.email);
    body.Key("userCurrency").String("USD").End();
    const int status = browser_.Fetch(
        {"POST", "/api/checkout?currencyCode=USD"}, {2, 1.5},
        [&](Trace& trace, Frame& frame) { return AnswerCheckout(trace, frame, visit_.order, "USD"); },
        body.Take());
    if (status != 200) return browser_.RejectUnhandled();
    browser_.Go("/cart/checkout/" + visit_.order.id);
    Get("/api/cart" + SessionQuery(),
        [this](Trace& trace, Frame& frame) { return AnswerCart(trace, frame, visit_.session, {}); });
    GetRecommendations(visit_.order.items.front().product);
    GetAds(visit_.order.items);
    browser_.WebVital("inp", random_.Uniform(16, 90));
  }

  const Visit& visit_;
  const VisitStep& step_;
  Random random_;
  Browser browser_;
  Screen screen_;
};

}  // namespace

void PlayVisits(Recorder& recorder, UnixNanos slice) {
  for (UnixNanos begun = slice - kLongestVisitNs; begun <= slice; begun += kSliceNs) {
    for (const Visit& visit : VisitsOf(recorder.options(), begun)) {
      for (std::size_t i = 0; i < visit.steps.size(); ++i) {
        const UnixNanos at = visit.start + visit.steps[i].after_ns;
        if (at >= slice && at < slice + kSliceNs) Player(recorder, visit, i).Play();
      }
    }
  }
}

}  // namespace sextant::demo
