// For tests of the server: one on a free port, and requests as text.
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <string>

#include "net/http_server.h"
#include "net/raw_socket_testlib.h"

namespace sextant::net {

// Longer than anything takes that works.
inline constexpr std::chrono::milliseconds kSoon{10'000};

// 127.0.0.1, a free port.
ServerOptions TestOptions();
// Fails the test when it does not start.
std::unique_ptr<HttpServer> StartServer(const ServerOptions& options, Handler handler);

// Answers with "METHOD /path body".
void Echo(Request& request, Responder& responder);

std::string Get(const std::string& path);
// To "/p".
std::string Post(const std::string& body);
// Sends one request on its own connection and gives the answer.
RawAnswer Ask(const HttpServer& server, const std::string& request);

// Something that happens once, and is waited for.
class Event {
 public:
  void Happen() { promise_.set_value(); }
  bool Wait() const { return future_.wait_for(kSoon) == std::future_status::ready; }
  bool HasHappened() const { return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }

 private:
  std::promise<void> promise_;
  std::shared_future<void> future_ = promise_.get_future().share();
};

}  // namespace sextant::net
