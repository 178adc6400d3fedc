// Lists of texts in one column, as JSON. For this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sextant::meta {

std::string WriteTexts(const std::vector<std::string>& texts);
// kDataLoss for what WriteTexts did not write.
Result<std::vector<std::string>> ReadTexts(std::string_view json);

}  // namespace sextant::meta
