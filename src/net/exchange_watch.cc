#include "net/exchange_watch.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace sextant::net {

ExchangeWatch::ExchangeWatch()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  SXT_CHECK(epoll_.get() >= 0 && wake_.get() >= 0, "the process has no file descriptors left");
  thread_ = std::thread([this] { Run(); });
}

ExchangeWatch::~ExchangeWatch() {
  ::eventfd_write(wake_.get(), 1);
  thread_.join();
}

void ExchangeWatch::Add(int fd, HangupListener* listener) {
  const std::lock_guard lock(mutex_);
  watched_.emplace(fd, listener);
  epoll_event event{};
  event.events = EPOLLRDHUP | EPOLLONESHOT;
  event.data.fd = fd;
  // When the kernel has no memory for it, the hang-up is still seen by the next read or write.
  (void)::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
  if (hung_up_) listener->OnHangup();
}

void ExchangeWatch::Remove(int fd) {
  const std::lock_guard lock(mutex_);
  (void)::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
  watched_.erase(fd);
  if (watched_.empty()) empty_.notify_all();
}

bool ExchangeWatch::WaitEmpty(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, timeout, [&] { return watched_.empty(); });
}

void ExchangeWatch::WaitEmpty() {
  std::unique_lock lock(mutex_);
  empty_.wait(lock, [&] { return watched_.empty(); });
}

void ExchangeWatch::HangUpAll() {
  const std::lock_guard lock(mutex_);
  hung_up_ = true;
  for (const auto& [fd, listener] : watched_) {
    listener->OnHangup();
    ::shutdown(fd, SHUT_RDWR);
  }
}

void ExchangeWatch::Run() {
  std::array<pollfd, 2> ready{{{epoll_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
  std::array<epoll_event, 64> events{};
  for (;;) {
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[1].revents != 0) return;
    // Events are taken under the lock, so that each is of a socket that is still watched.
    const std::lock_guard lock(mutex_);
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
      const auto found = watched_.find(events[static_cast<std::size_t>(i)].data.fd);
      if (found != watched_.end()) found->second->OnHangup();
    }
  }
}

}  // namespace sextant::net
