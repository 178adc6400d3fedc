#include "demo/core/services.h"

namespace sextant::demo {
namespace {

constexpr std::array<ServiceFacts, kServiceCount> kFacts = {{
    {"load-generator", "load-generator-57cbb7dfc9-ncxcf", Runtime::kPython, "1.30.0", 0.12, 310, 0, 0, 0,
     1500},
    {"frontend-proxy", "frontend-proxy-7b8f6cd957-s25qj", Runtime::kEnvoy,
     "4ee6e8a1bd0bbff9a7e1a4e5cf8f7b5f3a3c1c3d/1.32.3/Clean/RELEASE/BoringSSL", 0.05, 48, 0.3, 1, 100, 200},
    {"frontend", "frontend-6dcb696646-fmcdz", Runtime::kNodeJs, "1.24.1", 0.14, 168, 0.3, 2, 250, 500},
    {"checkout", "checkout-784f69b785-cnlpp", Runtime::kGo, "1.35.0", 0.02, 34, 0.1, 0.25, 200, 400},
    {"payment", "payment", Runtime::kNodeJs, "1.24.1", 0.045, 95, 0.05, 0.4, 50, 400},
    {"currency", "currency-fd7775b9c-rf6cr", Runtime::kCpp, "1.19.0", 0.006, 12, 0.1, 0.25, 200, 400},
    {"cart", "cart-5b4c98bd8-xm7m2", Runtime::kDotnet, "1.11.2", 0.02, 96, 0.1, 0.25, 200, 400},
    {"product-catalog", "product-catalog-7fb77f9c78-49bhj", Runtime::kGo, "1.35.0", 0.015, 22, 0.05, 0.1, 50,
     200},
    {"shipping", "shipping-7fc69f7fd7-zxrx6", Runtime::kRust, "0.22.1", 0.003, 8, 0.05, 0.1, 50, 200},
    {"quote", "quote-576c557cdf-qn6pr", Runtime::kPhp, "1.2.2", 0.01, 40, 0.05, 0.1, 50, 200},
    {"email", "email-5c54598f99-2td8s", Runtime::kRuby, "1.4.1", 0.006, 92, 0.1, 0.25, 200, 800},
    {"recommendation", "recommendation-546cc68fdf-8x5mm", Runtime::kPython, "1.30.0", 0.03, 88, 0.2, 0.5, 200,
     1000},
    {"ad", "ad-769f968468-qq8mw", Runtime::kJava, "1.47.0", 0.03, 290, 0.1, 0.5, 200, 600},
    {"accounting", "accounting-fd44f4996-fcl4k", Runtime::kDotnetAuto, "1.11.1", 0.01, 104, 0.1, 0.3, 200,
     400},
    {"fraud-detection", "fraud-detection-5769fdf75f-cjvgh", Runtime::kJava, "1.47.0", 0.015, 305, 0.1, 0.25,
     200, 600},
    {"kafka", "kafka-7b6666866d-xfzn6", Runtime::kJava, "1.47.0", 0.06, 640, 0.25, 0.5, 500, 1000},
    {"image-provider", "image-provider-5fdb455756-fs4xv", Runtime::kNginx, "", 0.001, 9, 0.05, 0.1, 50, 100},
    {"flagd", "flagd-5466775df7-zjb4x", Runtime::kGo, "1.34.0", 0.01, 62, 0.1, 0.25, 200, 400},
    {"artillery-loadgen", "artillery-loadgen-7bc4bdf47d-5sb96", Runtime::kNone, "", 0.35, 540, 0, 0, 500,
     1024},
    {"valkey-cart", "valkey-cart-5f7b667bb7-gl5v4", Runtime::kNone, "", 0.004, 7, 0.05, 0.1, 50, 200},
    {"frontend", "", Runtime::kBrowser, "0.16.3"},
    {"", ""},
    {"", ""},
}};

}  // namespace

const ServiceFacts& FactsOf(Service service) { return kFacts[static_cast<std::size_t>(service)]; }

std::string_view NameOf(Service service) { return FactsOf(service).name; }

}  // namespace sextant::demo
