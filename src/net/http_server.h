// An HTTP/1.1 server on a TCP port or a unix socket. Connections are coroutines on a few I/O threads
// (http_server.cc is the only file that knows them); handlers are plain blocking calls on a bounded pool,
// and their reads and writes are system calls of their own thread. Short bodies (64 KiB), or all where the
// options say so, are received before the handler is called, so that a slow sender holds no thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "net/http.h"

namespace sextant::net {

// One request as its handler sees it. Lives until the handler returns.
class Request {
 public:
  virtual ~Request() = default;
  virtual std::string_view method() const = 0;
  virtual const Target& target() const = 0;
  virtual const Headers& headers() const = 0;
  // "127.0.0.1:40312", or "unix".
  virtual std::string_view remote() const = 0;
  virtual bool remote_is_loopback() const = 0;

  // Reads up to `size` bytes of the body into `buffer`, waiting for at least one; 0 at the end. The body is
  // as sent: content codings are not undone (compression.h). Fails with kTooLarge past the limit, kTimeout
  // when the sender is slower than the limit, kCancelled when it left. "Expect: 100-continue" is answered
  // by the first read.
  virtual Result<std::size_t> ReadBody(char* buffer, std::size_t size) = 0;
  // The rest of the body; kTooLarge above `limit` bytes.
  virtual Result<std::string> ReadAll(std::size_t limit);
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;

  static Response Text(int status, std::string body);
  static Response Json(int status, std::string json);
  // {"code":"bad_input","message":"…"} with the status of its code; Retry-After: 1 on 429 and 503.
  static Response Error(const Status& error);
};

// How a handler answers: either Send once, or Start, any number of Write, and Finish.
// Called by the handler's thread only, except gone() and the OnGone callback.
class Responder {
 public:
  virtual ~Responder() = default;
  virtual Status Send(Response response) = 0;

  // Sends "HTTP/1.1 200" and one header at once, leaving the head open: more may follow, then Start with
  // status 200. How ClickHouse's HTTP interface reports progress before the first row.
  virtual Status SendEarlyHeader(std::string_view name, std::string_view value) = 0;
  // Sends the head (or the rest of it); the body follows in chunks (HTTP/1.1 chunked).
  virtual Status Start(int status, const Headers& headers) = 0;
  // Sends one chunk now, waiting for room. Fails with kCancelled once the client is gone, kTimeout when it
  // reads slower than the limit.
  virtual Status Write(std::string_view chunk) = 0;
  // Ends the body properly. A handler that returns after Start without Finish breaks the connection off, so
  // that the client sees a truncated body, never a short one that looks whole.
  virtual Status Finish() = 0;

  // True once the client has closed its side or the server has lost patience in Stop. Send still tries:
  // a client that closes its side after its request may be waiting for the answer.
  virtual bool gone() const = 0;
  // `callback` runs once, on a thread of the server, as soon as the client goes (at once if it already has);
  // never after the handler returned or began to send the end of its answer. It must not block. One callback
  // per request.
  virtual void OnGone(std::function<void()> callback) = 0;
};

// Runs on a pool thread. An exception is a defect: it is logged and answered 500.
using Handler = std::function<void(Request&, Responder&)>;

// An answer that the server gives by itself, before or instead of a handler.
struct Refusal {
  // For counting: "bad_head", "head_too_large", "address_too_long", "head_timeout", "head_cut", "host",
  // "origin", "not_admitted", "body_too_large", "body_too_slow", "body_cut", "bad_body", "receiving_full",
  // "queue_full" or "connections_full".
  const char* reason = "";
  int status = 0;
  Status error;
};

struct ServerOptions {
  // "127.0.0.1:8080" (port 0: a free one), "[::1]:0", or "unix:/path/engine.sock".
  std::string listen;
  int unix_mode = 0600;

  std::size_t io_threads = 1;
  std::size_t handler_threads = 8;
  // Requests that wait for a handler thread; one more is answered 503 with Retry-After.
  std::size_t max_queued = 256;
  std::size_t max_connections = 1024;
  std::size_t max_header_bytes = 32 * 1024;
  std::size_t max_target_bytes = 16 * 1024;
  std::size_t max_body_bytes = std::size_t{64} << 20;
  std::chrono::milliseconds header_timeout{10'000};
  // 0: a handler is called once 64 KiB of its body are here, and reads the rest itself. Else every body is
  // received whole before, and this bounds what those above 64 KiB hold together until they are answered;
  // above it a sender is told 503 with Retry-After.
  std::size_t max_received_bytes = 0;
  // The longest wait for the next bytes of a body, and for room to write.
  std::chrono::milliseconds io_timeout{30'000};
  // The longest wait for all of a body together.
  std::chrono::milliseconds body_timeout{600'000};
  std::chrono::milliseconds idle_timeout{60'000};

  // Refuses with 403 a Host that is neither an IP literal of loopback, "localhost", nor in `allowed_hosts`
  // (against DNS rebinding), and with 403 an Origin that is not this server's own or in `allowed_origins`.
  // Off for unix sockets.
  bool check_host = true;
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_origins;
  // Answers CORS preflights and marks answers for every origin (OTLP/HTTP for browsers); replaces the
  // Origin check.
  bool cors_any_origin = false;

  // Asked on an I/O thread when a head was read and before any of the body is waited for; must not block. A
  // failure is the answer. CORS preflights are not asked about: browsers send them without keys.
  std::function<Status(const Request&)> check_head;
  // Told of every refusal, on an I/O thread; must not block. May rewrite `answer`, the usual error in JSON,
  // into the form that its clients read; `request` is null when there is none whose head could be read.
  std::function<void(const Refusal&, const Request* request, Response& answer)> on_refusal;
};

class HttpServer {
 public:
  // Binds and starts serving. Fails with kConflict when the address is in use (a sentence that names it),
  // kBadInput when it cannot be read or bound. A stale unix socket file (nobody listens) is replaced.
  static Result<std::unique_ptr<HttpServer>> Start(ServerOptions options, Handler handler);

  // Stops as Stop(0).
  virtual ~HttpServer() = default;
  // "127.0.0.1:43121" with the real port, or "unix:/path".
  virtual std::string address() const = 0;
  // Accepts nothing more, lets running handlers finish for `grace`, then marks their clients gone and
  // closes. Returns when no handler runs. Idempotent.
  virtual void Stop(std::chrono::milliseconds grace) = 0;
};

// Picks a handler by method and path pattern ("/api/v1/search/{what}"); answers 404 and 405 by itself.
class Router {
 public:
  // `{name}` matches one segment; a pattern that ends in "/*" matches what is before it and everything below.
  // Of several that match, one without "/*", then one with more literal segments wins. HEAD goes to GET.
  void Add(std::string method, std::string pattern, Handler handler);
  void operator()(Request& request, Responder& responder) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    bool open_end = false;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace sextant::net
