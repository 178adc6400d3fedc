#include "query/lang/place.h"

#include <algorithm>

namespace sextant::lang {
namespace {

std::size_t Utf16Units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) continue;
    units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

}  // namespace

Span ToUtf16(std::string_view text, Span span) {
  const std::size_t begin = std::min(span.offset, text.size());
  return {Utf16Units(text.substr(0, begin)), Utf16Units(text.substr(begin, span.length))};
}

}  // namespace sextant::lang
