#include "meta/migrations.h"

namespace sextant::meta {

const std::vector<const char*>& Migrations() {
  static const std::vector<const char*> kMigrations = {
      R"(
CREATE TABLE saved_searches (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  query TEXT NOT NULL,      -- JSON: text, language, columns, filters, sort
  tags TEXT NOT NULL,       -- JSON: an array of texts
  favourite INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_ns INTEGER NOT NULL,
  updated_ns INTEGER NOT NULL
) STRICT;
CREATE TABLE pins (
  source TEXT PRIMARY KEY,
  pins TEXT NOT NULL,       -- JSON: fields, and values as pairs
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE service_slots (
  service TEXT PRIMARY KEY,
  slot INTEGER NOT NULL
) STRICT;
)",
  };
  return kMigrations;
}

}  // namespace sextant::meta
