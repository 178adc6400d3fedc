#include <algorithm>

#include "query/lang/values.h"

namespace sextant::lang {

Match ParseWord(Cursor& cursor) {
  WordScan scan = ScanWord(cursor);
  if (!scan.has_star()) return Word{std::move(scan.pieces.front())};
  const bool only_stars = std::all_of(scan.pieces.begin(), scan.pieces.end(),
                                      [](const std::string& piece) { return piece.empty(); });
  if (only_stars) return Exists{};
  return Wildcard{std::move(scan.pieces)};
}

}  // namespace sextant::lang
