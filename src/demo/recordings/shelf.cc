#include "demo/recordings/shelf.h"

#include <algorithm>
#include <numeric>

#include "base/json.h"
#include "demo/recordings/recording_files.h"

namespace sextant::demo {
namespace {

std::uint32_t Hash(std::string_view session, std::string_view id) {
  std::uint32_t value = 0x811c9dc5;
  for (const std::string_view text : {session, id}) {
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x01000193;
  }
  return value;
}

using Texts = std::array<std::string, kProducts.size()>;

Texts ReadAbouts() {
  const auto products = JsonValue::Parse(ProductsFile());
  SXT_CHECK(products.ok() && products->size() == kProducts.size(), "the shop sells something else");
  Texts texts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const JsonValue product = products->at(i);
    SXT_CHECK(product["id"].AsString() == kProducts[i].id &&
                  product["name"].AsString() == kProducts[i].name &&
                  product["cents"].AsInt() == kProducts[i].price_cents,
              std::string(kProducts[i].name));
    const std::string quoted = JsonQuote(product["about"].AsString().value_or(""));
    texts[i] = quoted.substr(1, quoted.size() - 2);
  }
  return texts;
}

}  // namespace

Shelf ShelfOf(std::string_view session) {
  Shelf shelf;
  std::iota(shelf.begin(), shelf.end(), 0);
  std::stable_sort(shelf.begin(), shelf.end(), [&](std::size_t a, std::size_t b) {
    return Hash(session, kProducts[a].id) < Hash(session, kProducts[b].id);
  });
  return shelf;
}

const std::string& AboutOf(std::size_t product) {
  static const Texts texts = ReadAbouts();
  return texts[product];
}

std::string_view StyleSheet() {
  const std::string_view text = StyleFile();
  return text.substr(0, text.find_last_of('"') + 1);
}

}  // namespace sextant::demo
