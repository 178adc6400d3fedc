// The HTTP/1.1 request grammar (Boost.Beast), fed with bytes by whoever reads the socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/status.h"
#include "net/http.h"
#include "net/http_server.h"
#include "net/socket.h"

namespace sextant::net {

struct RequestHead {
  std::string method;
  Target target;
  Headers headers;
  bool is_http11 = true;
  bool keep_alive = true;
  bool is_chunked = false;
  std::uint64_t content_length = 0;  // of a body that is not chunked
  bool expects_continue = false;
};

// Parses one request, head then body. Not thread-safe.
class RequestParser {
 public:
  // Uses max_header_bytes, max_target_bytes and max_body_bytes of `options`, which outlives it.
  explicit RequestParser(const ServerOptions& options);
  ~RequestParser();

  enum class Step { kNeedMore, kDone, kRefused };
  // Takes from `in` what belongs to the head, never more.
  Step ParseHead(ReadBuffer& in);
  // The whole request's head; valid once ParseHead gave kDone.
  const RequestHead& head() const;
  // Why, after kRefused; the connection is of no further use.
  const Refusal& refusal() const;
  // True once any byte of the request was taken.
  bool has_begun() const;

  // Moves body bytes from `in` to `out`. 0 with !body_done() asks for more input. Fails with kBadInput
  // (broken chunks) or kTooLarge.
  Result<std::size_t> ParseBody(ReadBuffer& in, char* out, std::size_t size);
  // How much of the body can be read from the socket right into the caller's memory, once `in` is empty; 0
  // for a chunked body. PassBody says what was read.
  std::uint64_t direct_bytes() const;
  void PassBody(char* data, std::size_t size);
  bool body_done() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sextant::net
