// A visitor's browser as HyperDX's SDK for browsers sees it: page loads, requests, clicks and changes,
// routes, errors.
#pragma once

#include <string>
#include <string_view>

#include "demo/core/tree.h"
#include "demo/traffic/http.h"
#include "demo/traffic/visit.h"

namespace sextant::demo {

// The spans of one moment of one visit; each is a trace of its own. Time goes on from call to call.
class Browser {
 public:
  // At `now`, on the page `page` ("/cart"). Once the form is sent, the SDK knows who the customer is.
  Browser(Recorder& recorder, const Visit& visit, Random random, UnixNanos now, std::string page, bool known);

  UnixNanos now() const { return now_; }
  void Spend(double ms) { now_ += Nanos(ms); }
  void Know() { known_ = true; }
  void Go(std::string page);  // a routeChange

  void LoadPage();
  // An event of the DOM: the document's listener, and the element's within it.
  void Interact(std::string_view type, std::string_view element, std::string_view xpath);
  void Click(std::string_view element, std::string_view xpath);

  // What the page asks for; gives the HTTP status.
  int Fetch(HttpRequest request, OwnTime own, FunctionRef<int(Trace& trace, Frame& frontend)> handler,
            std::string_view request_body = {});
  // POST /flagservice/…/ResolveAll: the page's feature flags.
  void ResolveFlags();
  // POST /flagservice/…/EventStream: waits for changes of them, behind what else the page does.
  void OpenEventStream();
  // What a page needs beyond what came with the document.
  void LoadLate(std::string_view path);
  // A picture that the shop serves itself.
  void LoadImage(std::string_view name);

  // SyntaxError of a page that got "Internal Server Error" where it expected JSON.
  void RejectUnhandled();
  void LongTask();
  void WebVital(std::string_view name, double value);
  void BeginRecording();

 private:
  // A span that is its own trace, without children.
  void Add(const SpanShape& shape, double ms, AttributeList attributes);
  void Describe(Frame& frame) const;
  std::string location() const { return std::string(kShopUrl) + page_; }
  void LoadResources(Trace& trace, Frame& load);
  void ServeDocument();
  // A call of flagd's evaluation service, through the proxy. Gives its end.
  UnixNanos CallFlagd(std::string_view method, OwnTime served,
                      FunctionRef<void(Trace& trace, Frame& call)> body);

  Recorder& recorder_;
  const Visit& visit_;
  Random random_;
  UnixNanos now_;
  std::string page_;
  bool known_;
};

}  // namespace sextant::demo
