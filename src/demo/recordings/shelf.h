// What a visitor finds where: everyone meets the products in an order of their own.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "demo/core/catalogue.h"

namespace sextant::demo {

// The index of the product (kProducts) at each place.
using Shelf = std::array<std::size_t, kProducts.size()>;

// Ordered by FNV-1a of session and id, as demo/shop/catalogue.mjs does.
Shelf ShelfOf(std::string_view session);

// What the shop says of a product, as it stands in JSON text.
const std::string& AboutOf(std::size_t product);

// The whole style sheet of the shop, a JSON string.
std::string_view StyleSheet();

}  // namespace sextant::demo
