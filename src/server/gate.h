// Stands before a listener's routes: ports are claimed before anything is made, requests are answered once
// everything is there.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "net/http_server.h"

namespace sextant::server {

// Thread-safe. Copies share one state, so it can be handed to a server as its handler.
class Gate {
 public:
  Gate() : state_(std::make_shared<State>()) {}

  // Judges a head, as net::ServerOptions::check_head.
  using HeadCheck = std::function<Status(const net::Request&)>;

  // From now on requests go to `routes`, those that `check` lets in where there is one.
  void Open(std::shared_ptr<const net::Router> routes, HeadCheck check = {}) {
    auto open = std::make_shared<const Opened>(Opened{std::move(routes), std::move(check)});
    const std::lock_guard lock(state_->mutex);
    state_->opened = std::move(open);
  }

  // For net::ServerOptions::check_head. Nobody is refused before the gate is open: the handler says why.
  Status CheckHead(const net::Request& request) const {
    const auto opened = Find();
    return opened != nullptr && opened->check ? opened->check(request) : OkStatus();
  }

  void operator()(net::Request& request, net::Responder& responder) const {
    const auto opened = Find();
    if (opened != nullptr) return (*opened->routes)(request, responder);
    (void)responder.Send(
        net::Response::Error({Code::kUnavailable, "Sextant is starting. Ask again in a second."}));
  }

 private:
  struct Opened {
    std::shared_ptr<const net::Router> routes;
    HeadCheck check;
  };
  struct State {
    std::mutex mutex;
    std::shared_ptr<const Opened> opened;
  };

  std::shared_ptr<const Opened> Find() const {
    const std::lock_guard lock(state_->mutex);
    return state_->opened;
  }

  std::shared_ptr<State> state_;
};

}  // namespace sextant::server
