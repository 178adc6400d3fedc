// How much each sender may send: so many bytes a second, as they are after inflation, with ten seconds' worth
// at once.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"

namespace sextant::ingest {

// Thread-safe. Remembers at most kMostSenders; those who have not sent for ten seconds are forgotten first,
// and where none can be, new ones share one allowance. Borrows the clock.
class SenderQuota {
 public:
  static constexpr std::int64_t kBurstSeconds = 10;
  static constexpr std::size_t kMostSenders = 10'000;

  SenderQuota(std::uint64_t bytes_per_second, const Clock& clock)
      : bytes_per_second_(bytes_per_second), clock_(clock) {}

  // Takes `bytes` from the sender's allowance; kResourceExhausted while nothing of it is left. What is sent
  // while anything is left may be larger than that: the sender then waits for longer.
  Status Charge(std::string_view sender, std::size_t bytes);

 private:
  struct Allowance {
    double bytes = 0;
    UnixNanos at = 0;
  };
  double most() const { return static_cast<double>(bytes_per_second_) * kBurstSeconds; }
  // What `allowance` is at `now`.
  double Grown(const Allowance& allowance, UnixNanos now) const;
  Allowance& Of(std::string_view sender, UnixNanos now);

  const std::uint64_t bytes_per_second_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Allowance, std::less<>> senders_;
};

}  // namespace sextant::ingest
