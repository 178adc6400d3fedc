#include "net/exchange.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <exception>

#include "base/log.h"

namespace sextant::net {
namespace {

// RFC 9110 §5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string_view HttpDate() {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 32> text{};
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    second = now;
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  }
  return text.data();
}

// Line breaks in a value would start a header of their own.
void AppendHeader(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  out.append("\r\n");
}

// How the message ends and whether the connection lasts is the server's to say.
bool IsFraming(std::string_view name) {
  constexpr std::array<std::string_view, 4> kOurs = {"content-length", "transfer-encoding", "connection",
                                                     "date"};
  return std::any_of(kOurs.begin(), kOurs.end(),
                     [&](std::string_view ours) { return EqualsIgnoringCase(ours, name); });
}

void AppendHeaders(std::string& out, const Headers& headers) {
  for (const auto& [name, value] : headers.list()) {
    if (!IsFraming(name)) AppendHeader(out, name, value);
  }
}

void AppendStatusLine(std::string& out, int status) {
  out.append("HTTP/1.1 ")
      .append(std::to_string(status))
      .append(" ")
      .append(HttpReason(status))
      .append("\r\n");
}

bool HasNoBody(int status) { return status == 204 || status == 304 || status < 200; }

std::string LengthHeader(int status, std::size_t size) {
  return HasNoBody(status) ? "" : "Content-Length: " + std::to_string(size) + "\r\n";
}

}  // namespace

