// The shape of meta.sqlite, as numbered steps that never change once released. The file's user_version says
// how many were taken; its application_id that it is ours.
#pragma once

#include <vector>

namespace sextant::meta {

inline constexpr int kApplicationId = 0x53585431;  // "SXT1"

// Each one or more statements; the first makes version 1.
const std::vector<const char*>& Migrations();

}  // namespace sextant::meta
