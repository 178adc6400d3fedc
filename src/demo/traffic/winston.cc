#include "demo/traffic/winston.h"

#include "base/bytes.h"
#include "base/json.h"

namespace sextant::demo {

WinstonRecord::WinstonRecord(Trace& trace, const Frame& frame, Service service)
    : trace_(trace),
      frame_(frame),
      service_(service),
      trace_id_(ToHex(trace.id())),
      span_id_(ToHex(frame.id)) {}

void WinstonRecord::Write(std::string_view level, std::string_view message) {
  // An Error has no fields of its own, so that payment's console loses the message.
  const bool loses_message = level == "error" && service_ == Service::kPayment;
  JsonWriter json;
  json.Object().Key("level").String(level);
  if (!loses_message) json.Key("message").String(message);
  json.Key("span_id")
      .String(span_id_)
      .Key("trace_flags")
      .String("01")
      .Key("trace_id")
      .String(trace_id_)
      .End();
  trace_.Line(frame_, service_, json.Take());
  values_.Add({{"trace_id", trace_id_}, {"span_id", span_id_}, {"trace_flags", "01"}});
  trace_.Log(frame_, service_, kWinstonScope, {level}, message, values_);
}

}  // namespace sextant::demo
