// The searches that the team keeps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "meta/database.h"

namespace sextant::meta {

inline constexpr std::size_t kMaxSavedSearches = 1'000;

struct SavedSearchDraft {
  std::string name;
  std::string source;
  // What is asked, as a JSON object that the API wrote; not looked into here.
  std::string query;
  std::vector<std::string> tags;
  bool favourite = false;
};

struct SavedSearch {
  std::string id;  // random
  std::int64_t version = 1;
  UnixNanos created = 0;
  UnixNanos updated = 0;
  SavedSearchDraft draft;
};

// Thread-safe. Borrows the database. Every function also fails as Database's do.
class SavedSearches {
 public:
  explicit SavedSearches(Database& database) : database_(database) {}

  // The last changed first.
  Result<std::vector<SavedSearch>> List();
  // kNotFound.
  Result<SavedSearch> Get(std::string_view id);
  // kResourceExhausted when there are kMaxSavedSearches.
  Result<SavedSearch> Create(const SavedSearchDraft& draft, UnixNanos now);
  // kNotFound; kConflict when `version` is not the current one.
  Result<SavedSearch> Replace(std::string_view id, std::int64_t version, const SavedSearchDraft& draft,
                              UnixNanos now);
  // kNotFound.
  Status Delete(std::string_view id);

 private:
  Database& database_;
};

}  // namespace sextant::meta
