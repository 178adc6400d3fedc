// AnyValue as text, the way the OpenTelemetry ClickHouse exporter stores it (pcommon Value.AsString of the
// collector): strings as they are, booleans true/false, integers in decimal, doubles as JavaScript prints
// them, bytes in base64, arrays and maps as compact JSON with sorted keys and with < > & escaped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sextant::otlp {

// Appends the text of `any_value` (the bytes of an AnyValue message; no value: nothing). Throws WireFault
// when the bytes are broken or arrays and maps nest deeper than `max_depth`.
void AppendValueText(std::string& out, std::string_view any_value, std::size_t max_depth);

// base's AppendDoubleText, and for what JSON cannot say "json: unsupported value: NaN", as the collector
// writes.
void AppendRealText(std::string& out, double value);
// A JSON string literal as Go's encoding/json writes it; invalid UTF-8 becomes \ufffd.
void AppendJsonString(std::string& out, std::string_view text);

// The size in bytes of the value itself: of a string, byte string, array or map; 0 for the rest.
std::size_t ValueSize(std::string_view any_value);

}  // namespace sextant::otlp
