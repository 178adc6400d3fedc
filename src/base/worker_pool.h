// A fixed number of threads that run jobs in the order they came, with a bounded queue before them.
#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "base/queue.h"

namespace sextant {

// Thread-safe. The destructor runs what is queued and joins.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue_capacity);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Never waits. False when the queue is full: refuse the work with kResourceExhausted.
  bool TrySubmit(std::function<void()> job);
  std::size_t queued() const { return queue_.size(); }

 private:
  BoundedQueue<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
};

}  // namespace sextant
