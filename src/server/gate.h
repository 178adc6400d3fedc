// Stands before a listener's routes: ports are claimed before anything is made, requests are answered once
// everything is there.
#pragma once

#include <memory>
#include <mutex>

#include "net/http_server.h"

namespace sextant::server {

// Thread-safe. Copies share one state, so it can be handed to a server as its handler.
class Gate {
 public:
  Gate() : state_(std::make_shared<State>()) {}

  // From now on requests go to `routes`.
  void Open(std::shared_ptr<const net::Router> routes) {
    const std::lock_guard lock(state_->mutex);
    state_->routes = std::move(routes);
  }

  void operator()(net::Request& request, net::Responder& responder) const {
    std::shared_ptr<const net::Router> routes;
    {
      const std::lock_guard lock(state_->mutex);
      routes = state_->routes;
    }
    if (routes != nullptr) return (*routes)(request, responder);
    (void)responder.Send(
        net::Response::Error({Code::kUnavailable, "Sextant is starting. Ask again in a second."}));
  }

 private:
  struct State {
    std::mutex mutex;
    std::shared_ptr<const net::Router> routes;
  };
  std::shared_ptr<State> state_;
};

}  // namespace sextant::server
