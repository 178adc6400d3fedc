#include "base/json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "base/bytes.h"

namespace sextant {
namespace json = boost::json;

namespace {

void AppendQuoted(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      const std::size_t length = Utf8SequenceLength(text, i);
      out.append(length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(i, length));
      i += length == 0 ? 1 : length;
      continue;
    }
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[(c >> 4) & 0xF];
          out += kHex[c & 0xF];
        } else {
          out += c;
        }
    }
    ++i;
  }
  out += '"';
}

}  // namespace

std::string JsonQuote(std::string_view text) {
  std::string out;
  AppendQuoted(out, text);
  return out;
}

void JsonWriter::BeforeValue() {
  if (comma_ && !after_key_) out_ += ',';
  comma_ = true;
  after_key_ = false;
}

JsonWriter& JsonWriter::Object() {
  BeforeValue();
  out_ += '{';
  open_.push_back('{');
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Array() {
  BeforeValue();
  out_ += '[';
  open_.push_back('[');
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::End() {
  SXT_CHECK(!open_.empty(), "nothing is open");
  out_ += open_.back() == '{' ? '}' : ']';
  open_.pop_back();
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  SXT_CHECK(!open_.empty() && open_.back() == '{', "a key outside an object");
  if (comma_) out_ += ',';
  AppendQuoted(out_, key);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  BeforeValue();
  AppendQuoted(out_, value);
  return *this;
}

JsonWriter& JsonWriter::Int(std::int64_t value) { return Raw(std::to_string(value)); }
JsonWriter& JsonWriter::Uint(std::uint64_t value) { return Raw(std::to_string(value)); }
JsonWriter& JsonWriter::IntText(std::int64_t value) { return Raw('"' + std::to_string(value) + '"'); }
JsonWriter& JsonWriter::UintText(std::uint64_t value) { return Raw('"' + std::to_string(value) + '"'); }

JsonWriter& JsonWriter::Double(double value) {
  if (!std::isfinite(value)) return Null();
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return Raw(std::string_view(text, static_cast<std::size_t>(end - text)));
}

JsonWriter& JsonWriter::Bool(bool value) { return Raw(value ? "true" : "false"); }
JsonWriter& JsonWriter::Null() { return Raw("null"); }

JsonWriter& JsonWriter::Raw(std::string_view json) {
  BeforeValue();
  out_ += json;
  return *this;
}

std::string JsonWriter::Take() {
  SXT_CHECK(open_.empty() && !after_key_, "the document is not finished");
  comma_ = false;
  return std::exchange(out_, {});
}

struct JsonValue::Document {
  json::value root;
};

namespace {

const json::value* Get(const void* value) { return static_cast<const json::value*>(value); }

// False when a number was too large for a double: it then reads as infinity, which JSON cannot say.
bool IsFinite(const json::value& value) {
  if (const double* number = value.if_double()) return std::isfinite(*number);
  if (const json::array* array = value.if_array()) return std::all_of(array->begin(), array->end(), IsFinite);
  const json::object* object = value.if_object();
  return object == nullptr || std::all_of(object->begin(), object->end(),
                                          [](const auto& entry) { return IsFinite(entry.value()); });
}

}  // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(std::shared_ptr<const Document> document, const void* value)
    : document_(std::move(document)), value_(value) {}

Result<JsonValue> JsonValue::Parse(std::string_view text, std::size_t max_depth) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::stream_parser parser({}, options);
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error && read < text.size()) {
    return Status(Code::kBadInput, "JSON has text after its end, at byte " + std::to_string(read) + ".");
  }
  if (!error) parser.finish(error);
  if (error) {
    return Status(Code::kBadInput,
                  "JSON cannot be read at byte " + std::to_string(read) + ": " + error.message() + ".");
  }
  auto document = std::make_shared<Document>();
  document->root = parser.release();
  if (!IsFinite(document->root)) return Status(Code::kBadInput, "JSON has a number that is out of range.");
  const void* root = &document->root;
  return JsonValue(std::move(document), root);
}

JsonValue::Kind JsonValue::kind() const {
  if (value_ == nullptr) return Kind::kMissing;
  switch (Get(value_)->kind()) {
    case json::kind::null: return Kind::kNull;
    case json::kind::bool_: return Kind::kBool;
    case json::kind::int64: return Kind::kInt;
    case json::kind::uint64: return Kind::kUint;
    case json::kind::double_: return Kind::kDouble;
    case json::kind::string: return Kind::kString;
    case json::kind::array: return Kind::kArray;
    case json::kind::object: return Kind::kObject;
  }
  return Kind::kMissing;
}

JsonValue JsonValue::operator[](std::string_view key) const {
  if (kind() != Kind::kObject) return {};
  const json::value* found = Get(value_)->get_object().if_contains(key);
  return found == nullptr ? JsonValue() : JsonValue(document_, found);
}

JsonValue JsonValue::at(std::size_t index) const {
  if (kind() != Kind::kArray) return {};
  const json::value* found = Get(value_)->get_array().if_contains(index);
  return found == nullptr ? JsonValue() : JsonValue(document_, found);
}

std::size_t JsonValue::size() const {
  if (kind() == Kind::kArray) return Get(value_)->get_array().size();
  if (kind() == Kind::kObject) return Get(value_)->get_object().size();
  return 0;
}

std::vector<std::string> JsonValue::Keys() const {
  std::vector<std::string> keys;
  if (kind() != Kind::kObject) return keys;
  for (const auto& entry : Get(value_)->get_object()) keys.emplace_back(entry.key());
  return keys;
}

std::optional<std::string> JsonValue::AsString() const {
  if (kind() != Kind::kString) return std::nullopt;
  return std::string(Get(value_)->get_string());
}

std::optional<bool> JsonValue::AsBool() const {
  if (kind() != Kind::kBool) return std::nullopt;
  return Get(value_)->get_bool();
}

std::optional<std::int64_t> JsonValue::AsInt() const {
  if (kind() == Kind::kInt) return Get(value_)->get_int64();
  if (kind() != Kind::kString) return std::nullopt;
  const auto& text = Get(value_)->get_string();
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> JsonValue::AsUint() const {
  if (kind() == Kind::kUint) return Get(value_)->get_uint64();
  if (kind() == Kind::kInt && Get(value_)->get_int64() >= 0) {
    return static_cast<std::uint64_t>(Get(value_)->get_int64());
  }
  if (kind() != Kind::kString) return std::nullopt;
  const auto& text = Get(value_)->get_string();
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<double> JsonValue::AsDouble() const {
  switch (kind()) {
    case Kind::kDouble: return Get(value_)->get_double();
    case Kind::kInt: return static_cast<double>(Get(value_)->get_int64());
    case Kind::kUint: return static_cast<double>(Get(value_)->get_uint64());
    default: return std::nullopt;
  }
}

std::string JsonValue::ToJson() const {
  if (value_ == nullptr) return "null";
  return json::serialize(*Get(value_));
}

}  // namespace sextant
