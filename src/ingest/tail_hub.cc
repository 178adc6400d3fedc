#include "ingest/tail_hub.h"

#include <utility>

namespace sextant::ingest {

TailHub::Subscription::~Subscription() {
  const std::lock_guard lock(hub_.mutex_);
  hub_.entries_.erase(id_);
  hub_.subscribers_ = hub_.entries_.size();
}

Result<std::unique_ptr<TailHub::Subscription>> TailHub::Subscribe(std::string database, std::string table,
                                                                  Listener listener) {
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kMaxSubscribers) {
    return Status(Code::kResourceExhausted,
                  "More than " + std::to_string(kMaxSubscribers) + " live tails are open; close one.");
  }
  const std::uint64_t id = next_id_++;
  entries_.emplace(id, Entry{std::move(database), std::move(table), std::move(listener)});
  subscribers_ = entries_.size();
  return std::make_unique<Subscription>(*this, id);
}

void TailHub::Publish(const StoredSegment& stored) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    const bool wanted = (entry.database.empty() || entry.database == stored.database) &&
                        (entry.table.empty() || entry.table == stored.table);
    if (wanted) entry.listener(stored);
  }
}

}  // namespace sextant::ingest
