// The team's records (openapi.yaml: SavedSearch, Pins, ServiceSlots) out of JSON and into it. Pure. Every
// failure of a reader is kBadInput and names the member.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meta/pins.h"
#include "meta/saved_searches.h"
#include "meta/service_slots.h"

namespace sextant::api {

inline constexpr std::size_t kMaxSourceBytes = 256;

Result<meta::SavedSearchDraft> ReadSavedSearchDraft(std::string_view json);
struct SavedSearchChange {
  meta::SavedSearchDraft draft;
  std::int64_t version = 0;
};
Result<SavedSearchChange> ReadSavedSearchChange(std::string_view json);
std::string SavedSearchJson(const meta::SavedSearch& search);
std::string SavedSearchesJson(const std::vector<meta::SavedSearch>& searches);

struct PinsChange {
  meta::Pins pins;
  std::optional<std::int64_t> version;
};
Result<PinsChange> ReadPins(std::string_view json);
std::string PinsJson(const meta::Pins& pins);

Result<std::vector<std::string>> ReadServices(std::string_view json);
std::string ServiceSlotsJson(const meta::ServiceSlotTable& slots);

}  // namespace sextant::api
