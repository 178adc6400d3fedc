// Tells subscribers which segments have just been stored in the tables they watch; each can then ask the
// table for the rows of that segment (`__sxt_segment = …`).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/status.h"
#include "base/time.h"

namespace sextant::ingest {

struct StoredSegment {
  std::string database;
  std::string table;  // "otel_logs"
  std::uint64_t segment = 0;
  std::uint64_t rows = 0;
  // Of its rows, so that a subscriber can bound its question in time.
  UnixNanos oldest = 0;
  UnixNanos newest = 0;
};

// Thread-safe. Outlives its subscriptions.
class TailHub {
 public:
  static constexpr std::size_t kMaxSubscribers = 1024;

  // Runs on the thread that stored the segment, one call at a time: hand the news on and return. Must not
  // subscribe or unsubscribe.
  using Listener = std::function<void(const StoredSegment&)>;

  // Ends with its destructor, which waits for a running call.
  class Subscription {
   public:
    Subscription(TailHub& hub, std::uint64_t id) : hub_(hub), id_(id) {}
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

   private:
    TailHub& hub_;
    const std::uint64_t id_;
  };

  // Hears of segments stored in `database`.`table` from now on; an empty name stands for any. Fails with
  // kResourceExhausted above kMaxSubscribers.
  Result<std::unique_ptr<Subscription>> Subscribe(std::string database, std::string table, Listener listener);

  void Publish(const StoredSegment& stored);
  // Never waits, not even for a running call.
  bool has_subscribers() const { return subscribers_ > 0; }

 private:
  struct Entry {
    std::string database;
    std::string table;
    Listener listener;
  };

  mutable std::mutex mutex_;
  std::map<std::uint64_t, Entry> entries_;
  std::uint64_t next_id_ = 0;
  std::atomic<std::size_t> subscribers_ = 0;
};

}  // namespace sextant::ingest
