#include "store/exception.h"

#include <algorithm>
#include <charconv>

namespace sextant {
namespace {

constexpr std::string_view kCodePrefix = "Code: ";
constexpr std::string_view kTextPrefix = ". DB::Exception: ";
constexpr std::string_view kMarker = "__exception__\r\n";
constexpr std::string_view kVersion = " (version ";

// Length of the longest end of `text` that is a beginning of `marker`.
std::size_t PartialMarker(std::string_view text, std::string_view marker) {
  for (std::size_t length = std::min(text.size(), marker.size() - 1); length > 0; --length) {
    if (marker.starts_with(text.substr(text.size() - length))) return length;
  }
  return 0;
}

std::string_view Trim(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \r\n\t"), text.size());
  const std::size_t end = text.find_last_not_of(" \r\n\t");
  return end == std::string_view::npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

// The error text of a tagged block: without its last line and the closing marker.
std::string_view TextOfBlock(std::string_view block) {
  if (const std::size_t end = block.rfind("\r\n__exception__"); end != std::string_view::npos) {
    block = block.substr(0, block.rfind('\n', end - 1));
  }
  return Trim(block);
}

// Without " (version 26.7.2.1 (official build))" at its end, which may stand there twice.
std::string_view WithoutVersion(std::string_view text) {
  text = Trim(text);
  for (std::size_t at = text.rfind(kVersion); at != std::string_view::npos && text.ends_with(')');
       at = text.rfind(kVersion)) {
    text = Trim(text.substr(0, at));
  }
  return text;
}

// Where an error without a tag begins in the last bytes of an answer, or npos.
std::size_t FindUntagged(std::string_view tail) {
  for (std::size_t at = tail.find(kMarker); at != std::string_view::npos; at = tail.find(kMarker, at + 1)) {
    if (ParseEngineError(tail.substr(at + kMarker.size()))) return at;
  }
  if (!Trim(tail).ends_with(')')) return std::string_view::npos;
  for (std::size_t at = tail.find(kCodePrefix); at != std::string_view::npos;
       at = tail.find(kCodePrefix, at + 1)) {
    const std::string_view text = tail.substr(at);
    if (ParseEngineError(text) && text.find(kVersion) != std::string_view::npos) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<EngineError> ParseEngineError(std::string_view text) {
  text = Trim(text);
  if (!text.starts_with(kCodePrefix)) return std::nullopt;
  text.remove_prefix(kCodePrefix.size());
  EngineError error;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), error.code);
  if (failure != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(kTextPrefix)) return std::nullopt;
  text.remove_prefix(kTextPrefix.size());
  error.message = WithoutVersion(text);
  return error;
}

Code CodeOfEngineError(std::int32_t engine_code) {
  switch (engine_code) {
    case 159:  // TIMEOUT_EXCEEDED
    case 160:  // TOO_SLOW
      return Code::kTimeout;
    case 394:  // QUERY_WAS_CANCELLED
    case 735:  // QUERY_WAS_CANCELLED_BY_CLIENT
      return Code::kCancelled;
    case 192:  // UNKNOWN_USER
    case 193:  // WRONG_PASSWORD
    case 194:  // REQUIRED_PASSWORD
    case 516:  // AUTHENTICATION_FAILED
      return Code::kUnauthenticated;
    case 164:  // READONLY
    case 291:  // DATABASE_ACCESS_DENIED
    case 452:  // SETTING_CONSTRAINT_VIOLATION
    case 497:  // ACCESS_DENIED
      return Code::kDenied;
    case 158:  // TOO_MANY_ROWS
    case 307:  // TOO_MANY_BYTES
    case 396:  // TOO_MANY_ROWS_OR_BYTES
      return Code::kTooLarge;
    case 173:  // CANNOT_ALLOCATE_MEMORY
    case 201:  // QUOTA_EXCEEDED
    case 202:  // TOO_MANY_SIMULTANEOUS_QUERIES
    case 241:  // MEMORY_LIMIT_EXCEEDED
    case 252:  // TOO_MANY_PARTS
      return Code::kResourceExhausted;
    case 198:  // DNS_ERROR
    case 209:  // SOCKET_TIMEOUT
    case 210:  // NETWORK_ERROR
    case 236:  // ABORTED
    case 242:  // TABLE_IS_READ_ONLY
    case 243:  // NOT_ENOUGH_SPACE
    case 279:  // ALL_CONNECTION_TRIES_FAILED
    case 425:  // SYSTEM_ERROR
    case 999:  // KEEPER_EXCEPTION
      return Code::kUnavailable;
    default: return Code::kBadInput;
  }
}

Status ToStatus(const EngineError& error) {
  return Status(CodeOfEngineError(error.code), error.message, error.code);
}

ExceptionScanner::ExceptionScanner(std::string_view tag) {
  if (!tag.empty()) marker_ = "\r\n" + std::string(kMarker) + std::string(tag) + "\r\n";
}

bool ExceptionScanner::Feed(std::string_view bytes, const Sink& sink) {
  if (in_block_) {
    block_.append(bytes.substr(0, kMaxErrorBytes - std::min(block_.size(), kMaxErrorBytes)));
    return true;
  }
  return marker_.empty() ? FeedUntagged(bytes, sink) : FeedTagged(bytes, sink);
}

bool ExceptionScanner::FeedTagged(std::string_view bytes, const Sink& sink) {
  std::string joined;
  if (!held_.empty()) {
    joined = std::move(held_);
    joined += bytes;
    held_.clear();
    bytes = joined;
  }
  const std::size_t at = bytes.find(marker_);
  if (at != std::string_view::npos) {
    in_block_ = true;
    Feed(bytes.substr(at + marker_.size()), sink);
    return at == 0 || sink(bytes.substr(0, at));
  }
  const std::size_t ready = bytes.size() - PartialMarker(bytes, marker_);
  held_ = bytes.substr(ready);
  return ready == 0 || sink(bytes.substr(0, ready));
}

bool ExceptionScanner::FeedUntagged(std::string_view bytes, const Sink& sink) {
  if (bytes.size() >= kUntaggedTailBytes) {
    const std::size_t ready = bytes.size() - kUntaggedTailBytes;
    const bool more = (held_.empty() || sink(held_)) && (ready == 0 || sink(bytes.substr(0, ready)));
    held_ = bytes.substr(ready);
    return more;
  }
  held_ += bytes;
  if (held_.size() <= 2 * kUntaggedTailBytes) return true;
  const std::size_t ready = held_.size() - kUntaggedTailBytes;
  const bool more = sink(std::string_view(held_).substr(0, ready));
  held_.erase(0, ready);
  return more;
}

bool ExceptionScanner::Finish(const Sink& sink) {
  if (in_block_) {
    error_ = ParseEngineError(TextOfBlock(block_));
    if (!error_) error_ = EngineError{0, std::string(TextOfBlock(block_))};
    return true;
  }
  if (marker_.empty()) return FinishUntagged(sink);
  const std::string rest = std::move(held_);
  return rest.empty() || sink(rest);
}

bool ExceptionScanner::FinishUntagged(const Sink& sink) {
  const std::string tail = std::move(held_);
  std::string_view data = tail;
  if (const std::size_t at = FindUntagged(tail); at != std::string_view::npos) {
    std::string_view text = data.substr(at);
    data = data.substr(0, at);
    if (text.starts_with(kMarker)) {
      text.remove_prefix(kMarker.size());
      if (data.ends_with("\r\n")) data.remove_suffix(2);
    }
    error_ = ParseEngineError(text);
  }
  return data.empty() || sink(data);
}

}  // namespace sextant
