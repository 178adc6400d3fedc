// The sources that can be searched, and the shapes of their tables, as the store has them now.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"
#include "query/bind/schema.h"
#include "search/outcome.h"
#include "store/store.h"

namespace sextant::search {

// A database that is looked through for the standard tables.
struct CatalogDatabase {
  std::string name;
  std::string title;  // before the names of its sources: "Demo" makes "Demo Logs"
};

struct SourceTable {
  Source source;
  bind::TableSchema schema;
  std::string rollup = {};  // the table of its key/value counts (model/rollup.h); "" when there is none
};

// Thread-safe. Asks the store at most every `max_age`, or every second while somebody asks for a source that
// it does not know. While the store cannot be reached, what was known stays.
class Catalog {
 public:
  // `store` outlives the catalog. The databases in this order; those named in `first_with_rows` go before
  // the others while their logs have rows.
  Catalog(Store& store, std::vector<CatalogDatabase> databases, std::string first_with_rows,
          std::chrono::milliseconds max_age);

  // The default source first.
  Result<std::vector<Source>> Sources();
  // Fails with kNotFound.
  Result<std::shared_ptr<const SourceTable>> Find(std::string_view id);

 private:
  using Snapshot = std::vector<std::shared_ptr<const SourceTable>>;
  // The list when it is younger than `max_age`, else a new one; the old one while the store cannot be
  // reached.
  Result<std::shared_ptr<const Snapshot>> Get(std::chrono::milliseconds max_age);
  Result<Snapshot> Load();

  Store& store_;
  const std::vector<CatalogDatabase> databases_;
  const std::string first_with_rows_;
  const std::chrono::milliseconds max_age_;
  std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::chrono::steady_clock::time_point loaded_;
};

// The sources that a database's tables make, by name and columns; `schemas` are its tables by name. Pure.
std::vector<SourceTable> RecogniseSources(const CatalogDatabase& database,
                                          std::vector<std::pair<std::string, bind::TableSchema>> tables);

}  // namespace sextant::search
