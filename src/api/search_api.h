// The search part of openapi.yaml over HTTP: JSON requests to calls of search::Search, answers to JSON and
// NDJSON. Decides nothing. Handlers run on the server's threads; a client that goes away cancels its search.
#pragma once

#include "net/http_server.h"
#include "search/search.h"

namespace sextant::api {

inline constexpr std::size_t kMaxSearchBodyBytes = std::size_t{1} << 20;

// Adds /api/v1/sources…, /api/v1/search/… and /api/v1/tail. `search` outlives the router's use.
void AddSearchRoutes(net::Router& router, search::Search& search);

}  // namespace sextant::api
