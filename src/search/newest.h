// When the newest row of each database is from, as its tables say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "search/catalog.h"

namespace sextant::search {

// Reads the records of the parts, no rows: milliseconds. Databases without rows are left out. Fails as Store
// does.
Result<std::map<std::string, UnixNanos>> NewestRows(Store& store,
                                                    const std::vector<CatalogDatabase>& databases);

}  // namespace sextant::search
