// The messages of OTLP as tables: what the JSON names mean on the protobuf wire.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/signal.h"

namespace sextant::otlp {

struct MessageSchema;

enum class FieldKind : std::uint8_t {
  kString,
  kBytes,  // base64 in JSON
  kId,     // hex in JSON
  kBool,
  kVarint,  // int64, uint32, uint64
  kSigned,  // sint32, zigzag
  kAnyInt,  // AnyValue.int_value: a number that is no int64 travels as a double
  kFixed32,
  kFixed64,  // fixed64, sfixed64
  kDouble,
  kEnum,
  kMessage,
};

struct EnumName {
  std::string_view name;
  std::int32_t number;
};

struct FieldSchema {
  std::string_view name;  // lowerCamelCase
  FieldKind kind;
  std::uint32_t tag;  // of one value; of the whole list when packed
  bool repeated = false;
  const MessageSchema* message = nullptr;
  std::span<const EnumName> names = {};
  bool is_signed = false;  // kFixed64: sfixed64

  bool IsPacked() const;
};

struct MessageSchema {
  std::span<const FieldSchema> fields;
  bool nests = false;  // ArrayValue and KeyValueList: counted against the limit on depth

  // By lowerCamelCase or snake_case name; nullptr when there is none. `hint` is where to look first, and is
  // left at what is likely to come next.
  const FieldSchema* Find(std::string_view name, std::size_t& hint) const;
};

// Export{Logs,Trace,Metrics}ServiceRequest.
const MessageSchema& RequestSchema(Signal signal);

}  // namespace sextant::otlp
