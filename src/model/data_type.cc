#include "model/data_type.h"

#include <array>
#include <charconv>
#include <optional>

namespace sextant {
namespace {

constexpr int kMaxDepth = 32;

struct SimpleType {
  std::string_view name;
  TypeKind kind;
};

constexpr std::array<SimpleType, 18> kSimpleTypes = {{
    {"UInt8", TypeKind::kUInt8},
    {"UInt16", TypeKind::kUInt16},
    {"UInt32", TypeKind::kUInt32},
    {"UInt64", TypeKind::kUInt64},
    {"Int8", TypeKind::kInt8},
    {"Int16", TypeKind::kInt16},
    {"Int32", TypeKind::kInt32},
    {"Int64", TypeKind::kInt64},
    {"Float32", TypeKind::kFloat32},
    {"Float64", TypeKind::kFloat64},
    {"Bool", TypeKind::kBool},
    {"String", TypeKind::kString},
    {"Date", TypeKind::kDate},
    {"Date32", TypeKind::kDate32},
    {"UUID", TypeKind::kUuid},
    {"IPv4", TypeKind::kIpv4},
    {"IPv6", TypeKind::kIpv6},
    {"Nothing", TypeKind::kNothing},
}};

class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text) {}

  Result<DataTypePtr> ParseAll() {
    SXT_ASSIGN(DataTypePtr type, ParseType(0));
    SkipSpaces();
    if (at_ != text_.size()) return Error("unexpected text");
    return type;
  }

 private:
  Status Error(const std::string& what) const {
    return {Code::kBadInput,
            "Type '" + Shown(text_) + "' cannot be read: " + what + " at byte " + std::to_string(at_) + "."};
  }

  // As much of a name as fits in a sentence.
  static std::string Shown(std::string_view name) {
    constexpr std::size_t kLength = 200;
    return name.size() <= kLength ? std::string(name) : std::string(name.substr(0, kLength)) + "...";
  }

