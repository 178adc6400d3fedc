#include "search/catalog.h"

#include <algorithm>
#include <map>

#include "search/cells.h"
#include "sql/printer.h"

namespace sextant::search {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kLoadTime{10};
constexpr std::size_t kMaxRows = 20'000;
// A source that is not known is looked for again unless the list is as fresh as this.
constexpr std::chrono::milliseconds kRetryAge{1'000};

using TableKey = std::pair<std::string, std::string>;  // database, table
using Schemas = std::map<TableKey, bind::TableSchema>;

Result<Block> Ask(Store& store, sql::Select select, const std::vector<std::string>& databases) {
  std::vector<sql::ExprPtr> names;
  for (const std::string& database : databases) names.push_back(sql::Text(database));
  select.database = "system";
  select.where = sql::Infix(sql::Column("database"), "IN", sql::Tuple(std::move(names)));
  const sql::Printed printed = sql::Print(select);
  Statement statement;
  statement.text = printed.text;
  statement.params = printed.params;
  statement.comment = "catalog";
  RunOptions options;
  options.deadline = Deadline::After(kLoadTime);
  return store.Collect(statement, options, kMaxRows);
}

sql::Select Columns(std::string table, const std::vector<std::string>& names) {
  sql::Select select;
  select.table = std::move(table);
  for (const std::string& name : names)
    select.items.push_back({sql::Call("toString", {sql::Column(name)}), "_" + name});
  return select;
}

Status LoadColumns(Store& store, const std::vector<std::string>& databases, Schemas& schemas) {
  sql::Select select = Columns("columns", {"database", "table", "name", "type", "default_kind"});
  select.order_by = {{sql::Column("database")}, {sql::Column("table")}, {sql::Column("position")}};
  SXT_ASSIGN(const Block block, Ask(store, std::move(select), databases));
  for (std::size_t row = 0; row < block.rows(); ++row) {
    const auto text = [&](std::size_t column) { return TextAt(block.columns[column], row); };
    if (text(4) == "EPHEMERAL") continue;
    bind::ColumnInfo column{text(2), text(3), nullptr, text(4) == "ALIAS"};
    Result<DataTypePtr> type = DataType::Parse(column.type_name);
    if (type.ok()) column.type = *type;
    schemas[{text(0), text(1)}].columns.push_back(std::move(column));
  }
  return OkStatus();
}

// "a, f(b, c)" → "a", "f(b, c)"
std::vector<std::string> SplitKey(std::string_view key) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  for (const char c : key) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth == 0) {
      parts.push_back(std::move(part));
      part.clear();
    } else if (c != ' ' || !part.empty()) {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

Status LoadKeys(Store& store, const std::vector<std::string>& databases, Schemas& schemas,
                std::map<TableKey, std::uint64_t>& rows) {
  SXT_ASSIGN(const Block block,
             Ask(store, Columns("tables", {"database", "name", "sorting_key", "total_rows"}), databases));
  for (std::size_t row = 0; row < block.rows(); ++row) {
    const auto text = [&](std::size_t column) { return TextAt(block.columns[column], row); };
    const TableKey key{text(0), text(1)};
    rows[key] = std::strtoull(text(3).c_str(), nullptr, 10);
    if (const auto place = schemas.find(key); place != schemas.end())
      place->second.sorting_key = SplitKey(text(2));
  }
  return OkStatus();
}

Status LoadIndexes(Store& store, const std::vector<std::string>& databases, Schemas& schemas) {
  SXT_ASSIGN(const Block block,
             Ask(store, Columns("data_skipping_indices", {"database", "table", "expr", "type"}), databases));
  for (std::size_t row = 0; row < block.rows(); ++row) {
    const auto text = [&](std::size_t column) { return TextAt(block.columns[column], row); };
    const auto place = schemas.find({text(0), text(1)});
    if (place != schemas.end()) place->second.indexes.push_back({text(2), text(3)});
  }
  return OkStatus();
}

}  // namespace

Catalog::Catalog(Store& store, std::vector<CatalogDatabase> databases, std::string first_with_rows,
                 std::chrono::milliseconds max_age)
    : store_(store),
      databases_(std::move(databases)),
      first_with_rows_(std::move(first_with_rows)),
      max_age_(max_age) {}

Result<Catalog::Snapshot> Catalog::Load() {
  std::vector<std::string> names;
  for (const CatalogDatabase& database : databases_) names.push_back(database.name);
  Schemas schemas;
  std::map<TableKey, std::uint64_t> rows;
  SXT_TRY(LoadColumns(store_, names, schemas));
  SXT_TRY(LoadKeys(store_, names, schemas, rows));
  // A public server may hide its indexes; searches are then only slower.
  if (Status status = LoadIndexes(store_, names, schemas); !status.ok() && status.engine_code() == 0)
    return status;

  Snapshot snapshot;
  std::size_t first = 0;
  for (const CatalogDatabase& database : databases_) {
    std::vector<std::pair<std::string, bind::TableSchema>> tables;
    for (auto& [key, schema] : schemas) {
      if (key.first == database.name) tables.emplace_back(key.second, std::move(schema));
    }
    const bool leads = database.name == first_with_rows_ && rows[{database.name, "otel_logs"}] > 0;
    for (SourceTable& found : RecogniseSources(database, std::move(tables))) {
      const auto place = leads ? snapshot.begin() + static_cast<std::ptrdiff_t>(first++) : snapshot.end();
      snapshot.insert(place, std::make_shared<const SourceTable>(std::move(found)));
    }
  }
  return snapshot;
}

Result<std::shared_ptr<const Catalog::Snapshot>> Catalog::Get(std::chrono::milliseconds max_age) {
  const std::lock_guard lock(mutex_);
  if (snapshot_ && steady_clock::now() - loaded_ < max_age) return snapshot_;
  Result<Snapshot> loaded = Load();
  if (loaded.ok()) {
    snapshot_ = std::make_shared<const Snapshot>(*std::move(loaded));
    loaded_ = steady_clock::now();
    return snapshot_;
  }
  // An engine that restarts does not take the sources away.
  if (snapshot_ && IsRetryable(loaded.status())) return snapshot_;
  return loaded.status();
}

Result<std::vector<Source>> Catalog::Sources() {
  SXT_ASSIGN(const auto snapshot, Get(max_age_));
  std::vector<Source> sources;
  for (const auto& entry : *snapshot) sources.push_back(entry->source);
  return sources;
}

Result<std::shared_ptr<const SourceTable>> Catalog::Find(std::string_view id) {
  for (const auto max_age : {max_age_, std::min(max_age_, kRetryAge)}) {
    SXT_ASSIGN(const auto snapshot, Get(max_age));
    for (const auto& entry : *snapshot) {
      if (entry->source.id == id) return entry;
    }
  }
  return Status(Code::kNotFound,
                "There is no source \"" + std::string(id.substr(0, 200)) + "\"; pick another one.");
}

}  // namespace sextant::search
