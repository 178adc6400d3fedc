// Random blocks of any type, and what tells two blocks apart; for tests of whatever carries blocks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/block.h"

namespace sextant {

// Type names that between them hold every kind and every way of nesting that we read and write.
const std::vector<std::string>& EveryType();

// `rows` rows of columns c0, c1, … of the given types. The same seed gives the same block. Values are legal
// for ClickHouse (an Enum holds one of its names, a Bool 0 or 1) and lean towards edges: empty, zero,
// extreme.
Block RandomBlock(std::uint64_t seed, const std::vector<std::string>& types, std::size_t rows);

// One value as text that tells any two values apart. NULL hides what lies under it.
std::string ValueText(const Column& column, std::size_t row);

// Where the blocks first differ in names, types or values, as a sentence; empty when they do not.
std::string Difference(const Block& left, const Block& right);

}  // namespace sextant
