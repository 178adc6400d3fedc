#include <cmath>

#include "base/bytes.h"
#include "base/json.h"
#include "otlp/base64.h"
#include "otlp/schema.h"
#include "otlp/wire.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

// Messages in messages: more than any request that Decode takes.
constexpr std::size_t kMaxMessageDepth = 512;

void WriteMessage(JsonWriter& json, std::string_view message, const MessageSchema& schema,
                  std::size_t depth_left);

void WriteReal(JsonWriter& json, double value) {
  if (std::isfinite(value)) {
    json.Double(value);
  } else {
    json.String(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  }
}

// Writes the value that `r` stands on.
void WriteOne(JsonWriter& json, WireReader& r, const FieldSchema& field, std::size_t depth_left) {
  switch (field.kind) {
    case FieldKind::kString: json.String(r.Bytes()); break;
    case FieldKind::kId: json.String(ToHex(r.Bytes())); break;
    case FieldKind::kBytes: {
      std::string text;
      AppendBase64(text, r.Bytes());
      json.String(text);
      break;
    }
    case FieldKind::kBool: json.Bool(r.Varint() != 0); break;
    case FieldKind::kEnum: json.Int(r.Int32()); break;
    case FieldKind::kVarint: json.UintText(r.Varint()); break;
    case FieldKind::kAnyInt: json.IntText(r.Int64()); break;
    case FieldKind::kSigned: json.Int(r.Sint32()); break;
    case FieldKind::kFixed32: json.Uint(r.Fixed32()); break;
    case FieldKind::kFixed64:
      field.is_signed ? json.IntText(static_cast<std::int64_t>(r.Fixed64())) : json.UintText(r.Fixed64());
      break;
    case FieldKind::kDouble: WriteReal(json, r.Double()); break;
    case FieldKind::kMessage: WriteMessage(json, r.Bytes(), *field.message, depth_left); break;
  }
}

void WriteList(JsonWriter& json, std::string_view message, const FieldSchema& field, std::size_t depth_left) {
  json.Key(field.name).Array();
  for (WireReader r(message); r.Next();) {
    if (r.tag() != field.tag) {
      r.Skip();
    } else if (field.IsPacked()) {
      for (WireReader list(r.Bytes()); !list.AtEnd();) WriteOne(json, list, field, depth_left);
    } else {
      WriteOne(json, r, field, depth_left);
    }
  }
  json.End();
}

// JSON wants the elements of a list together, protobuf does not: so one pass per field.
void WriteMessage(JsonWriter& json, std::string_view message, const MessageSchema& schema,
                  std::size_t depth_left) {
  if (depth_left == 0) throw WireFault("messages nest too deeply", message.data());
  json.Object();
  for (const FieldSchema& field : schema.fields) {
    for (WireReader r(message); r.Next(); r.Skip()) {
      if (r.tag() != field.tag) continue;
      if (field.repeated) {
        WriteList(json, message, field, depth_left - 1);
      } else {
        json.Key(field.name);
        WriteOne(json, r, field, depth_left - 1);
      }
      break;
    }
  }
  json.End();
}

}  // namespace

Result<std::string> ProtobufToJson(Signal signal, std::string_view request) {
  JsonWriter json;
  try {
    WriteMessage(json, request, RequestSchema(signal), kMaxMessageDepth);
  } catch (const WireFault& fault) {
    return Status(Code::kBadInput, "The protobuf request cannot be read at byte " +
                                       std::to_string(fault.at - request.data()) + ": " + fault.reason + ".");
  }
  return json.Take();
}

}  // namespace sextant::otlp
