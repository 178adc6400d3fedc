#include "otlp/records.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "otlp/mend.h"

namespace sextant::otlp {

bool IsValidId(std::string_view id, std::size_t length) {
  return id.size() == length && std::any_of(id.begin(), id.end(), [](char c) { return c != '\0'; });
}

namespace {

// The two digits of every byte, as they lie in memory.
constexpr std::array<std::array<char, 2>, 256> kHexPairs = [] {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kDigits[i >> 4], kDigits[i & 15]};
  return pairs;
}();

}  // namespace

void AppendId(StringColumn& column, std::string_view id) {
  char text[2 * kTraceIdBytes];
  char* out = text;
  for (const char c : id) {
    std::memcpy(out, kHexPairs[static_cast<unsigned char>(c)].data(), 2);
    out += 2;
  }
  column.Append({text, static_cast<std::size_t>(out - text)});
}

void AppendOptionalId(StringColumn& column, std::string_view id, std::size_t length, Tally& tally) {
  if (IsValidId(id, length)) {
    AppendId(column, id);
    return;
  }
  if (!id.empty() && id.size() != length) tally.Mend(mended::kDroppedId);
  column.Append({});
}

std::int64_t ToTime(std::uint64_t unix_nanos) {
  constexpr auto kLast = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(unix_nanos, kLast));
}

void MendBlock(Block& block, Tally& tally) {
  std::uint64_t changed = 0;
  for (auto& column : block.columns) {
    if (column.name == "ResourceAttributes" || column.name == "ScopeAttributes") continue;
    changed += MendUtf8(*column.column);
  }
  tally.Mend(mended::kInvalidUtf8, changed);
}

}  // namespace sextant::otlp
