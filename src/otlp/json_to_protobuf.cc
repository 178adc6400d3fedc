#include "otlp/json_to_protobuf.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/bytes.h"
#include "otlp/base64.h"
#include "otlp/fields.h"
#include "otlp/schema.h"
#include "otlp/wire_writer.h"

namespace sextant::otlp {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

constexpr std::size_t kLongestIdBytes = 32;

// The value of a hex digit, or -1.
constexpr std::array<std::int8_t, 256> kHexValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::int8_t i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = i;
  for (std::int8_t i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
    values[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
  }
  return values;
}();

// The text of a whole string as a number; false when it is none.
template <typename T>
bool ParseAll(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

// A 64-bit integer of either sign as its bits. 1e3 and 5.0 are integers too.
bool ParseInteger(std::string_view text, std::uint64_t& bits) {
  if (ParseAll(text, bits)) return true;
  std::int64_t negative = 0;
  if (ParseAll(text, negative)) {
    bits = static_cast<std::uint64_t>(negative);
    return true;
  }
  double real = 0;
  if (!ParseAll(text, real) || real != std::trunc(real)) return false;
  if (real >= 0 && real < 0x1p64) {
    bits = static_cast<std::uint64_t>(real);
    return true;
  }
  if (real < 0 && real >= -0x1p63) {
    bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(real));
    return true;
  }
  return false;
}

bool ParseReal(std::string_view text, double& value) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text != "NaN" && text != "Infinity" && text != "-Infinity") return ParseAll(text, value);
  value = text == "NaN"        ? std::numeric_limits<double>::quiet_NaN()
          : text == "Infinity" ? kInfinity
                               : -kInfinity;
  return true;
}

