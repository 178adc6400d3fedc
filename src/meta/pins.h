// What the team has pinned in the filter panel of each source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meta/database.h"

namespace sextant::meta {

inline constexpr std::size_t kMaxPinnedSources = 1'000;

struct PinnedValue {
  std::string field;
  std::string value;
};

struct Pins {
  std::vector<std::string> fields;
  std::vector<PinnedValue> values;
  std::int64_t version = 0;  // 0: nothing was ever pinned
};

// Thread-safe. Borrows the database. Every function also fails as Database's do.
class TeamPins {
 public:
  explicit TeamPins(Database& database) : database_(database) {}

  Result<Pins> Get(std::string_view source);
  // `pins.version` does not count. kConflict when `version` is given and not the current one;
  // kResourceExhausted when kMaxPinnedSources others have pins.
  Result<Pins> Replace(std::string_view source, const Pins& pins, std::optional<std::int64_t> version);

 private:
  Database& database_;
};

}  // namespace sextant::meta
