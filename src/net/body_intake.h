// The body of one request as it comes in: some or all of it ahead of the handler, the rest as the handler
// reads it. The I/O thread and the handler's thread use it in turns, never both.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/byte_budget.h"
#include "net/request_parser.h"
#include "net/socket.h"

namespace sextant::net {

inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// What one connection keeps between its requests. Used by one thread at a time.
struct Channel {
  int fd = -1;
  Peer peer;
  ReadBuffer in;
};

// How slowly a body may arrive: some byte within every `patience`, 1 KiB per second of waiting on the whole,
// and all of it within `total` of waiting, so that nobody holds anything by trickling.
class BodyPace {
 public:
  BodyPace(std::chrono::milliseconds patience, std::chrono::milliseconds total)
      : patience_(patience), total_(total) {}
  void Received(std::size_t bytes) { received_ += bytes; }
  void Waited(std::chrono::steady_clock::duration time) { waited_ += time; }
  // How long to wait for the next byte; 0 when the sender has had its time.
  std::chrono::milliseconds NextWait() const;
  // kTimeout, with what was received.
  Status TooSlow() const;

 private:
  std::chrono::milliseconds patience_;
  std::chrono::milliseconds total_;
  std::chrono::steady_clock::duration waited_{};
  std::size_t received_ = 0;
};

class BodyIntake {
 public:
  // Takes from `budget`, which may be null, what it holds ahead of the handler above 64 KiB. References
  // outlive it; the head has been parsed.
  BodyIntake(Channel& channel, RequestParser& parser, const ServerOptions& options, ByteBudget* budget);

  // For the I/O thread: takes what has arrived, into memory that follows what arrived rather than what was
  // announced. True once nothing more is to be waited for before the handler runs; false asks to be called
  // again when the socket can be read. Fails with kBadInput (broken chunks, or the client closed too early),
  // kTooLarge or kUnavailable (the budget is used up).
  Result<bool> ReceiveAhead();
  // True while "100 Continue" is to be sent before anything can be received ahead. Sent says that it was.
  bool NeedsContinueAhead() const;
  void SentContinue() { continue_is_owed_ = false; }

  BodyPace& pace() { return pace_; }
  // To be told when the connection was found closed within the body; gives the error that says so.
  Status EndedEarly();

  // For the handler, as net::Request has them.
  Result<std::size_t> Read(char* buffer, std::size_t size);
  Result<std::string> TakeAll(std::size_t limit);
  // True when TakeAll need not wait, nor copy.
  bool IsWhole() const { return parser_.body_done() && ahead_read_ == 0; }

  bool done() const { return parser_.body_done(); }
  // The client closed its side within the body.
  bool ended_early() const { return ended_early_; }
  // True when what is left of the body is short enough to be read and dropped.
  bool CanBeSkipped() const;
  // Gives back what was received ahead, when no handler will read it.
  void Forget();
  // Drops body bytes that are here; fails when there are too many or their syntax is broken.
  Status Skip();

 private:
  Status MakeRoomAhead();
  Result<std::size_t> ReceiveInto(char* buffer, std::size_t size, IoStep& step);
  Status SendContinue();

  Channel& channel_;
  RequestParser& parser_;
  const ServerOptions& options_;
  BodyPace pace_;
  ByteBudget::Lease lease_;
  std::string ahead_;
  std::size_t ahead_size_ = 0;
  std::size_t ahead_read_ = 0;
  std::uint64_t skipped_ = 0;
  bool continue_is_owed_ = false;
  bool ended_early_ = false;
};

}  // namespace sextant::net
