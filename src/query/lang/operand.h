// One side of a comparison or a range.
#pragma once

#include "query/lang/ast.h"
#include "query/lang/cursor.h"

namespace sextant::lang {

// A word or a quoted text at the cursor; stars in it are text. Its text is empty when nothing stands here.
Parsed<Operand> ParseOperand(Cursor& cursor, std::string_view stops = {});

}  // namespace sextant::lang
