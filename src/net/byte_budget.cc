#include "net/byte_budget.h"

#include "base/status.h"

namespace sextant::net {

std::size_t ByteBudget::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

bool ByteBudget::Lease::TryHold(std::size_t bytes) {
  if (budget_ != nullptr && bytes != held_) {
    const std::lock_guard lock(budget_->mutex_);
    const std::size_t others = budget_->held_ - held_;
    if (bytes > held_ && (others > budget_->capacity_ || bytes > budget_->capacity_ - others)) return false;
    budget_->held_ = others + bytes;
    if (bytes < held_) budget_->freed_.notify_all();
  }
  held_ = bytes;
  return true;
}

bool ByteBudget::Lease::Hold(std::size_t bytes, std::chrono::milliseconds patience) {
  SXT_CHECK(held_ == 0, "who waits for room must hold none");
  if (budget_ != nullptr) {
    if (bytes > budget_->capacity_) return false;
    std::unique_lock lock(budget_->mutex_);
    const bool fits = budget_->freed_.wait_for(lock, patience,
                                               [&] { return bytes <= budget_->capacity_ - budget_->held_; });
    if (!fits) return false;
    budget_->held_ += bytes;
  }
  held_ = bytes;
  return true;
}

}  // namespace sextant::net
