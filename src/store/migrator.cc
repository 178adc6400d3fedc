#include "store/migrator.h"

#include <algorithm>

#include "sql/quote.h"

namespace sextant {
namespace {

std::string RecordTable(const std::string& database) { return sql::QuoteName(database) + ".__sxt_schema"; }

template <typename Items, typename Name>
auto FindNamed(const Items& items, const Name& name) {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

Status Refuse(const std::string& database, const std::string& table, const std::string& sentence_end) {
  return Status(Code::kConflict, "The table " + database + "." + table + " " + sentence_end);
}

Status CheckColumns(const std::string& database, const Migration& migration, const FoundTable& table) {
  for (const SchemaColumn& wanted : migration.columns) {
    const auto found = FindNamed(table.columns, wanted.name);
    if (found == table.columns.end()) {
      return Refuse(database, table.name,
                    "was not made by Sextant or was changed: it has no column " + wanted.name +
                        ". Rename it, or give Sextant another database.");
    }
    if (found->type != wanted.type) {
      return Refuse(database, table.name,
                    "was not made by Sextant or was changed: its column " + wanted.name + " is " +
                        found->type + ", not " + wanted.type +
                        ". Rename it, or give Sextant another database.");
    }
  }
  for (const SchemaColumn& found : table.columns) {
    if (FindNamed(migration.columns, found.name) != migration.columns.end()) continue;
    return Refuse(database, table.name,
                  "has a column that Sextant does not know, " + found.name + ". Drop that column.");
  }
  return OkStatus();
}

Status CheckRecord(const std::string& database, std::span<const Migration> migrations,
                   const AppliedMigration& record) {
  const auto known = std::find_if(migrations.begin(), migrations.end(),
                                  [&](const Migration& m) { return m.version == record.version; });
  if (known == migrations.end()) {
    return Refuse(database, record.table,
                  "was made by a newer Sextant (schema version " + std::to_string(record.version) +
                      ", this one knows " + std::to_string(migrations.size()) + "). Start that version.");
  }
  if (known->checksum == record.checksum && known->table == record.table) return OkStatus();
  return Refuse(database, record.table,
                "was made by another text of schema version " + std::to_string(record.version) +
                    " than this Sextant carries. Start the version that made it.");
}

Status MakeRecordTable(Store& store, const std::string& database, Deadline deadline) {
  Statement make;
  make.text = "CREATE DATABASE IF NOT EXISTS " + sql::QuoteName(database);
  SXT_TRY(store.Execute(make, deadline));
  make.text = "CREATE TABLE IF NOT EXISTS " + RecordTable(database) +
              " (version UInt32, table String, checksum String, applied_at DateTime64(3))"
              " ENGINE = MergeTree ORDER BY version";
  return store.Execute(make, deadline);
}

template <typename C>
Result<const C*> GetColumn(const Block& block, std::string_view name) {
  const NamedColumn* found = block.Find(name);
  const C* typed = found == nullptr ? nullptr : dynamic_cast<const C*>(found->column.get());
  if (typed == nullptr) {
    return Status(Code::kInternal, "The engine answered without the column " + std::string(name) + ".");
  }
  return typed;
}

Result<std::vector<AppliedMigration>> ReadRecords(Store& store, const std::string& database,
                                                  const RunOptions& options) {
  Statement read;
  read.text = "SELECT DISTINCT version, table, checksum FROM " + RecordTable(database) + " ORDER BY version";
  SXT_ASSIGN(const Block block, store.Collect(read, options));
  std::vector<AppliedMigration> records;
  if (block.rows() == 0) return records;
  SXT_ASSIGN(const auto* versions, GetColumn<NumberColumn<std::uint32_t>>(block, "version"));
  SXT_ASSIGN(const auto* tables, GetColumn<StringColumn>(block, "table"));
  SXT_ASSIGN(const auto* checksums, GetColumn<StringColumn>(block, "checksum"));
  for (std::size_t row = 0; row < block.rows(); ++row) {
    records.push_back({versions->values[row], std::string(tables->at(row)), std::string(checksums->at(row))});
  }
  return records;
}

Result<std::vector<FoundTable>> ReadTables(Store& store, const std::string& database,
                                           const RunOptions& options) {
  Statement read;
  read.text =
      "SELECT table, name, type FROM system.columns WHERE database = {database:String} ORDER BY table, "
      "position";
  read.params = {{"database", database}};
  SXT_ASSIGN(const Block block, store.Collect(read, options));
  std::vector<FoundTable> found;
  if (block.rows() == 0) return found;
  SXT_ASSIGN(const auto* tables, GetColumn<StringColumn>(block, "table"));
  SXT_ASSIGN(const auto* names, GetColumn<StringColumn>(block, "name"));
  SXT_ASSIGN(const auto* types, GetColumn<StringColumn>(block, "type"));
  for (std::size_t row = 0; row < block.rows(); ++row) {
    if (found.empty() || found.back().name != tables->at(row)) {
      found.push_back({std::string(tables->at(row)), {}});
    }
    found.back().columns.push_back({std::string(names->at(row)), std::string(types->at(row))});
  }
  return found;
}

Status Apply(Store& store, const MigrationTarget& target, const Migration& migration, Deadline deadline) {
  Statement make;
  make.text = migration.Render(target.database, target.retention_days);
  SXT_TRY(store.Execute(make, deadline));
  Statement record;
  record.text = "INSERT INTO " + RecordTable(target.database) +
                " SELECT {version:UInt32}, {table:String}, {checksum:String}, now64(3)";
  record.params = {{"version", std::to_string(migration.version)},
                   {"table", migration.table},
                   {"checksum", migration.checksum}};
  return store.Execute(record, deadline);
}

}  // namespace

std::vector<MigrationTarget> OwnDatabases() { return {{"default", 30}, {"otel_v2", 2}, {"sextant", 30}}; }

Result<std::vector<const Migration*>> PlanMigrations(const std::string& database,
                                                     std::span<const Migration> migrations,
                                                     std::span<const AppliedMigration> applied,
                                                     std::span<const FoundTable> found) {
  for (const AppliedMigration& record : applied) SXT_TRY(CheckRecord(database, migrations, record));
  std::vector<const Migration*> missing;
  for (const Migration& migration : migrations) {
    const auto table = FindNamed(found, migration.table);
    if (table != found.end()) SXT_TRY(CheckColumns(database, migration, *table));
    const bool recorded = std::any_of(applied.begin(), applied.end(), [&](const AppliedMigration& record) {
      return record.version == migration.version;
    });
    if (!recorded) missing.push_back(&migration);
    if (recorded && table == found.end()) {
      return Refuse(database, migration.table,
                    "was made by Sextant and is gone. Restore it, or delete its row from " + database +
                        ".__sxt_schema to have it made anew, empty.");
    }
  }
  return missing;
}

Result<std::size_t> Migrate(Store& store, const MigrationTarget& target, Deadline deadline) {
  RunOptions options;
  options.deadline = deadline;
  options.cancel = net::CancelToken();
  SXT_TRY(MakeRecordTable(store, target.database, deadline));
  SXT_ASSIGN(const std::vector<AppliedMigration> applied, ReadRecords(store, target.database, options));
  SXT_ASSIGN(const std::vector<FoundTable> found, ReadTables(store, target.database, options));
  SXT_ASSIGN(const std::vector<const Migration*> missing,
             PlanMigrations(target.database, Migrations(), applied, found));
  for (const Migration* migration : missing) SXT_TRY(Apply(store, target, *migration, deadline));
  return missing.size();
}

}  // namespace sextant
