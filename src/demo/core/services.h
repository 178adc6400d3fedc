// The shop's services, as a table of facts: what each is written in, and what its pod may use.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sextant::demo {

enum class Service : std::uint8_t {
  kLoadGenerator,
  kFrontendProxy,
  kFrontend,
  kCheckout,
  kPayment,
  kCurrency,
  kCart,
  kProductCatalog,
  kShipping,
  kQuote,
  kEmail,
  kRecommendation,
  kAd,
  kAccounting,
  kFraudDetection,
  kKafka,
  kImageProvider,
  kFlagd,
  kArtillery,
  kValkey,
  // The following have no pod of the shop.
  kBrowser,    // the frontend as its visitors' browsers run it; the instance is the visit
  kNode,       // a machine of the cluster; the instance is its number
  kNamespace,  // the shop's namespace
};
inline constexpr std::size_t kServiceCount = 23;
inline constexpr std::size_t kPodCount = 20;

enum class Runtime : std::uint8_t {
  kPython,
  kEnvoy,
  kNodeJs,
  kGo,
  kDotnet,
  kDotnetAuto,
  kCpp,
  kRust,
  kPhp,
  kRuby,
  kJava,
  kNginx,
  kBrowser,
  kNone,
};

struct ServiceFacts {
  std::string_view name;
  // Of the deployment's pod; without its last part where pods change (pods.h).
  std::string_view pod;
  Runtime runtime = Runtime::kNone;
  std::string_view sdk_version = {};
  // What the pod uses when the shop is calm.
  double cpu_cores = 0;
  double memory_mib = 0;
  // Requests and limits; 0 is none.
  double cpu_request = 0;
  double cpu_limit = 0;
  double memory_request_mib = 0;
  double memory_limit_mib = 0;
};

const ServiceFacts& FactsOf(Service service);
std::string_view NameOf(Service service);

}  // namespace sextant::demo
