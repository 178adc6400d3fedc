// One HTTP answer of ClickHouse, taken apart as it comes in: progress, data, and an error wherever it stands.
// One thread at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "net/http_client.h"
#include "store/exception.h"
#include "store/store.h"

namespace sextant {

// Reads the JSON of X-ClickHouse-Progress and X-ClickHouse-Summary; what it cannot read counts as 0.
Progress ParseProgress(std::string_view json);

class Answer {
 public:
  // An error's body beyond this is cut.
  static constexpr std::size_t kMaxErrorBytes = 64 * 1024;
  using DataSink = std::function<bool(std::string_view)>;
  using ProgressSink = std::function<void(const Progress&)>;

  // `format`: what the data must be in, or "". Both functions may be empty.
  Answer(std::string_view format, DataSink on_data, ProgressSink on_progress);
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  // For HttpClient::Send; borrows this.
  net::ResponseSink sink();

  // To be called once, with what Send said: how the statement ended, in the terms of store.h.
  Status Finish(const Status& sent);
  const Progress& progress() const { return progress_; }
  // The answer broke off or was given up: the statement may still run.
  bool abandoned() const { return abandoned_; }

 private:
  void OnHeader(std::string_view name, std::string_view value);
  bool OnHead(int status, const net::Headers& headers);
  bool OnData(std::string_view bytes);
  bool HandOn(std::string_view bytes);
  Status RefusalStatus() const;

  const std::string format_;
  const DataSink on_data_;
  const ProgressSink on_progress_;
  int http_status_ = 0;  // 0 until the head is there
  std::int32_t exception_code_ = 0;
  std::string refusal_;  // the body of an answer that is no 200
  std::optional<ExceptionScanner> scanner_;
  Status format_error_;
  bool stopped_ = false;  // by on_data_
  bool abandoned_ = false;
  Progress progress_;
};

}  // namespace sextant
