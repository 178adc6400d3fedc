// What a visitor's screen showed, as HyperDX's recorder sends it: a recording's events at the visit's times,
// their blanks filled with the visit's own session, products and prices.
#pragma once

#include <string>
#include <string_view>

#include "demo/core/recorder.h"
#include "demo/traffic/visit.h"

namespace sextant::demo {

// One step of one visit. Borrows both.
class Screen {
 public:
  Screen(Recorder& recorder, const Visit& visit, std::size_t step);

  // What the visitor does, from the step's first instant on.
  void ShowVisitor(UnixNanos start);
  // What the page makes of it; never before the visitor has done it.
  void ShowPage(UnixNanos start);

  // Since the step's start: when the button goes down, and when the visitor is done.
  double press_ms() const { return recorded_.press_ms; }
  double visitor_ms() const { return recorded_.visitor_ms(); }

 private:
  void Show(const std::vector<RecordedEvent>& events, UnixNanos start);
  void FillIn(std::string_view blank, std::string& out) const;
  void FillProduct(std::string_view blank, std::size_t product, std::string& out) const;
  std::string Fill(std::string_view body, UnixNanos time) const;

  Recorder& recorder_;
  const Visit& visit_;
  const RecordedStep& recorded_;
  std::vector<OrderItem> cart_;  // after the step; what was ordered, once it is
  UnixNanos shown_until_ = 0;
  std::int64_t next_event_;
};

}  // namespace sextant::demo
