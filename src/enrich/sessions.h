// Browser recordings are logs with the attribute rr-web.event; they live in a table of their own.
#pragma once

#include <vector>

#include "model/signal.h"

namespace sextant::enrich {

// Moves such rows of otel_logs to hyperdx_sessions, unchanged and in order.
void RouteSessions(std::vector<TableRows>& tables);

}  // namespace sextant::enrich
