#include "demo/catalogue.h"
#include "demo/journey_parts.h"
#include "demo/journeys.h"

namespace sextant::demo {

void VisitIndex(Recorder& recorder, Random random, UnixNanos start) {
  Trace trace(recorder, random);
  ThroughProxy(trace, start, {"GET", "/"}, {trace.random().Latency(12, 60), 0.2}, [](Frame&) { return 200; });
}

void BrowseProduct(Recorder& recorder, Random random, UnixNanos start) {
  Trace trace(recorder, random);
  const std::size_t product = trace.random().Below(kProducts.size());
  const HttpRequest request = {"GET", "/api/products/" + std::string(kProducts[product].id)};
  ThroughProxy(trace, start, request, {1.2, trace.random().Latency(1, 8)}, [&](Frame& frontend) {
    const Rpc rpc = {"oteldemo.ProductCatalogService", "GetProduct", "product-catalog"};
    FrontendCall(trace, frontend, rpc, [&](Frame& client) { ServeProduct(trace, client, product); });
    return 200;
  });
}

}  // namespace sextant::demo
