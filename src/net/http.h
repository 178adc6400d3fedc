// What HTTP requests and responses are to the rest of Sextant: plain values, no library types.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"

namespace sextant::net {

// Compares ASCII letters without case, as HTTP does names.
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// In order of arrival; names compare without case.
class Headers {
 public:
  void Add(std::string name, std::string value) { list_.emplace_back(std::move(name), std::move(value)); }
  // The first value of `name`, or nothing.
  std::optional<std::string_view> Find(std::string_view name) const;
  // The first value of `name`, or "".
  std::string_view Get(std::string_view name) const { return Find(name).value_or(std::string_view()); }
  const std::vector<std::pair<std::string, std::string>>& list() const { return list_; }

 private:
  std::vector<std::pair<std::string, std::string>> list_;
};

// A request target taken apart: "/a%20b?x=1&y=" → path "/a b", query {x:"1", y:""} (decoded; '+' is a
// blank in the query, as forms write it).
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;

  // Fails with kBadInput when an escape is broken.
  static Result<Target> Parse(std::string_view target);
  std::optional<std::string_view> Find(std::string_view name) const;
  // The path's part between two slashes, from 0; "" past the end. Of "/api/v1/rows" the second is "rows".
  std::string_view Segment(std::size_t index) const;
};

// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
std::string PercentEncode(std::string_view text);

// The HTTP status for a Code: kBadInput 400, kUnauthenticated 401, kDenied 403, kNotFound 404, kTimeout 504,
// kConflict 409, kTooLarge 413, kResourceExhausted 429, kCancelled 499, kInternal and kDataLoss 500,
// kUnavailable 503.
int HttpStatusOf(Code code);
// The google.rpc.Code for a Code, which is also its gRPC status: kBadInput and kTooLarge INVALID_ARGUMENT
// (3), kUnauthenticated 16, kDenied 7, kNotFound 5, kConflict ABORTED (10), kResourceExhausted 8,
// kUnavailable 14, kTimeout DEADLINE_EXCEEDED (4), kCancelled 1, kDataLoss 15, kInternal 13.
int RpcCodeOf(Code code);
// What a body above `limit` bytes is refused with.
Status TooLargeBody(std::size_t limit);
// "Not Found"
std::string_view HttpReason(int status);

}  // namespace sextant::net
