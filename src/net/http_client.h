// An HTTP/1.1 client over TCP, TLS or a unix socket (libcurl). Blocking calls; connections are pooled.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"
#include "net/http.h"

namespace sextant::net {

struct ClientOptions {
  // "http://host:port", "https://host:port", or "http://unix" together with unix_socket.
  std::string base_url;
  std::string unix_socket;
  std::size_t max_connections = 16;
  std::chrono::milliseconds connect_timeout{2'000};
  bool verify_tls = true;
  std::string ca_file;
};

struct ClientRequest {
  std::string method = "POST";
  std::string target = "/";
  Headers headers;
  // Either `body`, or `body_source`: called until it gives 0; reads up to `size` bytes into `buffer`.
  std::string_view body;
  std::function<std::size_t(char* buffer, std::size_t size)> body_source;
};

// What the answer is made of, in order: on_head once, on_data any number of times. Both return false to stop
// (the connection is then closed, and Send gives kCancelled). Called on the thread of Send.
struct ResponseSink {
  // Optional: each header line as it arrives, before on_head. A server may trickle them (ClickHouse sends
  // X-ClickHouse-Progress that way while a statement runs).
  std::function<void(std::string_view name, std::string_view value)> on_header;
  std::function<bool(int status, const Headers& headers)> on_head;
  std::function<bool(std::string_view data)> on_data;
};

// Cancels a running Send from another thread. Copies share one state.
class CancelToken {
 public:
  CancelToken();
  void Cancel();
  bool cancelled() const;

 private:
  friend class CancelWatch;
  struct State;
  std::shared_ptr<State> state_;
};

// Thread-safe: any number of threads may Send at once; above max_connections they wait for one.
class HttpClient {
 public:
  static std::unique_ptr<HttpClient> Create(ClientOptions options);
  virtual ~HttpClient() = default;

  // Sends and receives. kUnavailable: could not connect, or the connection broke before the answer's head
  // (the outcome at the server is then unknown); kDataLoss: the answer broke off in its
  // body; kTimeout; kCancelled. An HTTP error status is not a failure of Send. "Expect:" is never sent.
  virtual Status Send(const ClientRequest& request, const ResponseSink& sink, Deadline deadline,
                      const CancelToken& cancel) = 0;
};

}  // namespace sextant::net
