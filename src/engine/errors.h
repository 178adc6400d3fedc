// ClickHouse's errors as our Status and as HTTP: one table of codes, one writer of texts. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sextant::engine {

// The ClickHouse error numbers that we raise ourselves or treat specially.
inline constexpr std::int32_t kBadArguments = 36;
inline constexpr std::int32_t kSyntaxError = 62;
inline constexpr std::int32_t kUnknownFormat = 73;
inline constexpr std::int32_t kUnknownSetting = 115;
inline constexpr std::int32_t kTimeoutExceeded = 159;
inline constexpr std::int32_t kQueryIsTooLarge = 229;
inline constexpr std::int32_t kReadonly = 164;
inline constexpr std::int32_t kTooManySimultaneousQueries = 202;
inline constexpr std::int32_t kSocketTimeout = 209;
inline constexpr std::int32_t kQueryIdInUse = 216;
inline constexpr std::int32_t kMemoryLimitExceeded = 241;
inline constexpr std::int32_t kQueryWasCancelled = 394;
inline constexpr std::int32_t kAccessDenied = 497;
inline constexpr std::int32_t kUnknownException = 1002;

// The Status for an error text of the engine ("Code: 62. DB::Exception: …"); the text is kept as it is.
Status EngineStatus(std::string_view text);
// The Status for an error of our own, in the same form: "Code: 497. DB::Exception: `sentence`
// (ACCESS_DENIED)".
Status EngineStatus(std::int32_t code, std::string_view sentence);

// The HTTP status with which ClickHouse answers an error before its body; 202 is 503 here.
int HttpStatusOfEngineCode(std::int32_t code);

// What ClickHouse ≥ 25.11 writes into a body that fails in mid-stream, before it breaks the body off:
// "\r\n__exception__\r\n<tag>\r\n<message>\n<bytes of message> <tag>\r\n__exception__\r\n".
std::string ExceptionFrame(std::string_view tag, std::string_view message);
// Sixteen random lower-case letters, sent ahead in X-ClickHouse-Exception-Tag.
std::string NewExceptionTag();

}  // namespace sextant::engine
