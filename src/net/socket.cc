#include "net/socket.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace sextant::net {
namespace {

constexpr std::size_t kMaxParts = 4;

bool WaitFor(int fd, short events, std::chrono::milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd entry{fd, events, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30)));
    if (ready > 0) return true;
    if (ready == 0 && left.count() <= 0) return false;
  }
}

}  // namespace

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.Release();
  }
  return *this;
}

UniqueFd::~UniqueFd() {
  if (fd_ >= 0) ::close(fd_);
}

IoStep TryRead(int fd, char* buffer, std::size_t size) {
  for (;;) {
    const ssize_t got = ::recv(fd, buffer, size, MSG_DONTWAIT);
    if (got > 0) return {IoStep::State::kMoved, static_cast<std::size_t>(got)};
    if (got == 0) return {IoStep::State::kClosed, 0};
    if (errno == EINTR) continue;
    return {errno == EAGAIN || errno == EWOULDBLOCK ? IoStep::State::kWouldBlock : IoStep::State::kClosed, 0};
  }
}

IoStep TryWrite(int fd, std::span<const std::string_view> parts) {
  SXT_CHECK(parts.size() <= kMaxParts, "too many parts for one write");
  std::array<iovec, kMaxParts> vectors{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    vectors[i] = {const_cast<char*>(parts[i].data()), parts[i].size()};
  }
  msghdr message{};
  message.msg_iov = vectors.data();
  message.msg_iovlen = parts.size();
  for (;;) {
    const ssize_t sent = ::sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) return {IoStep::State::kMoved, static_cast<std::size_t>(sent)};
    if (errno == EINTR) continue;
    return {errno == EAGAIN || errno == EWOULDBLOCK ? IoStep::State::kWouldBlock : IoStep::State::kClosed, 0};
  }
}

bool WaitReadable(int fd, std::chrono::milliseconds timeout) { return WaitFor(fd, POLLIN, timeout); }
bool WaitWritable(int fd, std::chrono::milliseconds timeout) { return WaitFor(fd, POLLOUT, timeout); }

std::span<std::string_view> RemoveWritten(std::span<std::string_view> parts, std::size_t bytes) {
  while (!parts.empty() && bytes >= parts.front().size()) {
    bytes -= parts.front().size();
    parts = parts.subspan(1);
  }
  if (!parts.empty()) parts.front().remove_prefix(bytes);
  return parts;
}

Status WriteAll(int fd, std::span<std::string_view> parts, std::chrono::milliseconds timeout) {
  parts = RemoveWritten(parts, 0);
  while (!parts.empty()) {
    const IoStep step = TryWrite(fd, parts);
    if (step.state == IoStep::State::kClosed) {
      return Status(Code::kCancelled, "The client closed its connection.");
    }
    parts = RemoveWritten(parts, step.bytes);
    if (step.state == IoStep::State::kWouldBlock && !WaitWritable(fd, timeout)) {
      return Status(Code::kTimeout,
                    "The client read nothing for " + std::to_string(timeout.count()) + " ms.");
    }
  }
  return OkStatus();
}

void ReadBuffer::Consume(std::size_t bytes) {
  begin_ += bytes;
  if (begin_ == end_) begin_ = end_ = 0;
}

char* ReadBuffer::Prepare(std::size_t size) {
  if (capacity_ - end_ < size) {
    const std::size_t held = this->size();
    if (capacity_ - held < size) {
      const std::size_t capacity = std::max(held + size, std::min(capacity_ * 2, held + size * 2));
      auto memory = std::make_unique_for_overwrite<char[]>(capacity);
      if (held > 0) std::memcpy(memory.get(), memory_.get() + begin_, held);
      memory_ = std::move(memory);
      capacity_ = capacity;
    } else if (held > 0) {
      std::memmove(memory_.get(), memory_.get() + begin_, held);
    }
    begin_ = 0;
    end_ = held;
  }
  return memory_.get() + end_;
}

void ReadBuffer::Release() {
  if (size() > 0) return;
  memory_.reset();
  capacity_ = begin_ = end_ = 0;
}

}  // namespace sextant::net
