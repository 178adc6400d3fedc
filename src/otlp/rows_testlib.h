// Rows as text, for tests that compare field by field.
#pragma once

#include <string>
#include <vector>

#include "model/block.h"

namespace sextant::otlp {

// One value as JSON-like text: strings as they are, maps as {k=v, …}, arrays as [a, …].
std::string CellText(const Column& column, std::size_t row);
// "Name: value" of every column that is not empty, 0, {} or [], in order.
std::vector<std::string> RowTexts(const Block& block, std::size_t row);

}  // namespace sextant::otlp
