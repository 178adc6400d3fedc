// A ClickHouse as a public read-only one behaves (design §1, "Engines differ"), for tests: a TCP port before
// a real engine. It lets one user in by password, refuses every setting (164), every system table (497) and
// whatever is not a read, sends no progress, and lets a statement run on when its client goes away.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "net/http_client.h"
#include "net/http_server.h"
#include "store/store.h"

namespace sextant::testing {

// How an error in mid-stream looks, see exception.h.
enum class ErrorStyle { kTagged, kMarked, kBare };

class ReadonlyFront {
 public:
  static constexpr const char* kUser = "reader";
  static constexpr const char* kPassword = "pa ss/wörd";

  ReadonlyFront(const std::string& engine_socket, ErrorStyle style);
  ~ReadonlyFront();

  // The options of a client that is let in.
  StoreOptions store_options() const;
  // Statements that the engine behind is still working on.
  int running() const { return running_; }

 private:
  void Handle(net::Request& request, net::Responder& responder);
  void Forward(const net::Target& target, const std::string& body, net::Responder& responder);

  const ErrorStyle style_;
  std::unique_ptr<net::HttpClient> engine_;
  std::atomic<int> running_{0};
  std::unique_ptr<net::HttpServer> server_;  // last: it calls Handle
};

}  // namespace sextant::testing
