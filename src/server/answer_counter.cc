#include "server/answer_counter.h"

#include <utility>

namespace sextant::server {
namespace {

// Hands everything on and remembers the status.
class Watched final : public net::Responder {
 public:
  explicit Watched(net::Responder& inner) : inner_(inner) {}

  // 0 when nothing was answered.
  int status() const { return status_; }

  Status Send(net::Response response) override {
    status_ = response.status;
    return inner_.Send(std::move(response));
  }
  Status SendEarlyHeader(std::string_view name, std::string_view value) override {
    return inner_.SendEarlyHeader(name, value);
  }
  Status Start(int status, const net::Headers& headers) override {
    status_ = status;
    return inner_.Start(status, headers);
  }
  Status Write(std::string_view chunk) override { return inner_.Write(chunk); }
  Status Finish() override { return inner_.Finish(); }
  bool gone() const override { return inner_.gone(); }
  void OnGone(std::function<void()> callback) override { inner_.OnGone(std::move(callback)); }

 private:
  net::Responder& inner_;
  int status_ = 0;
};

}  // namespace

net::Handler AnswerCounter::Counted(std::string door, net::Handler handler) const {
  return [state = state_, door = std::move(door), handler = std::move(handler)](net::Request& request,
                                                                                net::Responder& responder) {
    Watched watched(responder);
    handler(request, watched);
    const std::lock_guard lock(state->mutex);
    ++state->answers[{door, watched.status()}];
  };
}

void AnswerCounter::Refused(const std::string& door, const char* reason) const {
  const std::lock_guard lock(state_->mutex);
  ++state_->refusals[{door, reason}];
}

void AnswerCounter::Refused(const std::string& door, const net::Refusal& refusal) const {
  Refused(door, refusal.reason);
  const std::lock_guard lock(state_->mutex);
  ++state_->answers[{door, refusal.status}];
}

AnswerCounts AnswerCounter::answers() const {
  const std::lock_guard lock(state_->mutex);
  return state_->answers;
}

RefusalCounts AnswerCounter::refusals() const {
  const std::lock_guard lock(state_->mutex);
  return state_->refusals;
}

}  // namespace sextant::server
