#include "base/worker_pool.h"

namespace sextant {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_capacity) : queue_(queue_capacity) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] {
      while (auto job = queue_.Pop()) (*job)();
    });
  }
}

WorkerPool::~WorkerPool() {
  queue_.Close();
  for (auto& thread : threads_) thread.join();
}

bool WorkerPool::TrySubmit(std::function<void()> job) { return queue_.TryPush(job); }

}  // namespace sextant
