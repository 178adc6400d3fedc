#include "demo/traffic/screen.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sextant::demo {
namespace {

constexpr Scope kScope = {"rum.rr-web", "0.16.2"};

// "$3,599.00"
std::string PriceText(std::int64_t cents) {
  std::string text = Money(cents);
  for (std::size_t at = text.size() - 3; at > 3;) text.insert(at -= 3, 1, ',');
  return "$" + text;
}

std::int64_t PriceOf(const std::vector<OrderItem>& items) {
  std::int64_t cents = 0;
  for (const OrderItem& item : items) cents += kProducts[item.product].price_cents * item.quantity;
  return cents;
}

int QuantityOf(const std::vector<OrderItem>& items) {
  int quantity = 0;
  for (const OrderItem& item : items) quantity += item.quantity;
  return quantity;
}

int QuantityOf(const std::vector<OrderItem>& items, std::size_t product) {
  for (const OrderItem& item : items) {
    if (item.product == product) return item.quantity;
  }
  return 0;
}

// Of a part of the order.
std::int64_t ShippingOf(const Order& order, const std::vector<OrderItem>& items) {
  return order.quantity == 0 ? 0 : order.shipping_cents * QuantityOf(items) / order.quantity;
}

std::size_t TakeNumber(std::string_view& text) {
  text.remove_prefix(1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  SXT_CHECK(error == std::errc(), std::string(text));
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

UnixNanos WholeMs(UnixNanos time) { return time - time % kNanosPerMilli; }

}  // namespace

Screen::Screen(Recorder& recorder, const Visit& visit, std::size_t step)
    : recorder_(recorder),
      visit_(visit),
      recorded_(visit.recording->steps[step]),
      cart_(visit.steps[step].cart),
      next_event_(static_cast<std::int64_t>(recorded_.first_event) + 1) {
  if (recorded_.kind == StepKind::kAddToCart) AddTo(cart_, visit.steps[step].item);
}

void Screen::ShowVisitor(UnixNanos start) { Show(recorded_.visitor, start); }

void Screen::ShowPage(UnixNanos start) { Show(recorded_.page, std::max(start, shown_until_)); }

void Screen::Show(const std::vector<RecordedEvent>& events, UnixNanos start) {
  if (!recorder_.options().sessions) return;
  for (const RecordedEvent& event : events) {
    const UnixNanos time = WholeMs(start) + event.offset_ms * kNanosPerMilli;
    const std::string body = Fill(event.body, time);
    const std::array<otlp::Attribute, 4> attributes = {{{"rr-web.offset", next_event_},
                                                        {"rr-web.event", next_event_},
                                                        {"rr-web.chunk", 1},
                                                        {"rr-web.total-chunks", 1}}};
    otlp::LogRecord log;
    // Events of one millisecond keep their order when sorted by time.
    log.time = time + next_event_ * kNanosPerMicro;
    log.body = body;
    log.attributes = attributes;
    recorder_.AddRecording(visit_.id, kScope, log);
    ++next_event_;
    shown_until_ = time + kNanosPerMilli;
  }
}

std::string Screen::Fill(std::string_view body, UnixNanos time) const {
  std::string out;
  out.reserve(body.size() + body.size() / 8);
  while (true) {
    const std::size_t begin = std::min(body.find("${"), body.size());
    out += body.substr(0, begin);
    if (begin == body.size()) return out;
    const std::size_t end = body.find('}', begin);
    const std::string_view blank = body.substr(begin + 2, end - begin - 2);
    if (blank == "time") {
      out += std::to_string(time / kNanosPerMilli);
    } else {
      FillIn(blank, out);
    }
    body.remove_prefix(end + 1);
  }
}

void Screen::FillIn(std::string_view blank, std::string& out) const {
  const std::string_view name = blank.substr(0, blank.find(' '));
  std::string_view numbers = blank.substr(name.size());
  if (name == "style") {
    out += StyleSheet();
  } else if (name == "session") {
    out += visit_.session;
  } else if (name == "order") {
    out += visit_.order.id;
  } else if (name == "email") {
    const std::size_t stroke = TakeNumber(numbers);
    const std::size_t strokes = TakeNumber(numbers);
    out.append((visit_.order.customer.email.size() * stroke + strokes - 1) / strokes, '*');
  } else if (name == "items") {
    out += std::to_string(QuantityOf(cart_));
  } else if (name == "subtotal") {
    out += PriceText(PriceOf(cart_));
  } else if (name == "shipping") {
    out += PriceText(ShippingOf(visit_.order, cart_));
  } else if (name == "total") {
    out += PriceText(PriceOf(cart_) + ShippingOf(visit_.order, cart_));
  } else {
    FillProduct(name, visit_.shelf.at(TakeNumber(numbers)), out);
  }
}

void Screen::FillProduct(std::string_view blank, std::size_t product, std::string& out) const {
  const Product& facts = kProducts[product];
  const int count = QuantityOf(cart_, product);
  if (blank == "id") {
    out += facts.id;
  } else if (blank == "name") {
    out += facts.name;
  } else if (blank == "about") {
    out += AboutOf(product);
  } else if (blank == "price") {
    out += PriceText(facts.price_cents);
  } else if (blank == "count") {
    out += std::to_string(count);
  } else {
    SXT_CHECK(blank == "line", std::string(blank));
    out += PriceText(facts.price_cents * count);
  }
}

}  // namespace sextant::demo
