// Invalid UTF-8 in columns → U+FFFD. Looks at whole columns at once, which costs next to nothing when all is
// well.
#pragma once

#include <cstdint>

#include "model/block.h"

namespace sextant::otlp {

// Replaces every byte that is not part of valid UTF-8; gives how many values were changed.
std::uint64_t MendUtf8(Column& column);

}  // namespace sextant::otlp
