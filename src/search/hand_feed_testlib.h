// A TailFeed that a test speaks for.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "search/tail_feed.h"

namespace sextant::testing {

// Has one subscriber at most. Thread-safe.
class HandFeed final : public search::TailFeed {
 public:
  Result<std::unique_ptr<Subscription>> Subscribe(const std::string&, const std::string&,
                                                  Listener listener) override {
    const std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
    changed_.notify_all();
    return std::unique_ptr<Subscription>(new Held(*this));
  }

  void WaitForSubscriber() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return listener_ != nullptr; });
  }
  void Publish(const search::StoredRows& stored) {
    const std::lock_guard lock(mutex_);
    if (listener_) listener_(stored);
  }
  bool has_subscriber() {
    const std::lock_guard lock(mutex_);
    return listener_ != nullptr;
  }

 private:
  struct Held final : Subscription {
    explicit Held(HandFeed& of) : feed(of) {}
    ~Held() override {
      const std::lock_guard lock(feed.mutex_);
      feed.listener_ = nullptr;
    }
    HandFeed& feed;
  };
  std::mutex mutex_;
  std::condition_variable changed_;
  Listener listener_;
};

}  // namespace sextant::testing
