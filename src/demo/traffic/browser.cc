#include "demo/traffic/browser.h"

#include <array>

#include "base/bytes.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

constexpr Service kSelf = Service::kBrowser;
constexpr Scope kLoadScope = {"@opentelemetry/instrumentation-document-load", "0.38.0"};
constexpr Scope kFetchScope = {"@opentelemetry/instrumentation-fetch", "0.51.1"};
constexpr Scope kInteractionScope = {"@opentelemetry/instrumentation-user-interaction", "0.38.0"};
constexpr Scope kRouteScope = {"route", "1"};
constexpr Scope kErrorScope = {"errors", "1"};
constexpr Scope kLongTaskScope = {"browser-longtask", "0.16.3"};
constexpr Scope kVitalsScope = {"webvitals"};
constexpr Scope kLateScope = {"post-doc-load-resource", "0.16.3"};
constexpr Scope kConnectScope = {"connectrpc.com/otelconnect", "0.7.2"};
constexpr Scope kRecorderScope = {"rum.rr-web", "0.16.2"};

constexpr std::array<std::string_view, 15> kResources = {
    "/_next/static/css/3f1e2a8b4d6c9075.css",
    "/_next/static/chunks/webpack-8cac0b4b405cede1.js",
    "/_next/static/chunks/framework-4c6bd0bd2e8c04f5.js",
    "/_next/static/chunks/main-0e5f0f9b4a3c7d12.js",
    "/_next/static/chunks/pages/_app-2b1d9c7a60e4f385.js",
    "/_next/static/chunks/29107295-62449f6ab50432c0.js",
    "/_next/static/chunks/675-4d51c6f0b3a9e728.js",
    "/_next/static/chunks/pages/index-91ab7e5d20c8f643.js",
    "/_next/static/build/_buildManifest.js",
    "/_next/static/build/_ssgManifest.js",
    "/icons/Logo.svg",
    "/icons/CartIcon.svg",
    "/icons/Chevron.svg",
    "/images/Banner.png",
    "/favicon.ico"};
// The stream lasts as long as the page; the tape cuts it, so that it does not rule charts of latency.
constexpr double kStreamMs = 15'000;
constexpr std::string_view kUnhandled = R"(Unexpected token 'I', "Internal S"... is not valid JSON)";

}  // namespace

Browser::Browser(Recorder& recorder, const Visit& visit, Random random, UnixNanos now, std::string page,
                 bool known)
    : recorder_(recorder), visit_(visit), random_(random), now_(now), page_(std::move(page)), known_(known) {}

void Browser::Describe(Frame& frame) const {
  frame.attributes.Text("location.href", location());
  if (!known_) return;
  frame.attributes.Add({{"userEmail", visit_.order.customer.email}, {"userId", visit_.order.customer.email}});
}

void Browser::Add(const SpanShape& shape, double ms, AttributeList attributes) {
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  now_ = trace.Root(now_, shape, {ms, 0}, [&](Frame& frame) {
    frame.attributes = std::move(attributes);
    Describe(frame);
  });
}

void Browser::Go(std::string page) {
  AttributeList attributes = {{"component", "user-interaction"}};
  attributes.Text("prev.href", location());
  page_ = std::move(page);
  Add({kSelf, kRouteScope, "routeChange"}, 0, std::move(attributes));
}

// What the server makes of the page itself; the browser sends no trace with it.
void Browser::ServeDocument() {
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  Frame outside;
  outside.now = now_ + Nanos(4);
  ThroughFrontend(trace, outside, {"GET", page_, visit_.user_agent}, {trace.random().Latency(12, 60), 0.2},
                  [](Frame&) { return 200; });
}

