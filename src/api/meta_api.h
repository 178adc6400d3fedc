// The team's records over HTTP (openapi.yaml): saved searches, pins of the filter panel, service colours.
// Decides nothing. Handlers run on the server's threads.
#pragma once

#include "base/time.h"
#include "meta/database.h"
#include "net/http_server.h"

namespace sextant::api {

// Adds /api/v1/saved-searches…, /api/v1/sources/{source}/pins and /api/v1/service-slots. The database and the
// clock outlive the router's use.
void AddMetaRoutes(net::Router& router, meta::Database& database, const Clock& clock);

}  // namespace sextant::api
