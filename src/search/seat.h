// Bounds how many long questions run at once.
#pragma once

#include <atomic>
#include <cstddef>

namespace sextant::search {

// One of at most so many at once.
class Seat {
 public:
  Seat(std::atomic<std::size_t>& taken, std::size_t seats) : taken_(taken), mine_(++taken <= seats) {}
  ~Seat() { --taken_; }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  bool mine() const { return mine_; }

 private:
  std::atomic<std::size_t>& taken_;
  const bool mine_;
};

}  // namespace sextant::search
