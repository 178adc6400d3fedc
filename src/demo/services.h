// The shop's services: where each runs and what its SDK says of itself.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "demo/tape.h"

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
};
inline constexpr std::size_t kServiceCount = 11;

std::string_view NameOf(Service service);

// How a record left its service; each has its own resource.
enum class Route : std::uint8_t { kTraces, kLogs, kMetrics, kStdout, kKubelet };

using ResourceAttributes = std::vector<std::pair<std::string, std::string>>;

// The resource of `service` at `time`. It changes only when the service's pod does.
ResourceAttributes ResourceOf(const TapeOptions& options, Service service, Route route, UnixNanos time);

struct Placement {
  std::string pod;
  std::string uid;
  std::string node;
};
Placement PlacementOf(const TapeOptions& options, Service service, UnixNanos time);

// The nodes of the cluster.
inline constexpr std::size_t kNodeCount = 3;
std::string NodeName(const TapeOptions& options, std::size_t node);

}  // namespace sextant::demo
