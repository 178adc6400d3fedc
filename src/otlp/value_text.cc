#include "otlp/value_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/bytes.h"
#include "base/number_text.h"
#include "otlp/base64.h"
#include "otlp/fields.h"

namespace sextant::otlp {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

void AppendJsonValue(std::string& out, std::string_view any_value, std::size_t depth_left);

void AppendJsonArray(std::string& out, std::string_view array, std::size_t depth_left) {
  out += '[';
  bool first = true;
  for (WireReader r(array); r.Next();) {
    if (r.tag() != list::kValue) {
      r.Skip();
      continue;
    }
    if (!first) out += ',';
    first = false;
    AppendJsonValue(out, r.Bytes(), depth_left);
  }
  out += ']';
}

struct Entry {
  std::string_view key;
  std::string_view value;
};

Entry ReadEntry(std::string_view key_value) {
  Entry entry;
  for (WireReader r(key_value); r.Next();) {
    switch (r.tag()) {
      case key_value::kKey: entry.key = r.Bytes(); break;
      case key_value::kValue: entry.value = r.Bytes(); break;
      default: r.Skip();
    }
  }
  return entry;
}

// Keys sorted, of equal ones the last: what Go makes of a map.
void AppendJsonMap(std::string& out, std::string_view map, std::size_t depth_left) {
  std::vector<Entry> entries;
  for (WireReader r(map); r.Next();) {
    if (r.tag() == list::kValue) {
      entries.push_back(ReadEntry(r.Bytes()));
    } else {
      r.Skip();
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.key < b.key; });
  out += '{';
  bool first = true;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + 1 < entries.size() && entries[i + 1].key == entries[i].key) continue;
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, entries[i].key);
    out += ':';
    AppendJsonValue(out, entries[i].value, depth_left);
  }
  out += '}';
}

enum class Style { kText, kJson };

bool IsValue(std::uint32_t tag) {
  switch (tag) {
    case any_value::kString:
    case any_value::kBool:
    case any_value::kInt:
    case any_value::kDouble:
    case any_value::kArray:
    case any_value::kMap:
    case any_value::kBytes: return true;
    default: return false;
  }
}

// Of several values the last one counts, as in every protobuf oneof. Gives a reader that stands on it, or one
// at its end when there is none.
WireReader LastValue(std::string_view any_value) {
  WireReader last("");
  for (WireReader r(any_value); r.Next(); r.Skip()) {
    if (IsValue(r.tag())) last = r;
  }
  return last;
}

void AppendOne(std::string& out, std::string_view any_value, std::size_t depth_left, Style style) {
  const bool json = style == Style::kJson;
  WireReader r = LastValue(any_value);
  switch (r.tag()) {
    case any_value::kString: json ? AppendJsonString(out, r.Bytes()) : void(out.append(r.Bytes())); return;
    case any_value::kBool: out += r.Varint() != 0 ? "true" : "false"; return;
    case any_value::kInt: AppendIntText(out, r.Int64()); return;
    case any_value::kDouble: {
      const double value = r.Double();
      json && !std::isfinite(value) ? void(out += "null") : AppendRealText(out, value);
      return;
    }
    case any_value::kBytes:
      if (json) out += '"';
      AppendBase64(out, r.Bytes());
      if (json) out += '"';
      return;
    case any_value::kArray:
    case any_value::kMap: {
      if (depth_left == 0) throw WireFault("arrays and maps nest too deeply", r.at());
      const bool is_array = r.tag() == any_value::kArray;
      const std::string_view value = r.Bytes();
      is_array ? AppendJsonArray(out, value, depth_left - 1) : AppendJsonMap(out, value, depth_left - 1);
      return;
    }
    default:
      if (json) out += "null";
  }
}

void AppendJsonValue(std::string& out, std::string_view any_value, std::size_t depth_left) {
  AppendOne(out, any_value, depth_left, Style::kJson);
}

}  // namespace

void AppendValueText(std::string& out, std::string_view any_value, std::size_t max_depth) {
  AppendOne(out, any_value, max_depth, Style::kText);
}

void AppendRealText(std::string& out, double value) {
  if (std::isfinite(value)) {
    AppendDoubleText(out, value);
  } else {
    out += "json: unsupported value: ";
    out += std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
}

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      const std::size_t length = Utf8SequenceLength(text, i);
      const std::string_view sequence = text.substr(i, length);
      const bool line_end = sequence == "\u2028" || sequence == "\u2029";
      if (length == 0) {
        out += "\\ufffd";
      } else if (line_end) {
        out += sequence.back() == '\xA8' ? "\\u2028" : "\\u2029";
      } else {
        out += sequence;
      }
      i += std::max<std::size_t>(length, 1);
      continue;
    }
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (c < 0x20 || c == '<' || c == '>' || c == '&') {
          out += "\\u00";
          out += kHexDigits[c >> 4];
          out += kHexDigits[c & 15];
        } else {
          out += static_cast<char>(c);
        }
    }
    ++i;
  }
  out += '"';
}

std::size_t ValueSize(std::string_view any_value) {
  std::size_t size = 0;
  for (WireReader r(any_value); r.Next();) {
    switch (r.tag()) {
      case any_value::kString:
      case any_value::kBytes:
      case any_value::kArray:
      case any_value::kMap: size = std::max(size, r.Bytes().size()); break;
      default: r.Skip();
    }
  }
  return size;
}

}  // namespace sextant::otlp
