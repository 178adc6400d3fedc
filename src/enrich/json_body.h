// Step 1: a JSON object in a body becomes attributes.
//
// The object is what stands from the first { to the last } of one line, the first line that has both; text
// around it does not matter. It is flattened with dots ({"a":{"b":[1]}} → a.b.0) and put into LogAttributes,
// over attributes of the same name. The body stays as it is. A body that is an array as a whole, or whose
// braces hold no JSON object, is left alone.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "enrich/log_rows.h"

namespace sextant::enrich {

// Attributes that one body can add; what is past them stays in the body alone.
inline constexpr std::size_t kMaxBodyAttributes = 1024;
// Levels of objects and arrays; a deeper object is left alone.
inline constexpr std::size_t kMaxBodyDepth = 64;

void MergeJsonBodies(LogRows& rows);

// The attributes that `body` holds, in its order; later ones win.
std::vector<std::pair<std::string, std::string>> AttributesInBody(std::string_view body);

}  // namespace sextant::enrich
