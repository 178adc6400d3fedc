// The shape that all three export requests share: resources → scopes → records.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "otlp/attributes.h"
#include "otlp/tally.h"

namespace sextant::otlp {

// What the records of one scope of one resource have in common. Lives until the next BeginScope.
struct Surroundings {
  const AttributeSet* resource_attributes = nullptr;
  std::string_view service_name;
  std::string_view resource_schema_url;
  const AttributeSet* scope_attributes = nullptr;
  std::string_view scope_name;
  std::string_view scope_version;
  std::string_view scope_schema_url;
  std::uint32_t scope_dropped_attributes = 0;
  std::size_t rows = 0;  // log records, spans or data points that follow
};

// Takes the records of a request (LogRecord, Span or Metric messages) in the order of its bytes.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  // How many rows a record makes when nothing is refused.
  virtual std::size_t RowsOf(std::string_view message) const = 0;
  // Once, first: how many rows the request makes at most, from how many bytes.
  virtual void BeginRequest(std::size_t rows, std::size_t bytes) = 0;
  virtual void BeginScope(const Surroundings& surroundings) = 0;
  virtual void Record(std::string_view message) = 0;
};

// Walks `body`, an Export*ServiceRequest. Fails with kTooLarge at a limit on the whole request; throws
// WireFault on broken bytes.
Status WalkRequest(std::string_view body, Tally& tally, RecordSink& sink);

// nullptr, or the reason why attributes [begin, end) are refused.
const char* RefusalOf(const std::string_view* begin, const std::string_view* end, const DecodeLimits& limits);
inline const char* RefusalOf(const KeyValues& pairs, const DecodeLimits& limits) {
  return RefusalOf(pairs.data(), pairs.data() + pairs.size(), limits);
}

}  // namespace sextant::otlp
