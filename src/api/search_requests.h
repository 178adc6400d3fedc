// The bodies of search requests (openapi.yaml: Intent and what is built on it) out of JSON. Pure. Every
// failure is kBadInput and names the key.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/status.h"
#include "search/intent.h"

namespace sextant::api {

Result<search::Intent> ReadIntent(std::string_view json);
Result<search::RowsRequest> ReadRowsRequest(std::string_view json);
// The part of a RowsRequest that can be saved: all but the range of time, its limits and the page.
Result<search::RowsRequest> ReadQuestion(const JsonValue& body);
Result<search::NumbersRequest> ReadNumbersRequest(std::string_view json);
// A RowsRequest that has no `limit` and no `after`.
Result<search::RowsRequest> ReadExportRequest(std::string_view json);
Result<search::HistogramRequest> ReadHistogramRequest(std::string_view json);
Result<search::ValuesRequest> ReadValuesRequest(std::string_view json);

struct RowRequest {
  std::string source;
  std::string id;
};
Result<RowRequest> ReadRowRequest(std::string_view json);

// A time in nanoseconds, as text: "1795317119981336904".
Result<UnixNanos> ReadNanos(std::string_view key, std::string_view text);

}  // namespace sextant::api
