#include "engine/errors.h"

#include <charconv>

#include "base/bytes.h"

namespace sextant::engine {
namespace {

std::string_view NameOf(std::int32_t code) {
  switch (code) {
    case kBadArguments: return "BAD_ARGUMENTS";
    case kSyntaxError: return "SYNTAX_ERROR";
    case kUnknownFormat: return "UNKNOWN_FORMAT";
    case kUnknownSetting: return "UNKNOWN_SETTING";
    case kTimeoutExceeded: return "TIMEOUT_EXCEEDED";
    case kSocketTimeout: return "SOCKET_TIMEOUT";
    case kQueryIsTooLarge: return "QUERY_IS_TOO_LARGE";
    case kReadonly: return "READONLY";
    case kTooManySimultaneousQueries: return "TOO_MANY_SIMULTANEOUS_QUERIES";
    case kQueryIdInUse: return "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING";
    case kMemoryLimitExceeded: return "MEMORY_LIMIT_EXCEEDED";
    case kQueryWasCancelled: return "QUERY_WAS_CANCELLED";
    case kAccessDenied: return "ACCESS_DENIED";
    default: return "UNKNOWN_EXCEPTION";
  }
}

Code CodeOf(std::int32_t code) {
  switch (code) {
    case kTimeoutExceeded: return Code::kTimeout;
    case kTooManySimultaneousQueries:
    case kMemoryLimitExceeded: return Code::kResourceExhausted;
    case kQueryWasCancelled: return Code::kCancelled;
    case kAccessDenied:
    case kReadonly: return Code::kDenied;
    case kQueryIsTooLarge: return Code::kTooLarge;
    case kUnknownException: return Code::kInternal;
    default: return Code::kBadInput;
  }
}

}  // namespace

Status EngineStatus(std::string_view text) {
  constexpr std::string_view kPrefix = "Code: ";
  std::int32_t code = kUnknownException;
  const std::size_t at = text.find(kPrefix);
  if (at != std::string_view::npos) {
    const std::string_view digits = text.substr(at + kPrefix.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), code);
  }
  return Status(CodeOf(code), std::string(text), code);
}

Status EngineStatus(std::int32_t code, std::string_view sentence) {
  std::string text = "Code: " + std::to_string(code) + ". DB::Exception: ";
  text.append(sentence).append(" (").append(NameOf(code)).append(")");
  return Status(CodeOf(code), std::move(text), code);
}

int HttpStatusOfEngineCode(std::int32_t code) {
  switch (code) {
    case 194: return 401;  // REQUIRED_PASSWORD
    case 192:              // UNKNOWN_USER
    case 193:              // WRONG_PASSWORD
    case 516:              // AUTHENTICATION_FAILED
    case 512:              // SET_NON_GRANTED_ROLE
    case kAccessDenied: return 403;
    case kBadArguments:
    case 427:  // CANNOT_COMPILE_REGEXP
    case 6:    // CANNOT_PARSE_TEXT
    case 25:   // CANNOT_PARSE_ESCAPE_SEQUENCE
    case 26:   // CANNOT_PARSE_QUOTED_STRING
    case 38:   // CANNOT_PARSE_DATE
    case 41:   // CANNOT_PARSE_DATETIME
    case 72:   // CANNOT_PARSE_NUMBER
    case 441:  // CANNOT_PARSE_DOMAIN_VALUE_FROM_STRING
    case 675:  // CANNOT_PARSE_IPV4
    case 676:  // CANNOT_PARSE_IPV6
    case 27:   // CANNOT_PARSE_INPUT_ASSERTION_FAILED
    case 376:  // CANNOT_PARSE_UUID
    case 15:   // DUPLICATE_COLUMN
    case 44:   // ILLEGAL_COLUMN
    case 37:   // UNKNOWN_ELEMENT_IN_AST
    case 123:  // UNKNOWN_TYPE_OF_AST_NODE
    case 8:    // THERE_IS_NO_COLUMN
    case 167:  // TOO_DEEP_AST
    case 168:  // TOO_BIG_AST
    case 223:  // UNEXPECTED_AST_STRUCTURE
    case kSyntaxError:
    case 117:  // INCORRECT_DATA
    case 53:   // TYPE_MISMATCH
    case 321:  // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
      return 400;
    case 60:  // UNKNOWN_TABLE
    case 46:  // UNKNOWN_FUNCTION
    case 47:  // UNKNOWN_IDENTIFIER
    case 50:  // UNKNOWN_TYPE
    case 56:  // UNKNOWN_STORAGE
    case 81:  // UNKNOWN_DATABASE
    case kUnknownSetting:
    case 152:  // UNKNOWN_DIRECTION_OF_SORTING
    case 63:   // UNKNOWN_AGGREGATE_FUNCTION
    case kUnknownFormat:
    case 336:  // UNKNOWN_DATABASE_ENGINE
    case 78:   // UNKNOWN_TYPE_OF_QUERY
    case 511:  // UNKNOWN_ROLE
      return 404;
    case kTimeoutExceeded: return 408;
    case 381: return 411;  // HTTP_LENGTH_REQUIRED
    case kQueryIsTooLarge: return 413;
    case 779: return 415;  // UNSUPPORTED_MEDIA_TYPE
    case 48: return 501;   // NOT_IMPLEMENTED
    case kSocketTimeout:
    case 76:   // CANNOT_OPEN_FILE
    case 439:  // CANNOT_SCHEDULE_TASK
    case kTooManySimultaneousQueries: return 503;
    default: return 500;
  }
}

std::string ExceptionFrame(std::string_view tag, std::string_view message) {
  constexpr std::string_view kMarker = "\r\n__exception__\r\n";
  std::string frame(kMarker);
  frame.append(tag).append("\r\n").append(message).append("\n");
  frame.append(std::to_string(message.size())).append(" ").append(tag).append(kMarker);
  return frame;
}

std::string NewExceptionTag() {
  std::string tag = RandomBytes(16);
  for (char& c : tag) c = static_cast<char>('a' + static_cast<unsigned char>(c) % 26);
  return tag;
}

}  // namespace sextant::engine
