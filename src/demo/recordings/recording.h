// Visits of real browsers to demo/shop, recorded with rrweb by demo/record/record.mjs and kept in visits/.
// The format of a .visit file, one item a line:
//   visit WIDTH HEIGHT desktop|phone bought|refused|left
//   step KIND [ARGUMENT] PRESS     PRESS: when the button goes down, ms since the step began
//   visitor OFFSET EVENT           what the visitor does; ms since the step began
//   page OFFSET EVENT              what the page makes of it; ms since the page's first change
// EVENT is one rrweb event as JSON with blanks, filled for each visit of the tape (traffic/screen.h):
//   ${time} its time, ms · ${style} the style sheet, a JSON string · ${session} · ${order} its id
//   ${email I N} the masked address after the Ith of N strokes
//   ${id P} ${name P} ${about P} ${price P} of the product at place P of the visitor's shelf
//   ${count P} ${line P} how many of it are in the cart, and what they cost · ${items} all of them
//   ${subtotal} ${shipping} ${total}
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sextant::demo {

enum class StepKind : std::uint8_t {
  kOpenShop,     // the home page, from outside
  kGoShopping,   // down to the products
  kOpenProduct,  // its argument is the place on the shelf
  kPickQuantity,
  kAddToCart,         // … and to the cart
  kContinueShopping,  // from the cart back to the home page
  kGoHome,            // … from a product
  kOpenCart,
  kFillField,  // its argument is the field's number
  kPlaceOrder,
  kLinger,  // looks, and waits
};

enum class Device : std::uint8_t { kDesktop, kPhone };
enum class Outcome : std::uint8_t { kBought, kRefused, kLeft };

struct RecordedEvent {
  std::int32_t offset_ms = 0;
  std::string_view body;
};

struct RecordedStep {
  StepKind kind = StepKind::kOpenShop;
  std::size_t argument = 0;
  std::int32_t press_ms = 0;
  std::size_t first_event = 0;  // how many events come before it
  // In the order of their offsets.
  std::vector<RecordedEvent> visitor;
  std::vector<RecordedEvent> page;

  std::int32_t visitor_ms() const { return visitor.empty() ? press_ms : visitor.back().offset_ms; }
  std::int32_t page_ms() const { return page.empty() ? 0 : page.back().offset_ms; }
};

struct Recording {
  std::string_view name;
  int width = 0;
  int height = 0;
  Device device = Device::kDesktop;
  Outcome outcome = Outcome::kLeft;
  std::vector<RecordedStep> steps;  // the first is kOpenShop
};

// All of them, ordered by name; read once. Thread-safe.
const std::vector<Recording>& Recordings();

}  // namespace sextant::demo
