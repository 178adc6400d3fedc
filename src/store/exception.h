// ClickHouse's own errors: read out of an answer, and said in our terms. Pure.
//
// An error has one of these forms (`Code: 60. DB::Exception: Unknown table… (UNKNOWN_TABLE)
// (version 26.7.2.1)`):
//   before the answer begins   the whole body, with an HTTP status other than 200
//   in mid-stream, ≥ 25.11     \r\n__exception__\r\n<tag>\r\n<text>\n<length> <tag>\r\n__exception__\r\n,
//   where
//                              <tag> was announced in the header X-ClickHouse-Exception-Tag
//   in mid-stream, ≥ 24.11     __exception__\r\n<text>
//   in mid-stream, before      <text> right behind the data
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sextant {

struct EngineError {
  std::int32_t code = 0;
  // ClickHouse's words without "Code: …" and without the version.
  std::string message;
};

// Reads "Code: N. DB::Exception: …"; nothing when `text` does not start like that.
std::optional<EngineError> ParseEngineError(std::string_view text);

// The Code for a ClickHouse error number, see store.h; kBadInput when nothing else fits.
Code CodeOfEngineError(std::int32_t engine_code);
Status ToStatus(const EngineError& error);

// Parts the data of an answer with status 200 from an error that follows in it. With a tag the bytes are
// handed on at once but for what may be the start of the marker; without one, the last 16 KiB wait for the
// end.
class ExceptionScanner {
 public:
  using Sink = std::function<bool(std::string_view)>;
  static constexpr std::size_t kMaxErrorBytes = 64 * 1024;
  static constexpr std::size_t kUntaggedTailBytes = 16 * 1024;

  // `tag` is the value of X-ClickHouse-Exception-Tag, or "".
  explicit ExceptionScanner(std::string_view tag);

  // Takes the next bytes and hands on what is data. False when `sink` said so.
  bool Feed(std::string_view bytes, const Sink& sink);
  // To be called at the end, also after a broken connection: hands on the rest.
  bool Finish(const Sink& sink);
  // What ClickHouse said, after Finish.
  const std::optional<EngineError>& error() const { return error_; }

 private:
  bool FeedTagged(std::string_view bytes, const Sink& sink);
  bool FeedUntagged(std::string_view bytes, const Sink& sink);
  bool FinishUntagged(const Sink& sink);

  std::string marker_;  // empty without a tag
  std::string held_;    // seen, not yet handed on
  std::string block_;   // what followed the marker
  bool in_block_ = false;
  std::optional<EngineError> error_;
};

}  // namespace sextant
