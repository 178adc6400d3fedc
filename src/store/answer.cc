#include "store/answer.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "base/json.h"

namespace sextant {
namespace {

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? x + 32 : x) == (y >= 'A' && y <= 'Z' ? y + 32 : y);
  });
}

// What an answer without a ClickHouse error says about who must act.
Code CodeOfHttpStatus(int status) {
  switch (status) {
    case 401: return Code::kUnauthenticated;
    case 403: return Code::kDenied;
    case 413: return Code::kTooLarge;
    case 429: return Code::kResourceExhausted;
    case 408:
    case 504: return Code::kTimeout;
    default: return status >= 500 ? Code::kUnavailable : Code::kBadInput;
  }
}

}  // namespace

Progress ParseProgress(std::string_view json) {
  const Result<JsonValue> parsed = JsonValue::Parse(json);
  if (!parsed.ok()) return {};
  Progress progress;
  progress.read_rows = (*parsed)["read_rows"].AsUint().value_or(0);
  progress.read_bytes = (*parsed)["read_bytes"].AsUint().value_or(0);
  progress.total_rows = (*parsed)["total_rows_to_read"].AsUint().value_or(0);
  progress.elapsed_ns = (*parsed)["elapsed_ns"].AsUint().value_or(0);
  return progress;
}

Answer::Answer(std::string_view format, DataSink on_data, ProgressSink on_progress)
    : format_(format), on_data_(std::move(on_data)), on_progress_(std::move(on_progress)) {}

net::ResponseSink Answer::sink() {
  net::ResponseSink sink;
  sink.on_header = [this](std::string_view name, std::string_view value) { OnHeader(name, value); };
  sink.on_head = [this](int status, const net::Headers& headers) { return OnHead(status, headers); };
  sink.on_data = [this](std::string_view bytes) { return OnData(bytes); };
  return sink;
}

void Answer::OnHeader(std::string_view name, std::string_view value) {
  const bool is_summary = EqualsIgnoringCase(name, "X-ClickHouse-Summary");
  if (!is_summary && !EqualsIgnoringCase(name, "X-ClickHouse-Progress")) return;
  progress_ = ParseProgress(value);
  if (on_progress_ && !is_summary) on_progress_(progress_);
}

bool Answer::OnHead(int status, const net::Headers& headers) {
  http_status_ = status;
  const std::string_view code = headers.Get("X-ClickHouse-Exception-Code");
  std::from_chars(code.data(), code.data() + code.size(), exception_code_);
  if (status != 200) return true;
  const std::string_view sent_format = headers.Get("X-ClickHouse-Format");
  if (!format_.empty() && !sent_format.empty() && sent_format != format_) {
    format_error_ = Status(Code::kBadInput, "The statement names a FORMAT of its own (" +
                                                std::string(sent_format) + "); leave that clause out.");
    return false;
  }
  scanner_.emplace(headers.Get("X-ClickHouse-Exception-Tag"));
  return true;
}

bool Answer::OnData(std::string_view bytes) {
  if (http_status_ != 200) {
    refusal_.append(bytes.substr(0, kMaxErrorBytes - std::min(refusal_.size(), kMaxErrorBytes)));
    return true;
  }
  return scanner_->Feed(bytes, [this](std::string_view data) { return HandOn(data); });
}

bool Answer::HandOn(std::string_view bytes) {
  if (stopped_) return false;
  if (on_data_ && !on_data_(bytes)) stopped_ = true;
  return !stopped_;
}

Status Answer::RefusalStatus() const {
  if (const auto error = ParseEngineError(refusal_)) return ToStatus(*error);
  std::string text = ToValidUtf8(std::string_view(refusal_).substr(0, 500));
  if (exception_code_ != 0) return ToStatus({exception_code_, text});
  // An answer of our own kind of server: {"code":"unavailable","message":"…"}.
  if (const auto json = JsonValue::Parse(refusal_); json.ok()) {
    if (const auto message = (*json)["message"].AsString()) text = *message;
  } else {
    text = "The server answered HTTP " + std::to_string(http_status_) + ": " + text;
  }
  return Status(CodeOfHttpStatus(http_status_), text);
}

Status Answer::Finish(const Status& sent) {
  if (!format_error_.ok()) return format_error_;
  if (http_status_ != 0 && http_status_ != 200) return RefusalStatus();
  if (scanner_ && !stopped_) {
    scanner_->Finish([this](std::string_view data) { return HandOn(data); });
    if (const auto& error = scanner_->error()) return ToStatus(*error);
  }
  abandoned_ = !sent.ok();
  if (sent.ok() || stopped_) return OkStatus();
  if (sent.code() == Code::kDataLoss) {
    return Status(Code::kUnavailable, "The answer broke off: " + sent.message());
  }
  return sent;
}

}  // namespace sextant