void Browser::LoadResources(Trace& trace, Frame& load) {
  Fork fork(load);
  for (const std::string_view path : kResources) {
    fork.Run([&] {
      const SpanShape shape = {kSelf, kLoadScope, "resourceFetch"};
      load.Spend(trace.random().Uniform(2, 60));
      trace.Span(load, shape, {trace.random().Latency(18, 120), 0}, [&](Frame& resource) {
        resource.AddEvent(resource.start, "fetchStart");
        resource.AddEvent("responseEnd");
        resource.attributes.Text("http.url", std::string(kShopUrl) + std::string(path));
        resource.attributes.Set("http.response_content_length", 900 + trace.random().Below(90'000));
        Describe(resource);
      });
    });
  }
}

void Browser::LoadPage() {
  ServeDocument();
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  now_ =
      trace.Root(now_, {kSelf, kLoadScope, "documentLoad"}, {0, random_.Latency(180, 500)}, [&](Frame& load) {
        load.AddEvent("fetchStart");
        trace.Span(
            load, {kSelf, kLoadScope, "documentFetch"}, {trace.random().Latency(45, 140), 0},
            [&](Frame& fetch) {
              for (const std::string_view event : {"fetchStart", "domainLookupStart", "domainLookupEnd",
                                                   "connectStart", "connectEnd", "requestStart"}) {
                fetch.AddEvent(fetch.start, event);
              }
              fetch.AddEvent("responseStart");
              fetch.AddEvent("responseEnd");
              fetch.attributes.Text("http.url", location());
              fetch.attributes.Add({{"http.method", "GET"},
                                    {"http.response_content_length", 6'904},
                                    {"http.response_content_length_uncompressed", 21'377}});
              Describe(fetch);
            });
        LoadResources(trace, load);
        for (const std::string_view event :
             {"domInteractive", "domContentLoadedEventStart", "domContentLoadedEventEnd", "firstPaint",
              "firstContentfulPaint", "domComplete", "loadEventStart", "loadEventEnd"}) {
          load.AddEvent(event);
        }
        load.attributes.Text("http.url", location());
        load.attributes.Add({{"http.user_agent", visit_.user_agent}, {"component", "document-load"}});
        load.attributes.Text("screen.xy", std::to_string(visit_.recording->width) + "x" +
                                              std::to_string(visit_.recording->height));
        Describe(load);
      });
}

void Browser::Interact(std::string_view type, std::string_view element, std::string_view xpath) {
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  const SpanShape shape = {kSelf, kInteractionScope, type};
  const auto describe = [&](Frame& frame) {
    frame.attributes = {{"event_type", type},
                        {"target_element", element},
                        {"target_xpath", xpath},
                        {"component", "user-interaction"}};
    frame.attributes.Text("http.url", location());
    Describe(frame);
  };
  now_ = trace.Root(now_, shape, {0.1, 0.1}, [&](Frame& document) {
    describe(document);
    trace.Span(document, shape, {trace.random().Latency(0.3, 2.5), 0}, describe);
  });
}

void Browser::Click(std::string_view element, std::string_view xpath) {
  Interact("mousedown", element, xpath);
  Spend(random_.Uniform(45, 110));
  Interact("mouseup", element, xpath);
  Interact("click", element, xpath);
}

int Browser::Fetch(HttpRequest request, OwnTime own, FunctionRef<int(Trace& trace, Frame& frontend)> handler,
                   std::string_view request_body) {
  request.user_agent = visit_.user_agent;
  request.body_bytes = static_cast<int>(request_body.size());
  const std::string name = "HTTP " + std::string(request.method);
  int status = 200;
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  now_ = trace.Root(now_, {kSelf, kFetchScope, name, SpanKind::kClient}, {1.2, 0.8}, [&](Frame& fetch) {
    fetch.AddEvent("fetchStart");
    fetch.AddEvent("requestStart");
    status = ThroughFrontend(trace, fetch, request, own,
                             [&](Frame& frontend) { return handler(trace, frontend); });
    fetch.AddEvent("responseStart");
    fetch.AddEvent("responseEnd");
    fetch.attributes = {{"component", "fetch"},
                        {"http.method", request.method},
                        {"http.status_code", status},
                        {"http.status_text", status == 200 ? "OK" : "Internal Server Error"},
                        {"http.host", "frontend-proxy:8080"},
                        {"http.scheme", "http"},
                        {"http.user_agent", visit_.user_agent},
                        {"http.response_content_length", status == 200 ? 1'204 : 21},
                        {"http.response.header.content-type",
                         status == 200 ? "application/json; charset=utf-8" : "text/plain"}};
    fetch.attributes.Text("http.url", std::string(kShopUrl) + request.path);
    fetch.attributes.Text("http.request.header.traceparent",
                          "00-" + ToHex(trace.id()) + "-" + ToHex(fetch.id) + "-01");
    if (!request_body.empty()) {
      fetch.attributes.Add(
          {{"http.request.header.content_type", "application/json"}, {"http.request.body", request_body}});
    }
    if (status >= 500) fetch.attributes.Set("http.response.body", "Internal Server Error");
    Describe(fetch);
  });
  return status;
}

UnixNanos Browser::CallFlagd(std::string_view method, OwnTime served,
                             FunctionRef<void(Trace& trace, Frame& call)> body) {
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  const std::string path = "flagd.evaluation.v1.Service/" + std::string(method);
  const HttpRequest request = {"POST", "/flagservice/" + path, visit_.user_agent, 62};
  return trace.Root(now_, {kSelf, kFetchScope, "HTTP POST", SpanKind::kClient}, {1, 0.6}, [&](Frame& fetch) {
    ThroughEnvoy(trace, fetch, request, "flagservice", [&](Frame& egress) {
      const SpanShape server = {Service::kFlagd, kConnectScope, path, SpanKind::kServer};
      trace.Span(egress, server, served, [&](Frame& call) {
        call.attributes = {{"rpc.system", "connect_rpc"},
                           {"rpc.service", "flagd.evaluation.v1.Service"},
                           {"rpc.method", method}};
        body(trace, call);
      });
      return 200;
    });
    fetch.attributes = {{"component", "fetch"}, {"http.method", "POST"}, {"http.status_code", 200}};
    fetch.attributes.Text("http.url", std::string(kShopUrl) + request.path);
    Describe(fetch);
  });
}

void Browser::ResolveFlags() {
  now_ = CallFlagd("ResolveAll", {0.2, 0.1}, [](Trace& trace, Frame& call) {
    trace.Span(call, {Service::kFlagd, {"flagd.evaluation.v1"}, "resolveAll", SpanKind::kServer}, {0.1, 0.1},
               [&](Frame& resolve) {
                 trace.Span(resolve, {Service::kFlagd, {"jsonEvaluator"}, "resolveAll"},
                            {trace.random().Latency(0.3, 1.5), 0}, [](Frame&) {});
               });
  });
}

void Browser::OpenEventStream() {
  CallFlagd("EventStream", {kStreamMs, 0}, [](Trace&, Frame&) {});
}

void Browser::LoadLate(std::string_view path) {
  AttributeList attributes = {{"component", "post-document-load"},
                              {"http.response_content_length", 2'400 + random_.Below(40'000)}};
  attributes.Text("http.url", std::string(kShopUrl) + std::string(path));
  Add({kSelf, kLateScope, "resourceFetch"}, random_.Latency(14, 90), std::move(attributes));
}

void Browser::LoadImage(std::string_view name) {
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  Frame outside;
  outside.now = now_;
  const std::string path = "/images/" + std::string(name);
  ThroughEnvoy(trace, outside, {"GET", path, visit_.user_agent}, "image-provider", [&](Frame& egress) {
    const SpanShape shape = {Service::kImageProvider, {"nginx"}, "image-provider", SpanKind::kServer};
    trace.Span(egress, shape, {trace.random().Latency(0.4, 3), 0}, [&](Frame& server) {
      server.attributes = {{"http.method", "GET"},
                           {"http.target", path},
                           {"http.status_code", 200},
                           {"http.scheme", "http"},
                           {"http.flavor", "1.1"}};
    });
    return 200;
  });
}

void Browser::RejectUnhandled() {
  Trace trace(recorder_, Random(random_.Next()), visit_.id);
  now_ = trace.Root(now_, {kSelf, kErrorScope, "unhandledrejection"}, {}, [&](Frame& frame) {
    frame.status = SpanStatus::kError;
    frame.AddEvent("exception")
        .Add({{"exception.type", "SyntaxError"},
              {"exception.message", kUnhandled},
              {"exception.parsed_stacktrace", R"({"frames":[]})"}});
    frame.attributes = {{"component", "error"},
                        {"error", true},
                        {"error.object", "SyntaxError"},
                        {"error.message", kUnhandled}};
    frame.attributes.Text("error.stack", "SyntaxError: " + std::string(kUnhandled));
    Describe(frame);
  });
}

void Browser::LongTask() {
  const double ms = random_.Uniform(52, 160);
  Add({kSelf, kLongTaskScope, "longtask"}, ms,
      {{"component", "browser-longtask"},
       {"longtask.duration", ms},
       {"longtask.name", "self"},
       {"longtask.entry_type", "longtask"},
       {"longtask.attribution.name", "unknown"},
       {"longtask.attribution.container_type", "window"}});
}

void Browser::WebVital(std::string_view name, double value) {
  Add({kSelf, kVitalsScope, "webvitals"}, 0, {{name, value}});
}

void Browser::BeginRecording() { Add({kSelf, kRecorderScope, "record init"}, 0, {}); }

}  // namespace sextant::demo
