// For tests: the other end of a connection, byte by byte, to send what no library would. Every wait ends
// after ten seconds and fails the test.
#pragma once

#include <string>
#include <string_view>

#include "net/socket.h"

namespace sextant::net {

struct RawAnswer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;  // unchunked
  bool is_whole = false;
};

class RawSocket {
 public:
  // `address` as HttpServer::address() gives it.
  static RawSocket Connect(const std::string& address);
  explicit RawSocket(UniqueFd fd) : fd_(std::move(fd)) {}

  void Send(std::string_view bytes);
  // Sends what the kernel takes without waiting; gives its size.
  std::size_t SendSome(std::string_view bytes);
  // What arrives up to and including `marker`; all of it when the other side closes first.
  std::string ReadUntil(std::string_view marker);
  std::string ReadToEnd();
  // One answer with its body; not whole when the other side closes within it.
  RawAnswer ReadAnswer();
  // True when something came, or the other side closed, before `timeout` passed.
  bool HasBytesWithin(std::chrono::milliseconds timeout) {
    return !in_.empty() || WaitReadable(fd_.get(), timeout);
  }
  // True once the other side has closed; what it sends before is dropped.
  bool WaitClosed();

  int fd() const { return fd_.get(); }
  void CloseOurSide();
  void Close() { fd_ = UniqueFd(); }
  // Closes with a reset instead of an end.
  void Reset();

 private:
  // False at the end.
  bool ReadMore();
  bool ReadBody(RawAnswer& answer);

  UniqueFd fd_;
  std::string in_;
};

// Accepts one connection at a time on a free port of 127.0.0.1.
class RawListener {
 public:
  RawListener();
  const std::string& address() const { return address_; }
  RawSocket Accept();

 private:
  std::string address_;
  UniqueFd fd_;
};

}  // namespace sextant::net
