// GET /api/v1/search/export: every row of a search as a file, in constant memory.
#pragma once

#include "net/http_server.h"
#include "search/search.h"

namespace sextant::api {

// `search` outlives the router's use.
void AddExportRoute(net::Router& router, search::Search& search);

}  // namespace sextant::api
