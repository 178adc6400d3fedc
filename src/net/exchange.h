// One request and its answer over one connection, as its handler sees them. The handler's thread does its
// own reading and writing here, by system calls with bounded waits: nothing is handed to an I/O thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "net/body_intake.h"
#include "net/exchange_watch.h"
#include "net/request_parser.h"

namespace sextant::net {

class Exchange final : public Request, public Responder, public HangupListener {
 public:
  // `marks` go onto every answer; `budget`, which may be null, is what bodies hold of memory; `stopping` is
  // the server's. All outlive the exchange.
  Exchange(Channel& channel, const ServerOptions& options, std::unique_ptr<RequestParser> parser,
           Headers marks, ByteBudget* budget, const std::atomic<bool>& stopping);

  // For the I/O thread, before and after the handler runs.
  BodyIntake& body() { return body_; }
  const BodyIntake& body() const { return body_; }

  // What becomes of the connection.
  enum class After {
    kNextRequest,  // the body may have to be skipped first
    kClose,        // the answer is whole; the connection ends
    kAbort,        // the answer is not whole, and must not look so
  };
  // Runs `handler` on the calling thread and completes what it left open.
  After Run(const Handler& handler);

  const Headers& marks() const { return marks_; }
  const RequestHead& head() const { return parser_->head(); }

  // Request
  std::string_view method() const override { return head().method; }
  const Target& target() const override { return head().target; }
  const Headers& headers() const override { return head().headers; }
  std::string_view remote() const override { return channel_.peer.name; }
  bool remote_is_loopback() const override { return channel_.peer.is_loopback; }
  Result<std::size_t> ReadBody(char* buffer, std::size_t size) override { return body_.Read(buffer, size); }
  Result<std::string> ReadAll(std::size_t limit) override;

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

  BodyIntake body_;
  Progress progress_ = Progress::kNothing;
  bool keep_alive_ = true;
  bool is_bodiless_ = false;  // an answer to HEAD, or of a status that has no body
  bool broken_ = false;       // a write failed: nothing more can be said

  std::atomic<bool> gone_ = false;
  std::mutex gone_mutex_;
  std::function<void()> on_gone_;
  bool handler_returned_ = false;
};

// The answer as bytes, with `marks` added; for the I/O thread, which answers without a handler.
std::string SerializeResponse(const Response& response, const Headers& marks, bool is_head, bool keep_alive);

}  // namespace sextant::net
