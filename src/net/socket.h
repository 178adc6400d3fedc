// Sockets as system calls: bytes in and out without blocking, bounded waits for them, and listening.
#pragma once

#include <sys/stat.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"

namespace sextant::net {

// Owns a file descriptor, or nothing (-1).
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.Release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept;
  ~UniqueFd();

  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

// What one try at a non-blocking socket gave.
struct IoStep {
  enum class State {
    kMoved,       // `bytes` went through; more may follow at once
    kWouldBlock,  // nothing now: wait
    kClosed,      // the peer has closed its side, or the connection broke
  };
  State state = State::kClosed;
  std::size_t bytes = 0;
};

IoStep TryRead(int fd, char* buffer, std::size_t size);
// Writes the parts in order with one system call, as far as there is room. Never raises SIGPIPE.
IoStep TryWrite(int fd, std::span<const std::string_view> parts);

// Wait for bytes to read (or the peer's end), or for room to write. False when `timeout` passed first.
bool WaitReadable(int fd, std::chrono::milliseconds timeout);
bool WaitWritable(int fd, std::chrono::milliseconds timeout);

// Takes `bytes` off the front of `parts`; gives what is left of them.
std::span<std::string_view> RemoveWritten(std::span<std::string_view> parts, std::size_t bytes);

// Writes all of `parts`, which it uses up; the calling thread waits at most `timeout` for any room.
// Fails with kCancelled when the peer is gone, kTimeout when it does not read.
Status WriteAll(int fd, std::span<std::string_view> parts, std::chrono::milliseconds timeout);

// Bytes read from a socket and not yet used. Grows as asked; gives memory back when empty.
class ReadBuffer {
 public:
  std::string_view data() const { return {memory_.get() + begin_, end_ - begin_}; }
  std::size_t size() const { return end_ - begin_; }
  void Consume(std::size_t bytes);
  // Room for at least `size` bytes behind the data; Commit says how many were put there.
  char* Prepare(std::size_t size);
  void Commit(std::size_t bytes) { end_ += bytes; }
  // Gives the memory back when no bytes are held.
  void Release();

 private:
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// A listening, non-blocking socket; its file, if it has one, is removed with it.
class ListenSocket {
 public:
  // `address` as in ServerOptions::listen. Fails with kConflict when somebody listens there, kBadInput when
  // the address cannot be read or bound. A unix socket has its mode before anybody can connect.
  static Result<ListenSocket> Open(const std::string& address, int unix_mode);
  ListenSocket(ListenSocket&& other) noexcept;
  ListenSocket& operator=(ListenSocket&&) = delete;
  ~ListenSocket() { RemoveFile(); }

  const std::string& address() const { return address_; }
  bool is_unix() const { return address_.starts_with("unix:"); }
  int family() const { return family_; }
  // Hands the descriptor over; the file is still ours to remove.
  int ReleaseFd() { return fd_.Release(); }
  // Removes the socket's file unless somebody else has put another in its place.
  void RemoveFile();

 private:
  ListenSocket() = default;
  static Result<ListenSocket> OpenUnix(const std::string& path, int mode);
  static Result<ListenSocket> OpenTcp(const std::string& address);

  UniqueFd fd_;
  int family_ = 0;
  std::string address_;
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

// The other end of a connected socket.
struct Peer {
  std::string name;  // "127.0.0.1:40312", "[::1]:40312" or "unix"
  bool is_loopback = false;
};
Peer PeerOf(int fd);

}  // namespace sextant::net
