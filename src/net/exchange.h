// One request and its answer over one connection, as its handler sees them. The handler's thread does its
// own reading and writing here, by system calls with bounded waits: nothing is handed to an I/O thread.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>

#include "net/exchange_watch.h"
#include "net/request_parser.h"

namespace sextant::net {

// What one connection keeps between its requests. Used by one thread at a time.
struct Channel {
  int fd = -1;
  Peer peer;
  ReadBuffer in;
};

// How slowly a body may arrive: some byte within every `patience`, and 1 KiB per second of waiting on the
// whole, so that a sender cannot hold a thread by trickling.
class BodyPace {
 public:
  explicit BodyPace(std::chrono::milliseconds patience) : patience_(patience) {}
  void Received(std::size_t bytes) { received_ += bytes; }
  void Waited(std::chrono::steady_clock::duration time) { waited_ += time; }
  // How long to wait for the next byte; 0 when the sender has had its time.
  std::chrono::milliseconds NextWait() const;
  Status TooSlow() const;

 private:
  std::chrono::milliseconds patience_;
  std::chrono::steady_clock::duration waited_{};
  std::size_t received_ = 0;
};

class Exchange final : public Request, public Responder, public HangupListener {
 public:
  // `marks` go onto every answer; `stopping` is the server's. The references outlive the exchange.
  Exchange(Channel& channel, const ServerOptions& options, std::unique_ptr<RequestParser> parser,
           Headers marks, const std::atomic<bool>& stopping);

  // For the I/O thread, before the handler runs: parses what has arrived of the body into memory, so that
  // short bodies never make a handler wait. True once there is nothing more to wait for.
  Result<bool> Prefetch();
  BodyPace& pace() { return pace_; }

  // What becomes of the connection.
  enum class After {
    kNextRequest,  // the body may have to be skipped first
    kClose,        // the answer is whole; the connection ends
    kAbort,        // the answer is not whole, and must not look so
  };
  // Runs `handler` on the calling thread and completes what it left open.
  After Run(const Handler& handler);

  bool body_done() const { return parser_->body_done(); }
  const Headers& marks() const { return marks_; }
  const RequestHead& head() const { return parser_->head(); }
  // Drops body bytes that are here; fails when the body's syntax is broken.
  Status SkipBody();
  std::uint64_t skipped_bytes() const { return skipped_; }

  // Request
  std::string_view method() const override { return head().method; }
  const Target& target() const override { return head().target; }
  const Headers& headers() const override { return head().headers; }
  std::string_view remote() const override { return channel_.peer.name; }
  bool remote_is_loopback() const override { return channel_.peer.is_loopback; }
  Result<std::size_t> ReadBody(char* buffer, std::size_t size) override;

  // Responder
  Status Send(Response response) override;
  Status SendEarlyHeader(std::string_view name, std::string_view value) override;
  Status Start(int status, const Headers& headers) override;
  Status Write(std::string_view chunk) override;
  Status Finish() override;
  bool gone() const override { return gone_.load(); }
  void OnGone(std::function<void()> callback) override;

  // HangupListener
  void OnHangup() override;

 private:
  enum class Progress { kNothing, kEarlyHead, kStreaming, kComplete };

  Result<std::size_t> ReadFromSocket(char* buffer, std::size_t size);
  Status SendContinue();
  Status WriteParts(std::span<std::string_view> parts);
  bool KeepsAlive() const;
  std::string Head(int status, const Headers& headers, const std::string& framing);
  void Complete();
  void CallHandler(const Handler& handler);
  Status Misuse(const char* what);

  Channel& channel_;
  const ServerOptions& options_;
  std::unique_ptr<RequestParser> parser_;
  const Headers marks_;
  const std::atomic<bool>& stopping_;

  BodyPace pace_;
  std::string prefetched_;
  std::size_t prefetched_used_ = 0;
  std::uint64_t skipped_ = 0;
  bool continue_is_owed_ = false;

  Progress progress_ = Progress::kNothing;
  bool keep_alive_ = true;
  bool is_bodiless_ = false;  // an answer to HEAD, or of a status that has no body
  bool input_ended_ = false;  // the client closed its side within the body
  bool broken_ = false;       // a write failed: nothing more can be said

  std::atomic<bool> gone_ = false;
  std::mutex gone_mutex_;
  std::function<void()> on_gone_;
  bool handler_returned_ = false;
};

// The answer as bytes, with `marks` added; for the I/O thread, which answers without a handler.
std::string SerializeResponse(const Response& response, const Headers& marks, bool is_head, bool keep_alive);

}  // namespace sextant::net
