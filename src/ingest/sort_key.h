// The order of rows in a block: that of the table's ORDER BY (store/schema has the clauses), so that the
// engine finds the block sorted; rows that it does not tell apart stay in order of arrival. One part is left
// to the engine: the hash of a metric's attributes.
#pragma once

#include "model/signal.h"

namespace sextant::ingest {

// Stable and deterministic: the same rows give the same order in every process.
RowOrder SortedOrder(Table table, const Block& block);

}  // namespace sextant::ingest
