#include "otlp/records.h"

#include <algorithm>
#include <limits>

#include "otlp/mend.h"

namespace sextant::otlp {

bool IsValidId(std::string_view id, std::size_t length) {
  return id.size() == length && std::any_of(id.begin(), id.end(), [](char c) { return c != '\0'; });
}

void AppendId(StringColumn& column, std::string_view id) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::size_t begin = column.data.size();
  column.data.resize(begin + id.size() * 2);
  char* out = column.data.data() + begin;
  for (const char c : id) {
    *out++ = kDigits[static_cast<unsigned char>(c) >> 4];
    *out++ = kDigits[static_cast<unsigned char>(c) & 15];
  }
  column.ends.push_back(column.data.size());
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
