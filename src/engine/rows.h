// The rows of a small answer in TabSeparated, for the engine's own questions to itself. Pure.
#pragma once

#include <string_view>
#include <vector>

namespace sextant::engine {

// Fields as they are written: what needs an escape (tabs, line breaks, backslashes) is not undone. The views
// are into `text`.
std::vector<std::vector<std::string_view>> SplitRows(std::string_view text);

}  // namespace sextant::engine
