// OTLP/JSON → OTLP/protobuf. The JSON door is this and then the protobuf reader, so both give the same rows.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "model/signal.h"

namespace sextant::otlp {

// Writes the export request `json` of `signal` as protobuf. Takes lowerCamelCase and snake_case names, ids in
// hex, bytes in base64, 64-bit integers as numbers or strings, enums as numbers or names; null is absence and
// unknown names are skipped. Lone surrogates and invalid UTF-8 become U+FFFD. An id that is no hex becomes an
// id of one byte, which the reader refuses or drops as it does any broken id.
// Fails with kBadInput and the byte when it is not JSON, a value has the wrong type, or arrays and maps nest
// deeper than `max_depth`. `mended`, when given, says whether text had to be replaced.
Result<std::string> JsonToProtobuf(Signal signal, std::string_view json, std::size_t max_depth,
                                   bool* mended = nullptr);

}  // namespace sextant::otlp
