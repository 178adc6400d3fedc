// Counts a listener's answers by status, for the server's measures.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "net/http_server.h"
#include "server/measures.h"

namespace sextant::server {

// Thread-safe. Copies share one count.
class AnswerCounter {
 public:
  // `handler`, its answers counted under `door`. An answer that breaks off counts by the status it began
  // with.
  net::Handler Counted(std::string door, net::Handler handler) const;
  AnswerCounts counts() const;

 private:
  struct State {
    std::mutex mutex;
    AnswerCounts counts;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace sextant::server
