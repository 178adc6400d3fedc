#include "otlp/mend.h"

#include <simdjson.h>

#include <cstring>

#include "base/bytes.h"

namespace sextant::otlp {
namespace {

bool IsAscii(std::string_view text) {
  std::uint64_t seen = 0;
  std::size_t i = 0;
  for (; i + 32 <= text.size(); i += 32) {
    std::uint64_t words[4];
    std::memcpy(words, text.data() + i, sizeof words);
    seen |= words[0] | words[1] | words[2] | words[3];
  }
  for (; i < text.size(); ++i) seen |= static_cast<unsigned char>(text[i]);
  return (seen & 0x8080808080808080U) == 0;
}

// True when all values are valid: the bytes end to end are, and no value starts within a sequence.
bool IsClean(const StringColumn& column) {
  if (IsAscii(column.data)) return true;
  if (!simdjson::validate_utf8(column.data.data(), column.data.size())) return false;
  std::uint64_t begin = 0;
  for (const std::uint64_t end : column.ends) {
    if (begin < end && (static_cast<unsigned char>(column.data[begin]) & 0xC0) == 0x80) return false;
    begin = end;
  }
  return true;
}

std::uint64_t MendStrings(StringColumn& column) {
  if (IsClean(column)) return 0;
  StringColumn mended;
  mended.data.reserve(column.data.size());
  mended.ends.reserve(column.ends.size());
  std::uint64_t changed = 0;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (IsValidUtf8(column.at(row))) {
      mended.Append(column.at(row));
    } else {
      mended.Append(ToValidUtf8(column.at(row)));
      ++changed;
    }
  }
  column.data.swap(mended.data);
  column.ends.swap(mended.ends);
  return changed;
}

}  // namespace

std::uint64_t MendUtf8(Column& column) {
  if (auto* text = dynamic_cast<StringColumn*>(&column)) return MendStrings(*text);
  if (auto* names = dynamic_cast<LowCardinalityColumn*>(&column)) return MendStrings(names->dictionary);
  if (auto* array = dynamic_cast<ArrayColumn*>(&column)) return MendUtf8(*array->values);
  if (auto* map = dynamic_cast<MapColumn*>(&column)) return MendUtf8(*map->keys) + MendUtf8(*map->values);
  return 0;
}

}  // namespace sextant::otlp
