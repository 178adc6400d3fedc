// Live tail's news from the ingest pipeline.
#pragma once

#include "ingest/tail_hub.h"
#include "search/tail_feed.h"

namespace sextant::server {

// Borrows the hub. Thread-safe.
class TailBridge final : public search::TailFeed {
 public:
  explicit TailBridge(ingest::TailHub& hub) : hub_(hub) {}

  Result<std::unique_ptr<Subscription>> Subscribe(const std::string& database, const std::string& table,
                                                  Listener listener) override {
    auto subscribed = hub_.Subscribe(database, table, [listener](const ingest::StoredSegment& stored) {
      // The range's end is open: one nanosecond behind the newest row.
      listener({stored.segment, stored.rows, {stored.oldest, stored.newest + 1}});
    });
    if (!subscribed.ok()) return subscribed.status();
    return std::unique_ptr<Subscription>(new Held(std::move(*subscribed)));
  }

 private:
  struct Held final : Subscription {
    explicit Held(std::unique_ptr<ingest::TailHub::Subscription> inner) : subscription(std::move(inner)) {}
    std::unique_ptr<ingest::TailHub::Subscription> subscription;
  };
  ingest::TailHub& hub_;
};

}  // namespace sextant::server
