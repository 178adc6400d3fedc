// A number of bytes that many requests may hold together, so that each may be large and all of them are
// still bounded.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace sextant::net {

// Thread-safe. Outlives its leases.
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t capacity) : capacity_(capacity) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // What one request holds of a budget; given back when it is destroyed. Used by one thread at a time.
  class Lease {
   public:
    // Of no budget, anything may be held.
    explicit Lease(ByteBudget* budget) : budget_(budget) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { (void)TryHold(0); }

    std::size_t held() const { return held_; }
    // Holds `bytes` from now on, more or fewer than before. False, and nothing changes, when the budget has
    // no room for more. Never waits.
    bool TryHold(std::size_t bytes);
    // The same, waiting up to `patience` for room. Only by who holds nothing yet: two who hold and wait would
    // wait for one another.
    bool Hold(std::size_t bytes, std::chrono::milliseconds patience);

   private:
    ByteBudget* const budget_;
    std::size_t held_ = 0;
  };

  std::size_t capacity() const { return capacity_; }
  std::size_t held() const;

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t held_ = 0;
};

}  // namespace sextant::net
