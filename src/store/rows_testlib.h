// Rows for our tables without a decoder: every column filled, values that tell rows apart.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "model/block.h"

namespace sextant::testing {

// `rows` rows for the table so called (see Migrations), with all its stored columns: texts "v0", "v1", …,
// numbers 0, 1, …, two elements in each list and map, times one second apart from `start`, __sxt_segment =
// `segment`, __sxt_row = the row. Aborts for other tables.
Block MakeRows(std::string_view table, std::uint64_t segment, std::size_t rows, UnixNanos start);

}  // namespace sextant::testing
