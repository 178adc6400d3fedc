// Brings a database to the schema of this binary: makes the tables that are missing, checks those that are
// there, and refuses to guess about anything else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "store/schema.h"
#include "store/store.h"

namespace sextant {

struct MigrationTarget {
  std::string database;
  std::uint32_t retention_days = 30;
};

// The databases of an installation: the user's, the demo's (whose forty hours end now), our own telemetry.
std::vector<MigrationTarget> OwnDatabases();

// A row of <database>.__sxt_schema: what was applied here.
struct AppliedMigration {
  std::uint32_t version = 0;
  std::string table;
  std::string checksum;
};

struct FoundTable {
  std::string name;
  std::vector<SchemaColumn> columns;
};

// Which of `migrations` still have to run, in order. Pure. Fails with kConflict and one sentence that names
// the database and the table: a version that this binary does not know, another checksum, a table that was
// made and is gone, a table whose columns are not those of its migration.
Result<std::vector<const Migration*>> PlanMigrations(const std::string& database,
                                                     std::span<const Migration> migrations,
                                                     std::span<const AppliedMigration> applied,
                                                     std::span<const FoundTable> found);

// Applies what is missing and gives how many migrations ran. Idempotent; killed anywhere it goes on at the
// next start: a table is made by one statement and recorded after that, and a table that is there as it
// should be but not recorded is recorded. Not for two processes at once. Fails as PlanMigrations and Store
// do.
Result<std::size_t> Migrate(Store& store, const MigrationTarget& target, Deadline deadline);

}  // namespace sextant