// RFC 8259, section 6. simdjson's own numbers end at 64 bits, and JavaScript's do not.
bool IsJsonNumber(std::string_view text) {
  const auto take_digits = [&] {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count > 0;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero = text.starts_with('0');
  const std::size_t before = text.size();
  if (!take_digits() || (zero && before - text.size() > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!take_digits()) return false;
  }
  return text.empty();
}

std::string_view TrimEnd(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// One pass over one document. Functions give false once `error_` says why.
class Transcoder {
 public:
  Transcoder(std::string_view json, std::string& out) : json_(json), writer_(out) {}

  error_code Run(ondemand::parser& parser, const MessageSchema& schema, std::size_t max_depth) {
    ondemand::document document;
    if (const auto error =
            parser.iterate(json_.data(), json_.size(), json_.size() + simdjson::SIMDJSON_PADDING)
                .get(document)) {
      return error;
    }
    document_ = &document;
    ondemand::object object;
    if (!Check(document.get_object().get(object)) || !WriteFields(object, schema, max_depth)) return error_;
    if (!document.current_location().error()) {
      Fail(simdjson::TRAILING_CONTENT);
    }
    return error_;
  }

  // Where it stopped, when Run failed: a byte of the document.
  std::size_t place() const { return place_; }
  const char* why() const { return why_; }

 private:
  bool Fail(error_code error, const char* why = nullptr) {
    error_ = error;
    why_ = why;
    const char* at = nullptr;
    const bool at_end = document_->current_location().get(at) != simdjson::SUCCESS;
    place_ = at_end ? json_.size() : static_cast<std::size_t>(at - json_.data());
    return false;
  }
  bool Check(error_code error) { return error == simdjson::SUCCESS || Fail(error); }

  bool WriteFields(ondemand::object& object, const MessageSchema& schema, std::size_t depth_left) {
    if (schema.nests) {
      if (depth_left == 0) return Fail(simdjson::DEPTH_ERROR, "arrays and maps nest too deeply");
      --depth_left;
    }
    std::size_t hint = 0;
    for (auto entry : object) {
      ondemand::field field;
      if (!Check(std::move(entry).get(field))) return false;
      std::string_view name;
      if (!ReadKey(field, name)) return false;
      if (const FieldSchema* known = schema.Find(name, hint)) {
        if (!WriteField(field.value(), *known, depth_left)) return false;
      }
    }
    return true;
  }

  bool ReadKey(ondemand::field& field, std::string_view& name) {
    const char* raw = field.key().raw();
    const char* end = raw;
    while (*end != '"' && *end != '\\') ++end;
    if (*end == '\\') return Check(field.unescaped_key().get(name));
    name = {raw, static_cast<std::size_t>(end - raw)};
    return true;
  }

  bool WriteField(ondemand::value& value, const FieldSchema& field, std::size_t depth_left) {
    ondemand::json_type type;
    if (!Check(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return CheckNull(value);
    if (!field.repeated) return WriteOne(value, type, field, depth_left);
    ondemand::array array;
    if (!Check(value.get_array().get(array))) return false;
    const std::size_t list = field.IsPacked() ? writer_.Begin(field.tag) : 0;
    for (auto entry : array) {
      ondemand::value element;
      if (!Check(std::move(entry).get(element)) || !Check(element.type().get(type))) return false;
      const bool is_null = type == ondemand::json_type::null;
      if (is_null ? !CheckNull(element) : !WriteOne(element, type, field, depth_left)) return false;
    }
    if (field.IsPacked()) writer_.End(list);
    return true;
  }

  // simdjson takes anything with an n in front for null until it is read.
  bool CheckNull(ondemand::value& value) {
    return TrimEnd(value.raw_json_token()) == "null" || Fail(simdjson::N_ATOM_ERROR);
  }

  bool WriteOne(ondemand::value& value, ondemand::json_type type, const FieldSchema& field,
                std::size_t depth_left) {
    switch (field.kind) {
      case FieldKind::kMessage: {
        ondemand::object object;
        if (!Check(value.get_object().get(object))) return false;
        const std::size_t message = writer_.Begin(field.tag);
        if (!WriteFields(object, *field.message, depth_left)) return false;
        writer_.End(message);
        return true;
      }
      case FieldKind::kString:
      case FieldKind::kId:
      case FieldKind::kBytes: return WriteText(value, field);
      case FieldKind::kBool: {
        bool flag = false;
        if (!Check(value.get_bool().get(flag))) return false;
        writer_.Varint(field.tag, flag ? 1 : 0);
        return true;
      }
      default: return WriteNumber(value, type, field);
    }
  }

  bool WriteText(ondemand::value& value, const FieldSchema& field) {
    std::string_view text;
    if (!ReadString(value, text)) return false;
    if (field.kind == FieldKind::kString) {
      writer_.Bytes(field.tag, text);
      return true;
    }
    if (field.kind == FieldKind::kId) {
      WriteId(text, field);
      return true;
    }
    const auto bytes = FromBase64(text);
    if (!bytes) return Fail(simdjson::INCORRECT_TYPE, "expected base64");
    writer_.Bytes(field.tag, *bytes);
    return true;
  }

  // What is no hex of at most kLongestIdBytes is written as one byte, which is refused as any broken id.
  void WriteId(std::string_view hex, const FieldSchema& field) {
    char bytes[kLongestIdBytes];
    bool valid = hex.size() % 2 == 0 && hex.size() <= 2 * sizeof bytes;
    for (std::size_t i = 0; valid && i < hex.size(); i += 2) {
      const int high = kHexValues[static_cast<unsigned char>(hex[i])];
      const int low = kHexValues[static_cast<unsigned char>(hex[i + 1])];
      valid = high >= 0 && low >= 0;
      bytes[i / 2] = static_cast<char>(high * 16 + low);
    }
    writer_.Bytes(field.tag, valid ? std::string_view(bytes, hex.size() / 2) : std::string_view("?"));
  }

  bool ReadString(ondemand::value& value, std::string_view& text) {
    const std::string_view raw = TrimEnd(value.raw_json_token());
    if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"') {
      return Fail(simdjson::INCORRECT_TYPE, "expected a string");
    }
    if (raw.find('\\') != std::string_view::npos) return Check(value.get_string().get(text));
    text = raw.substr(1, raw.size() - 2);
    return true;
  }

  bool WriteNumber(ondemand::value& value, ondemand::json_type type, const FieldSchema& field) {
    std::string_view text;
    if (type == ondemand::json_type::string) {
      if (!ReadString(value, text)) return false;
    } else if (type == ondemand::json_type::number) {
      text = TrimEnd(value.raw_json_token());
      if (!IsJsonNumber(text)) return Fail(simdjson::NUMBER_ERROR);
    } else {
      return Fail(simdjson::INCORRECT_TYPE, "expected a number");
    }
    return field.kind == FieldKind::kDouble ? WriteReal(text, field) : WriteInteger(text, field);
  }

  bool WriteReal(std::string_view text, const FieldSchema& field) {
    double real = 0;
    if (!ParseReal(text, real)) return Fail(simdjson::NUMBER_ERROR, "expected a number");
    const bool packed = field.IsPacked();
    packed ? writer_.RawFixed64(std::bit_cast<std::uint64_t>(real)) : writer_.Double(field.tag, real);
    return true;
  }

  bool WriteInteger(std::string_view text, const FieldSchema& field) {
    std::uint64_t bits = 0;
    if (!ParseInteger(text, bits)) {
      if (field.kind == FieldKind::kEnum) {
        bits = NumberOf(text, field);
      } else if (field.kind == FieldKind::kAnyInt && WriteAnyReal(text)) {
        return true;
      } else {
        return Fail(simdjson::NUMBER_ERROR, "expected an integer");
      }
    } else if (field.kind == FieldKind::kAnyInt && bits >> 63 != 0 && !text.starts_with('-')) {
      return WriteAnyReal(text);
    }
    switch (field.kind) {
      case FieldKind::kFixed64:
        field.IsPacked() ? writer_.RawFixed64(bits) : writer_.Fixed64(field.tag, bits);
        return true;
      case FieldKind::kFixed32: writer_.Fixed32(field.tag, static_cast<std::uint32_t>(bits)); return true;
      case FieldKind::kSigned: writer_.Signed(field.tag, static_cast<std::int32_t>(bits)); return true;
      default: field.IsPacked() ? writer_.RawVarint(bits) : writer_.Varint(field.tag, bits); return true;
    }
  }

  // An AnyValue integer past 64 bits, or with a fraction.
  bool WriteAnyReal(std::string_view text) {
    double real = 0;
    if (!ParseAll(text, real)) return false;
    writer_.Double(any_value::kDouble, real);
    return true;
  }

  static std::uint64_t NumberOf(std::string_view name, const FieldSchema& field) {
    for (const EnumName& known : field.names) {
      if (known.name == name) return static_cast<std::uint64_t>(known.number);
    }
    return 0;
  }

  std::string_view json_;
  WireWriter writer_;
  ondemand::document* document_ = nullptr;
  error_code error_ = simdjson::SUCCESS;
  const char* why_ = nullptr;
  std::size_t place_ = 0;
};

// `json` with every \u escape of half a surrogate pair replaced by \ufffd.
std::string MendSurrogates(std::string json) {
  const auto unit = [&](std::size_t at) -> unsigned {
    unsigned value = 0;
    if (json.compare(at, 2, "\\u") != 0 || at + 6 > json.size()) return 0;
    const auto [end, error] = std::from_chars(json.data() + at + 2, json.data() + at + 6, value, 16);
    return error == std::errc() && end == json.data() + at + 6 ? value : 0;
  };
  for (std::size_t at = json.find('\\'); at != std::string::npos; at = json.find('\\', at)) {
    const unsigned first = unit(at);
    if (first == 0) {
      at += 2;
    } else if (first < 0xD800 || first > 0xDFFF) {
      at += 6;
    } else if (const unsigned second = unit(at + 6);
               first <= 0xDBFF && second >= 0xDC00 && second <= 0xDFFF) {
      at += 12;
    } else {
      json.replace(at, 6, "\\ufffd");
      at += 6;
    }
    if (at >= json.size()) break;
  }
  return json;
}

}  // namespace

Result<std::string> JsonToProtobuf(Signal signal, std::string_view json, std::size_t max_depth,
                                   bool* mended) {
  std::string text;
  text.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  text = json;
  ondemand::parser parser;
  for (bool again = true;; again = false) {
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    std::string out;
    out.reserve(text.size() / 2);
    Transcoder transcoder(text, out);
    const error_code error = transcoder.Run(parser, RequestSchema(signal), max_depth);
    if (mended != nullptr) *mended = !again;
    if (error == simdjson::SUCCESS) return out;
    if (again && (error == simdjson::UTF8_ERROR || error == simdjson::STRING_ERROR)) {
      text = MendSurrogates(ToValidUtf8(text));
      continue;
    }
    const char* why = transcoder.why() != nullptr ? transcoder.why() : simdjson::error_message(error);
    return Status(Code::kBadInput, "The JSON request cannot be read at byte " +
                                       std::to_string(transcoder.place()) + ": " + why);
  }
}

}  // namespace sextant::otlp
