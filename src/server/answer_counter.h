// Counts the listeners' answers by status, and what they refuse by reason, for the server's measures.
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
  // A refusal that no handler saw.
  void Refused(const std::string& door, const char* reason) const;
  // The same over HTTP, where it is an answer too.
  void Refused(const std::string& door, const net::Refusal& refusal) const;

  AnswerCounts answers() const;
  RefusalCounts refusals() const;

 private:
  struct State {
    std::mutex mutex;
    AnswerCounts answers;
    RefusalCounts refusals;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace sextant::server
