#pragma once

#include <cstddef>
#include <string_view>

namespace sextant {

// How many bytes must be put in, taken out, changed or swapped with their neighbour to make `b` of `a`
// (Damerau–Levenshtein, restricted to non-overlapping swaps), or `limit + 1` as soon as it is plainly more
// than `limit`. For "Did you mean": compares bytes as they are.
std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace sextant
