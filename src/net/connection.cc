#include "net/connection_internal.h"

#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sextant::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = std::size_t{16} << 10;
constexpr milliseconds kLingerTime{2'000};

}  // namespace

std::size_t ConnectionSet::size() const {
  const std::lock_guard lock(mutex_);
  return all_.size();
}

void ConnectionSet::Add(Connection* connection) {
  const std::lock_guard lock(mutex_);
  all_.insert(connection);
}

void ConnectionSet::Remove(Connection* connection) {
  const std::lock_guard lock(mutex_);
  all_.erase(connection);
}

void ConnectionSet::Wake(std::size_t io_index) {
  const std::lock_guard lock(mutex_);
  for (Connection* connection : all_) {
    if (connection->io_index() == io_index) connection->Cancel();
  }
}

Connection::Connection(Socket socket, std::size_t io_index, ConnectionSet& set,
                       const std::atomic<bool>& stopping)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      io_index_(io_index),
      set_(set),
      stopping_(stopping) {
  channel.fd = socket_.native_handle();
  channel.peer = PeerOf(channel.fd);
  set_.Add(this);
}

Connection::~Connection() { set_.Remove(this); }

void Connection::Cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::CloseWithReset() {
  error_code ignored;
  const asio::socket_base::linger reset(true, 0);
  socket_.set_option(reset, ignored);
}

asio::awaitable<Woken> Connection::Wait(Socket::wait_type what, milliseconds timeout) {
  if (stopping_) co_return Woken::kClosed;
  const std::uint64_t number = ++wait_number_;
  timed_out_ = false;
  timer_.expires_after(timeout);
  timer_.async_wait([self = shared_from_this(), number](const error_code& error) {
    if (error || self->wait_number_ != number) return;
    self->timed_out_ = true;
    self->Cancel();
  });
  error_code error;
  co_await socket_.async_wait(what, asio::redirect_error(asio::use_awaitable, error));
  ++wait_number_;
  timer_.cancel();
  if (timed_out_) co_return Woken::kTimeout;
  co_return error || stopping_ ? Woken::kClosed : Woken::kReady;
}

asio::awaitable<Woken> Connection::Read(milliseconds timeout) {
  for (;;) {
    const Woken woken = co_await Wait(Socket::wait_read, timeout);
    if (woken != Woken::kReady) co_return woken;
    const IoStep step = TryRead(channel.fd, channel.in.Prepare(kReadBytes), kReadBytes);
    if (step.state == IoStep::State::kClosed) co_return Woken::kClosed;
    channel.in.Commit(step.bytes);
    if (step.bytes > 0) co_return Woken::kReady;
  }
}

asio::awaitable<bool> Connection::Write(std::string bytes, milliseconds timeout) {
  std::string_view left = bytes;
  while (!left.empty()) {
    const IoStep step = TryWrite(channel.fd, {&left, 1});
    if (step.state == IoStep::State::kClosed) co_return false;
    left.remove_prefix(step.bytes);
    if (step.state == IoStep::State::kWouldBlock) {
      const Woken woken = co_await Wait(Socket::wait_write, timeout);
      if (woken != Woken::kReady) co_return false;
    }
  }
  co_return true;
}

asio::awaitable<void> Connection::Linger() {
  ::shutdown(channel.fd, SHUT_WR);
  const auto until = SteadyClock::now() + kLingerTime;
  Woken woken = Woken::kReady;
  while (woken == Woken::kReady && SteadyClock::now() < until) {
    channel.in.Consume(channel.in.size());
    woken = co_await Read(std::chrono::ceil<milliseconds>(until - SteadyClock::now()));
  }
}

}  // namespace sextant::net
