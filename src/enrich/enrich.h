// What the collector's transform does to logs on their way in, in ClickStack's order, plus our additions.
// Pure: the outcome depends on the rows alone. Every step has its own file.
#pragma once

#include <vector>

#include "model/signal.h"

namespace sextant::enrich {

// Logs: JSON objects in bodies are merged into LogAttributes, a missing severity is inferred, SeverityText is
// lower-cased, records with the attribute rr-web.event move to hyperdx_sessions untouched, and every log row
// gets __sxt_fingerprint (UInt64). Other tables pass through. No table comes out empty.
void Enrich(std::vector<TableRows>& tables);

}  // namespace sextant::enrich
