// One accepted connection for the coroutines of http_server.cc: bounded waits on its socket, and the set of
// all connections. Internal: this header brings in Boost.Asio.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "net/exchange.h"

namespace sextant::net {

using Protocol = boost::asio::generic::stream_protocol;
using Socket = Protocol::socket;

class Connection;

// Thread-safe.
class ConnectionSet {
 public:
  std::size_t size() const;
  void Add(Connection* connection);
  void Remove(Connection* connection);
  // Ends the waits of those that I/O thread `io_index` serves; to be called there.
  void Wake(std::size_t io_index);

 private:
  mutable std::mutex mutex_;
  std::unordered_set<Connection*> all_;
};

enum class Woken { kReady, kTimeout, kClosed };

// Its coroutine and the handler's thread use it in turns, never both. Lives in a shared_ptr, which whoever
// awaits one of its functions holds meanwhile.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // Is in `set` while it lives. `stopping` is the server's; once set, waits give kClosed.
  Connection(Socket socket, std::size_t io_index, ConnectionSet& set, const std::atomic<bool>& stopping);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  boost::asio::awaitable<Woken> Wait(Socket::wait_type what, std::chrono::milliseconds timeout);
  // Reads what comes first into the channel's buffer.
  boost::asio::awaitable<Woken> Read(std::chrono::milliseconds timeout);
  // False when the client is gone or does not read for `timeout`.
  boost::asio::awaitable<bool> Write(std::string bytes, std::chrono::milliseconds timeout);
  // Drops what still arrives for a while: closing at once would reset the connection and take the answer
  // from the client.
  boost::asio::awaitable<void> Linger();
  // Closing sends a reset from now on.
  void CloseWithReset();
  void Cancel();

  boost::asio::any_io_executor executor() { return socket_.get_executor(); }
  std::size_t io_index() const { return io_index_; }

  Channel channel;
  std::unique_ptr<Exchange> exchange;
  Exchange::After after = Exchange::After::kNextRequest;

 private:
  Socket socket_;
  boost::asio::steady_timer timer_;
  const std::size_t io_index_;
  ConnectionSet& set_;
  const std::atomic<bool>& stopping_;
  std::uint64_t wait_number_ = 0;
  bool timed_out_ = false;
};
using ConnectionPtr = std::shared_ptr<Connection>;

}  // namespace sextant::net
