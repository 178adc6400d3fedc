// One statement's answer on its way out: holds the first bytes back, so that a small answer has its final
// summary and an early failure its proper status; then streams.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/status.h"
#include "engine/chdb.h"
#include "engine/statements.h"
#include "net/http_server.h"

namespace sextant::engine {

// Used by one thread. End with exactly one of Finish and Fail; neither is needed once the client has gone.
class Reply {
 public:
  // The most that is held back, in bytes.
  static constexpr std::size_t kHoldBytes = std::size_t{1} << 20;

  Reply(net::Responder& responder, std::string query_id, std::string server_version);

  // Before the first Write. "" leaves the format's headers out.
  void set_format(std::string_view format) { format_ = format; }

  // Sends an X-ClickHouse-Progress header now, while nothing of the answer was sent.
  Status Progress(const StatementProgress& progress);
  // Fails with kCancelled once the client is gone.
  Status Write(std::string_view data, const Tally& tally);
  // Sends what is held back.
  Status Flush(const Tally& tally);
  Status Finish(const Tally& tally);
  // Reports `error`: by status and code when nothing was sent, else inside the body, which is then broken
  // off.
  void Fail(const Status& error);

  bool holds_data() const { return !held_.empty(); }

 private:
  net::Headers Head(const Tally& tally) const;
  std::string Summary(const Tally& tally) const;
  Status Start(const Tally& tally);

  net::Responder& responder_;
  const std::string query_id_;
  const std::string server_version_;
  const std::string tag_;
  const std::chrono::steady_clock::time_point began_;
  std::string format_;
  std::string held_;
  bool early_ = false;    // a progress header went out: the status is 200 from then on
  bool started_ = false;  // the head went out
};

}  // namespace sextant::engine
