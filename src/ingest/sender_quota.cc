#include "ingest/sender_quota.h"

#include <algorithm>

namespace sextant::ingest {

double SenderQuota::Grown(const Allowance& allowance, UnixNanos now) const {
  const auto passed = static_cast<double>(std::max<std::int64_t>(0, now - allowance.at));
  const double grown = static_cast<double>(bytes_per_second_) * passed / static_cast<double>(kNanosPerSecond);
  return std::min(most(), allowance.bytes + grown);
}

SenderQuota::Allowance& SenderQuota::Of(std::string_view sender, UnixNanos now) {
  const auto found = senders_.find(sender);
  if (found != senders_.end()) return found->second;
  if (senders_.size() >= kMostSenders) {
    std::erase_if(senders_, [&](const auto& entry) { return Grown(entry.second, now) >= most(); });
  }
  const std::string_view name = senders_.size() < kMostSenders ? sender : std::string_view();
  return senders_.try_emplace(std::string(name), Allowance{most(), now}).first->second;
}

Status SenderQuota::Charge(std::string_view sender, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  const UnixNanos now = clock_.Now();
  Allowance& allowance = Of(sender, now);
  allowance = {Grown(allowance, now), now};
  if (allowance.bytes <= 0) {
    return {Code::kResourceExhausted,
            "This sender has used up its share of " + std::to_string(bytes_per_second_) +
                " bytes a second (ingest.sender_bytes_per_second). Send again later."};
  }
  allowance.bytes -= static_cast<double>(bytes);
  return OkStatus();
}

}  // namespace sextant::ingest
