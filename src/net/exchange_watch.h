// Watches the connections whose requests are being handled: who hung up, and how many there are.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "net/socket.h"

namespace sextant::net {

class HangupListener {
 public:
  virtual ~HangupListener() = default;
  // The other side has closed, or the server gives up on it. Must not block.
  virtual void OnHangup() = 0;
};

// Sees an end of stream behind unread bytes too, without reading any (EPOLLRDHUP). Thread-safe; owns one
// thread.
class ExchangeWatch {
 public:
  ExchangeWatch();
  ~ExchangeWatch();

  // Calls `listener` at most once, on the watch's own thread, when the peer of socket `fd` closes. Both must
  // live until Remove.
  void Add(int fd, HangupListener* listener);
  // No call is running or will come once this has returned.
  void Remove(int fd);

  // Waits until nothing is watched. False when `timeout` passed first.
  bool WaitEmpty(std::chrono::milliseconds timeout);
  void WaitEmpty();
  // Tells every listener, now and from now on, and shuts the sockets down so that nobody waits for them.
  void HangUpAll();

 private:
  void Run();

  UniqueFd epoll_;
  UniqueFd wake_;
  std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_map<int, HangupListener*> watched_;
  bool hung_up_ = false;
  std::thread thread_;
};

}  // namespace sextant::net
