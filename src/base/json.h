// JSON text in and out, for everything but the OTLP hot path (otlp/ has its own reader).
// The library behind it stays in json.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sextant {

// Writes one JSON document into a string it owns, in call order. Commas are its business; balance is
// the caller's (an unbalanced document aborts in Take). Invalid UTF-8 becomes U+FFFD.
//   JsonWriter w; w.Object().Key("rows").Int(3).End(); w.Take() == R"({"rows":3})"
class JsonWriter {
 public:
  JsonWriter& Object();
  JsonWriter& Array();
  // Closes the innermost object or array.
  JsonWriter& End();
  JsonWriter& Key(std::string_view key);
  JsonWriter& String(std::string_view value);
  JsonWriter& Int(std::int64_t value);
  JsonWriter& Uint(std::uint64_t value);
  // A 64-bit integer as a JSON string, which browsers read without loss.
  JsonWriter& IntText(std::int64_t value);
  JsonWriter& UintText(std::uint64_t value);
  // NaN and infinities become null.
  JsonWriter& Double(double value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  // `json` is already one JSON value.
  JsonWriter& Raw(std::string_view json);

  // The finished document; the writer is empty afterwards.
  std::string Take();
  std::size_t size() const { return out_.size(); }

 private:
  void BeforeValue();
  std::string out_;
  std::vector<char> open_;  // '{' or '['
  bool comma_ = false;
  bool after_key_ = false;
};

// The JSON string literal of `text`, quotes included.
std::string JsonQuote(std::string_view text);

// A read-only parsed document or a place inside it. Copies are cheap and share the document.
// Looking up what is not there gives a value whose kind is kMissing; reading it as anything fails softly.
class JsonValue {
 public:
  enum class Kind { kMissing, kNull, kBool, kInt, kUint, kDouble, kString, kArray, kObject };

  // Fails with kBadInput and the offset of the first error; also for a number that no double can hold. At
  // most `max_depth` levels deep. A double of more than 17 digits may be off in its last bit.
  static Result<JsonValue> Parse(std::string_view text, std::size_t max_depth = 64);

  JsonValue();
  Kind kind() const;
  bool IsMissing() const { return kind() == Kind::kMissing; }
  bool IsString() const { return kind() == Kind::kString; }
  bool IsObject() const { return kind() == Kind::kObject; }
  bool IsArray() const { return kind() == Kind::kArray; }

  JsonValue operator[](std::string_view key) const;
  JsonValue at(std::size_t index) const;
  std::size_t size() const;
  // Keys of an object in document order.
  std::vector<std::string> Keys() const;

  std::optional<std::string> AsString() const;
  std::optional<bool> AsBool() const;
  // Also reads integers written as JSON strings.
  std::optional<std::int64_t> AsInt() const;
  std::optional<std::uint64_t> AsUint() const;
  std::optional<double> AsDouble() const;
  // The value as compact JSON.
  std::string ToJson() const;

 private:
  struct Document;
  JsonValue(std::shared_ptr<const Document> document, const void* value);
  std::shared_ptr<const Document> document_;
  const void* value_ = nullptr;
};

}  // namespace sextant
