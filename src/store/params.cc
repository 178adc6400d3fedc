#include "store/params.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace sextant {
namespace {

bool IsWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view TrimLeft(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

bool IsTakenAsWritten(std::string_view type) {
  static constexpr std::array<std::string_view, 5> kTypes = {"Array", "Map", "Tuple", "Nested", "Identifier"};
  std::size_t length = 0;
  while (length < type.size() && IsWordByte(type[length])) ++length;
  return std::find(kTypes.begin(), kTypes.end(), type.substr(0, length)) != kTypes.end();
}

}  // namespace

std::string_view FindParamType(std::string_view sql, std::string_view name) {
  for (std::size_t at = sql.find('{'); at != std::string_view::npos; at = sql.find('{', at + 1)) {
    std::string_view rest = TrimLeft(sql.substr(at + 1));
    if (!rest.starts_with(name)) continue;
    rest = TrimLeft(rest.substr(name.size()));
    if (!rest.starts_with(':')) continue;
    rest = TrimLeft(rest.substr(1));
    return rest.substr(0, rest.find('}'));
  }
  return {};
}

std::string EscapeParam(std::string_view type, std::string_view value) {
  if (IsTakenAsWritten(type)) return std::string(value);
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\0': out += "\\0"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace sextant
