#include "search/newest.h"

#include "search/cells.h"
#include "search/question.h"
#include "search/run.h"

namespace sextant::search {

Result<std::map<std::string, UnixNanos>> NewestRows(Store& store,
                                                    const std::vector<CatalogDatabase>& databases) {
  constexpr std::chrono::hours kOnce{1};
  Catalog catalog(store, databases, "", kOnce);
  SXT_ASSIGN(const std::vector<Source> sources, catalog.Sources());
  std::map<std::string, UnixNanos> newest;
  for (const Source& source : sources) {
    SXT_ASSIGN(const auto table, catalog.Find(source.id));
    RequestRun run(store, {}, {}, "newest rows", source.database);
    SXT_ASSIGN(const Block extent, run.Collect(plan::SelectExtent(TableOf(*table)), 1));
    if (extent.rows() == 0 || UintAt(extent.columns[2], 0) == 0) continue;
    UnixNanos& time = newest[source.database];
    time = std::max(time, TimeAt(extent.columns[1], 0));
  }
  return newest;
}

}  // namespace sextant::search