std::string SerializeResponse(const Response& response, const Headers& marks, bool is_head, bool keep_alive) {
  std::string out;
  AppendStatusLine(out, response.status);
  AppendHeader(out, "Date", HttpDate());
  AppendHeaders(out, response.headers);
  AppendHeaders(out, marks);
  out.append(LengthHeader(response.status, response.body.size()));
  out.append(keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
  if (!is_head && !HasNoBody(response.status)) out.append(response.body);
  return out;
}

Exchange::Exchange(Channel& channel, const ServerOptions& options, std::unique_ptr<RequestParser> parser,
                   Headers marks, ByteBudget* budget, const std::atomic<bool>& stopping)
    : channel_(channel),
      options_(options),
      parser_(std::move(parser)),
      marks_(std::move(marks)),
      stopping_(stopping),
      body_(channel, *parser_, options, budget) {}

Result<std::string> Exchange::ReadAll(std::size_t limit) {
  return body_.IsWhole() ? body_.TakeAll(limit) : Request::ReadAll(limit);
}

bool Exchange::KeepsAlive() const {
  if (!head().is_http11 || !head().keep_alive || stopping_.load() || body_.ended_early()) return false;
  return body_.CanBeSkipped();
}

std::string Exchange::Head(int status, const Headers& headers, const std::string& framing) {
  keep_alive_ = KeepsAlive();
  is_bodiless_ = method() == "HEAD" || HasNoBody(status);
  std::string out;
  if (progress_ == Progress::kNothing) AppendStatusLine(out, status);
  AppendHeader(out, "Date", HttpDate());
  AppendHeaders(out, headers);
  AppendHeaders(out, marks_);
  out.append(framing).append(keep_alive_ ? "\r\n" : "Connection: close\r\n\r\n");
  return out;
}

Status Exchange::WriteParts(std::span<std::string_view> parts) {
  if (broken_) return Status(Code::kCancelled, "The client closed its connection.");
  Status written = WriteAll(channel_.fd, parts, options_.io_timeout);
  broken_ = !written.ok();
  return written;
}

Status Exchange::Misuse(const char* what) {
  broken_ = true;
  return Status(Code::kInternal, what);
}

// From here on the client may leave: there is nothing left to stop.
void Exchange::Complete() {
  progress_ = Progress::kComplete;
  const std::lock_guard lock(gone_mutex_);
  on_gone_ = nullptr;
}

Status Exchange::Send(Response response) {
  if (progress_ == Progress::kStreaming || progress_ == Progress::kComplete) {
    return Misuse("An answer was sent twice.");
  }
  if (progress_ == Progress::kEarlyHead && response.status != 200) {
    return Misuse("After an early header the status is 200.");
  }
  const std::string text =
      Head(response.status, response.headers, LengthHeader(response.status, response.body.size()));
  Complete();
  std::array<std::string_view, 2> parts{text, is_bodiless_ ? std::string_view() : response.body};
  return WriteParts(parts);
}

Status Exchange::SendEarlyHeader(std::string_view name, std::string_view value) {
  if (progress_ == Progress::kStreaming || progress_ == Progress::kComplete) {
    return Misuse("An early header came after the head.");
  }
  if (gone()) return Status(Code::kCancelled, "The client closed its connection.");
  std::string line;
  if (progress_ == Progress::kNothing) AppendStatusLine(line, 200);
  AppendHeader(line, name, value);
  progress_ = Progress::kEarlyHead;
  std::array<std::string_view, 1> parts{line};
  return WriteParts(parts);
}

Status Exchange::Start(int status, const Headers& headers) {
  if (progress_ == Progress::kStreaming || progress_ == Progress::kComplete) {
    return Misuse("An answer was started twice.");
  }
  if (progress_ == Progress::kEarlyHead && status != 200) {
    return Misuse("After an early header the status is 200.");
  }
  if (gone()) return Status(Code::kCancelled, "The client closed its connection.");
  // To HTTP/1.0 the end of the connection is the end of the body.
  const bool chunked = head().is_http11 && !HasNoBody(status);
  const std::string text = Head(status, headers, chunked ? "Transfer-Encoding: chunked\r\n" : "");
  progress_ = Progress::kStreaming;
  std::array<std::string_view, 1> parts{text};
  return WriteParts(parts);
}

Status Exchange::Write(std::string_view chunk) {
  if (progress_ != Progress::kStreaming) return Misuse("A chunk came outside a started answer.");
  if (gone()) return Status(Code::kCancelled, "The client closed its connection.");
  if (chunk.empty() || is_bodiless_) return OkStatus();
  if (!head().is_http11) {
    std::array<std::string_view, 1> parts{chunk};
    return WriteParts(parts);
  }
  std::array<char, 20> size{};
  char* end = std::to_chars(size.data(), size.data() + 16, chunk.size(), 16).ptr;
  *end++ = '\r';
  *end++ = '\n';
  const std::string_view line(size.data(), static_cast<std::size_t>(end - size.data()));
  std::array<std::string_view, 3> parts{line, chunk, "\r\n"};
  return WriteParts(parts);
}

Status Exchange::Finish() {
  if (progress_ != Progress::kStreaming) return Misuse("The end came outside a started answer.");
  if (gone()) return Status(Code::kCancelled, "The client closed its connection.");
  Complete();
  if (!head().is_http11 || is_bodiless_) return OkStatus();
  std::array<std::string_view, 1> parts{"0\r\n\r\n"};
  return WriteParts(parts);
}

void Exchange::OnGone(std::function<void()> callback) {
  const std::lock_guard lock(gone_mutex_);
  if (gone_.load()) {
    callback();
  } else {
    on_gone_ = std::move(callback);
  }
}

void Exchange::OnHangup() {
  const std::lock_guard lock(gone_mutex_);
  if (gone_.exchange(true) || handler_returned_ || !on_gone_) return;
  on_gone_();
}

void Exchange::CallHandler(const Handler& handler) {
  std::string failure = "the handler gave no answer";
  try {
    handler(*this, *this);
    if (progress_ != Progress::kNothing || gone() || body_.ended_early()) return;
  } catch (const std::exception& error) {
    failure = error.what();
  } catch (...) {
    failure = "an exception of unknown type";
  }
  Log(Severity::kError, "http.handler_failed",
      {{"method", head().method}, {"path", head().target.path}, {"error", failure}});
  if (progress_ == Progress::kNothing) {
    (void)Send(
        Response::Error(Status(Code::kInternal, "Sextant failed to handle this request; its log says why.")));
  }
}

Exchange::After Exchange::Run(const Handler& handler) {
  CallHandler(handler);
  {
    const std::lock_guard lock(gone_mutex_);
    handler_returned_ = true;
    on_gone_ = nullptr;
  }
  if (progress_ != Progress::kComplete || broken_) return After::kAbort;
  return keep_alive_ ? After::kNextRequest : After::kClose;
}

}  // namespace sextant::net
