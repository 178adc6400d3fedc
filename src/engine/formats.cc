#include "engine/formats.h"

#include <algorithm>
#include <cctype>

namespace sextant::engine {
namespace {

constexpr std::string_view kConcatenating[] = {
    "Native",
    "RowBinary",
    "TabSeparated",
    "TSV",
    "TabSeparatedRaw",
    "TSVRaw",
    "Raw",
    "CSV",
    "JSONEachRow",
    "JSONLines",
    "NDJSON",
    "JSONStringsEachRow",
    "JSONCompactEachRow",
    "JSONCompactStringsEachRow",
    "TSKV",
    "LineAsString",
    "RawBLOB",
};

}  // namespace

bool ChunksConcatenate(std::string_view format) {
  return std::find(std::begin(kConcatenating), std::end(kConcatenating), format) != std::end(kConcatenating);
}

std::string_view ContentTypeOf(std::string_view format) {
  if (format.starts_with("JSON") && format.find("EachRow") != std::string_view::npos) {
    return "application/x-ndjson; charset=UTF-8";
  }
  if (format == "JSONLines" || format == "NDJSON") return "application/x-ndjson; charset=UTF-8";
  if (format.starts_with("JSON") || format == "GeoJSON") return "application/json; charset=UTF-8";
  if (format.starts_with("CSV")) {
    return format.starts_with("CSVWithNames") ? "text/csv; charset=UTF-8; header=present"
                                              : "text/csv; charset=UTF-8; header=absent";
  }
  if (format.starts_with("TabSeparated") || format.starts_with("TSV")) {
    return "text/tab-separated-values; charset=UTF-8";
  }
  if (format == "XML") return "application/xml; charset=UTF-8";
  for (const std::string_view binary : {"Native", "RowBinary", "Parquet", "Arrow", "ORC", "Avro", "MsgPack",
                                        "Protobuf", "CapnProto", "BSON"}) {
    if (format.starts_with(binary)) return "application/octet-stream";
  }
  return "text/plain; charset=UTF-8";
}

bool IsFormatName(std::string_view format) {
  return !format.empty() && std::all_of(format.begin(), format.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  }) && std::isalpha(static_cast<unsigned char>(format.front())) != 0;
}

}  // namespace sextant::engine
