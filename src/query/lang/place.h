// Places in a text as browsers count them. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "query/lang/ast.h"

namespace sextant::lang {

// `span` (bytes of the UTF-8 `text`) in UTF-16 code units. A span that ends past the text is cut at its end.
Span ToUtf16(std::string_view text, Span span);

}  // namespace sextant::lang
