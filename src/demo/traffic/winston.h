// A log record of payment or the frontend, which log with winston: once by the SDK, once as a JSON line on
// the container's output.
#pragma once

#include <string_view>

#include "demo/core/tree.h"

namespace sextant::demo {

inline constexpr Scope kWinstonScope = {"node-logger"};

class WinstonRecord {
 public:
  // Of the moment that `frame` has come to.
  WinstonRecord(Trace& trace, const Frame& frame, Service service);

  AttributeList& values() { return values_; }
  void Write(std::string_view level, std::string_view message);

 private:
  Trace& trace_;
  const Frame& frame_;
  const Service service_;
  const std::string trace_id_;
  const std::string span_id_;
  AttributeList values_;
};

}  // namespace sextant::demo