  void SkipSpaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }

  bool Take(char c) {
    SkipSpaces();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view TakeWord() {
    SkipSpaces();
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool in_word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
      if (!in_word) break;
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::optional<std::int64_t> TakeNumber() {
    SkipSpaces();
    std::int64_t value = 0;
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (error != std::errc()) return std::nullopt;
    at_ += static_cast<std::size_t>(end - begin);
    return value;
  }

  // What ClickHouse writes as a backslash and `letter`.
  static char Unescaped(char letter) {
    switch (letter) {
      case '0': return '\0';
      case 'b': return '\b';
      case 'f': return '\f';
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      default: return letter;
    }
  }

  // 'quoted' or `quoted`, with backslash escapes and doubled quotes.
  std::optional<std::string> TakeQuoted(char quote) {
    if (!Take(quote)) return std::nullopt;
    std::string value;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\' && at_ < text_.size()) {
        value += Unescaped(text_[at_++]);
      } else if (c == quote) {
        if (at_ >= text_.size() || text_[at_] != quote) return value;
        value += text_[at_++];
      } else {
        value += c;
      }
    }
    return std::nullopt;
  }

  std::string TextFrom(std::size_t begin) const { return std::string(text_.substr(begin, at_ - begin)); }

  DataTypePtr Finish(TypeParts parts, std::size_t begin) const {
    return std::make_shared<DataType>(std::move(parts), TextFrom(begin));
  }

  Result<DataTypePtr> ParseType(int depth) {
    if (depth > kMaxDepth) return Error("nesting deeper than " + std::to_string(kMaxDepth));
    SkipSpaces();
    const std::size_t begin = at_;
    const std::string_view word = TakeWord();
    TypeParts parts;
    if (word == "LowCardinality" || word == "Nullable" || word == "Array") {
      parts.kind = word == "Array"      ? TypeKind::kArray
                   : word == "Nullable" ? TypeKind::kNullable
                                        : TypeKind::kLowCardinality;
      SXT_TRY(ParseArgs(parts, 1, depth));
      SXT_TRY(CheckWrapped(parts));
    } else if (word == "Map") {
      parts.kind = TypeKind::kMap;
      SXT_TRY(ParseArgs(parts, 2, depth));
    } else if (word == "Tuple") {
      parts.kind = TypeKind::kTuple;
      SXT_TRY(ParseElements(parts, depth));
    } else if (word == "Nested") {
      TypeParts tuple;
      tuple.kind = TypeKind::kTuple;
      const std::size_t elements = at_;
      SXT_TRY(ParseElements(tuple, depth + 1));
      parts.kind = TypeKind::kArray;
      parts.args.push_back(std::make_shared<DataType>(std::move(tuple), "Tuple" + TextFrom(elements)));
    } else if (word == "SimpleAggregateFunction") {
      if (!Take('(')) return Error("expected '('");
      TakeWord();
      if (!Take(',')) return Error("expected ','");
      SXT_ASSIGN(DataTypePtr inner, ParseType(depth + 1));
      if (!Take(')')) return Error("expected ')'");
      return inner;
    } else if (word == "FixedString") {
      parts.kind = TypeKind::kFixedString;
      if (!Take('(')) return Error("expected '('");
      const auto size = TakeNumber();
      if (!size || *size < 1 || *size > 65536) return Error("expected a length from 1 to 65536");
      parts.size = static_cast<std::size_t>(*size);
      if (!Take(')')) return Error("expected ')'");
    } else if (word == "DateTime" || word == "DateTime64") {
      SXT_TRY(ParseDateTime(parts, word == "DateTime64"));
    } else if (word == "Enum8" || word == "Enum16") {
      parts.kind = word == "Enum8" ? TypeKind::kEnum8 : TypeKind::kEnum16;
      SXT_TRY(ParseEnum(parts));
    } else {
      bool known = false;
      for (const auto& simple : kSimpleTypes) {
        if (simple.name != word) continue;
        parts.kind = simple.kind;
        known = true;
      }
      if (!known) return Error("'" + Shown(word) + "' is not a type that Sextant decodes");
    }
    return Finish(std::move(parts), begin);
  }

  Status ParseArgs(TypeParts& parts, std::size_t count, int depth) {
    if (!Take('(')) return Error("expected '('");
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 && !Take(',')) return Error("expected ','");
      SXT_ASSIGN(DataTypePtr arg, ParseType(depth + 1));
      parts.args.push_back(std::move(arg));
    }
    if (!Take(')')) return Error("expected ')'");
    return {};
  }

  // Which types LowCardinality and Nullable may hold, as in ClickHouse.
  Status CheckWrapped(const TypeParts& parts) const {
    if (parts.kind == TypeKind::kArray) return {};
    const bool is_low_cardinality = parts.kind == TypeKind::kLowCardinality;
    TypeKind inner = parts.args[0]->kind();
    if (is_low_cardinality && inner == TypeKind::kNullable) inner = parts.args[0]->arg().kind();
    switch (inner) {
      case TypeKind::kLowCardinality:
      case TypeKind::kNullable:
      case TypeKind::kArray:
      case TypeKind::kMap: break;
      case TypeKind::kTuple:
      case TypeKind::kNothing:
        if (is_low_cardinality) break;
        return {};
      default: return {};
    }
    return Error(std::string(is_low_cardinality ? "LowCardinality" : "Nullable") + " cannot hold " +
                 Shown(parts.args[0]->name()));
  }

  // Tuple(T, U) or Tuple(a T, `b c` U).
  Status ParseElements(TypeParts& parts, int depth) {
    if (!Take('(')) return Error("expected '('");
    if (Take(')')) return Error("a tuple without elements is not a type that Sextant decodes");
    do {
      SkipSpaces();
      std::string name;
      if (at_ < text_.size() && text_[at_] == '`') {
        auto quoted = TakeQuoted('`');
        if (!quoted) return Error("unclosed name");
        name = std::move(*quoted);
      } else {
        const std::size_t mark = at_;
        const std::string_view word = TakeWord();
        const bool is_name = at_ < text_.size() && text_[at_] == ' ';
        if (is_name) {
          name = word;
        } else {
          at_ = mark;
        }
      }
      SXT_ASSIGN(DataTypePtr element, ParseType(depth + 1));
      parts.args.push_back(std::move(element));
      if (!name.empty()) parts.tuple_names.push_back(std::move(name));
    } while (Take(','));
    if (!Take(')')) return Error("expected ')'");
    if (!parts.tuple_names.empty() && parts.tuple_names.size() != parts.args.size()) {
      return Error("some elements have names and some have none");
    }
    return {};
  }

  Status ParseDateTime(TypeParts& parts, bool is_64) {
    parts.kind = is_64 ? TypeKind::kDateTime64 : TypeKind::kDateTime;
    if (!Take('(')) return is_64 ? Error("expected '('") : Status();
    if (is_64) {
      const auto scale = TakeNumber();
      if (!scale || *scale < 0 || *scale > 9) return Error("expected a scale from 0 to 9");
      parts.scale = static_cast<int>(*scale);
      if (Take(')')) return {};
      if (!Take(',')) return Error("expected ','");
    }
    auto zone = TakeQuoted('\'');
    if (!zone) return Error("expected a quoted time zone");
    parts.timezone = std::move(*zone);
    return Take(')') ? Status() : Error("expected ')'");
  }

  Status ParseEnum(TypeParts& parts) {
    if (!Take('(')) return Error("expected '('");
    do {
      auto name = TakeQuoted('\'');
      if (!name) return Error("expected a quoted name");
      if (!Take('=')) return Error("expected '='");
      const auto value = TakeNumber();
      const std::int64_t limit = parts.kind == TypeKind::kEnum8 ? 128 : 32768;
      if (!value || *value < -limit || *value >= limit) return Error("expected a number that fits the enum");
      parts.enum_values.emplace_back(std::move(*name), static_cast<std::int16_t>(*value));
    } while (Take(','));
    return Take(')') ? Status() : Error("expected ')'");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<DataTypePtr> DataType::Parse(std::string_view name) { return TypeParser(name).ParseAll(); }

DataTypePtr DataType::Of(std::string_view name) {
  auto type = Parse(name);
  SXT_CHECK(type.ok(), std::string(name));
  return std::move(type).value();
}

namespace {
const DataType& Unwrapped(const DataType& type) {
  const bool wrapped = type.kind() == TypeKind::kLowCardinality || type.kind() == TypeKind::kNullable;
  return wrapped ? Unwrapped(type.arg()) : type;
}
}  // namespace

bool DataType::IsText() const {
  const TypeKind kind = Unwrapped(*this).kind();
  return kind == TypeKind::kString || kind == TypeKind::kFixedString || kind == TypeKind::kEnum8 ||
         kind == TypeKind::kEnum16;
}

bool DataType::IsNumber() const {
  const TypeKind kind = Unwrapped(*this).kind();
  return kind <= TypeKind::kFloat64;
}

bool DataType::IsTime() const {
  const TypeKind kind = Unwrapped(*this).kind();
  return kind == TypeKind::kDate || kind == TypeKind::kDate32 || kind == TypeKind::kDateTime ||
         kind == TypeKind::kDateTime64;
}

}  // namespace sextant
