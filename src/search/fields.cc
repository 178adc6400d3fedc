#include "model/rollup.h"
#include "search/cells.h"
#include "search/rollup.h"
#include "search/search.h"

namespace sextant::search {
namespace {

bool HoldsKeys(const DataType& type) {
  if (type.kind() == TypeKind::kArray) return HoldsKeys(type.arg());
  return type.kind() == TypeKind::kMap;
}

std::string KeyType(const DataType& type) {
  if (type.kind() == TypeKind::kArray) return "Array(" + KeyType(type.arg()) + ")";
  return type.arg(1).name();
}

// Few values, and worth choosing from.
bool IsFacet(const bind::ColumnInfo& column) {
  if (!column.type || column.type->kind() != TypeKind::kLowCardinality) return false;
  return !column.name.ends_with("SchemaUrl") && !column.name.starts_with("Scope");
}

// Keys that say where a record came from: the first that people choose by.
bool IsFacetKey(std::string_view name) {
  return name == "ResourceAttributes.k8s.namespace.name" || name == "ResourceAttributes.k8s.pod.name" ||
         name == "ResourceAttributes.deployment.environment.name";
}

struct KeyCounts {
  Block keys;          // as plan::SelectKeys gives them
  bool exact = false;  // every row of the range was counted
};

bool NamesEveryKey(const Block& keys) {
  for (std::size_t row = 0; row < keys.rows(); ++row) {
    if (TextAt(keys.columns[1], row) == rollup::kEveryKey) return false;
  }
  return true;
}

// So few rows lie in `ranges` that a sample is all of them.
Result<bool> AreFew(RequestRun& run, const plan::Table& table, const std::vector<TimeRange>& ranges) {
  if (ranges.empty()) return true;
  SXT_ASSIGN(const Block count, run.Collect(plan::SelectRowCount(table, ranges), 1));
  return UintAt(count.columns[0], 0) <= kMaxRowsForKeys;
}

// Of all rows where the rollup has counted, and of the newest kMaxRowsForKeys of the others.
Result<KeyCounts> CountKeys(RequestRun& run, const plan::Table& table, const std::vector<std::string>& maps,
                            TimeRange range) {
  const std::size_t most = maps.size() * kMaxKeysPerMap;
  SXT_ASSIGN(const RollupTrust trust, AskRollup(run, table, {}, range));
  const plan::Coverage coverage = plan::Cover(range, trust.trusted);
  if (!coverage.counted.empty()) {
    SXT_ASSIGN(
        Block keys,
        run.Collect(plan::SelectCountedKeys(table, maps, coverage, kMaxRowsForKeys, kMaxKeysPerMap), most));
    if (NamesEveryKey(keys)) {
      SXT_ASSIGN(const bool exact, AreFew(run, table, coverage.scanned));
      return KeyCounts{std::move(keys), exact};
    }
  }
  SXT_ASSIGN(Block keys,
             run.Collect(plan::SelectKeys(table, maps, range, kMaxRowsForKeys, kMaxKeysPerMap), most));
  return KeyCounts{std::move(keys), false};
}

}  // namespace

Outcome<std::vector<FieldInfo>> Search::Fields(std::string_view source, TimeRange range,
                                               net::CancelToken cancel) {
  if (range.empty())
    return Failure(Code::kBadInput, "The range of time is empty: from_ns must lie before to_ns.");
  Result<std::shared_ptr<const SourceTable>> found = catalog_.Find(source);
  if (!found.ok()) return found.status();
  const bind::TableSchema& schema = (*found)->schema;

  std::vector<FieldInfo> fields;
  std::vector<std::string> maps;
  for (const bind::ColumnInfo& column : schema.columns) {
    fields.push_back({column.name, column.type_name, false, "", IsFacet(column)});
    if (column.type && HoldsKeys(*column.type)) maps.push_back(column.name);
  }
  if (maps.empty()) return fields;

  const plan::Table table = TableOf(**found);
  RequestRun run(store_, options_.limits, std::move(cancel), "search fields", table.database);
  const Result<KeyCounts> counted = CountKeys(run, table, maps, range);
  if (!counted.ok()) return counted.status();
  const Block& keys = counted->keys;
  std::vector<std::string> known;
  for (std::size_t row = 0; row < keys.rows(); ++row) {
    const std::string map = TextAt(keys.columns[0], row);
    known.push_back(map + '.' + TextAt(keys.columns[1], row));
    fields.push_back({known.back(), KeyType(*schema.Find(map)->type), true, map, IsFacetKey(known.back())});
    if (counted->exact) fields.back().rows = UintAt(keys.columns[2], row);
  }
  const std::lock_guard lock(mutex_);
  known_keys_[std::string(source)] = std::move(known);
  return fields;
}

}  // namespace sextant::search
