// Where live tail hears of rows that were just stored. server/ connects it to the ingest pipeline.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/status.h"
#include "search/answer.h"

namespace sextant::search {

struct StoredRows {
  std::uint64_t segment = 0;  // their __sxt_segment
  std::uint64_t rows = 0;
  TimeRange times;  // from the oldest to just behind the newest
};

// Thread-safe.
class TailFeed {
 public:
  virtual ~TailFeed() = default;

  // Runs on a thread of the feed: hands the news on and returns.
  using Listener = std::function<void(const StoredRows&)>;
  // Ends with its destructor, which waits for a running call.
  class Subscription {
   public:
    virtual ~Subscription() = default;
  };

  // Hears of rows stored in the table from now on. Fails with kResourceExhausted.
  virtual Result<std::unique_ptr<Subscription>> Subscribe(const std::string& database,
                                                          const std::string& table, Listener listener) = 0;
};

class TailSink {
 public:
  virtual ~TailSink() = default;
  virtual bool Columns(const std::vector<ResultColumn>& columns) = 0;
  // Newest first.
  virtual bool Rows(const RowBatch& batch) = 0;
  // So many rows matched or may have matched, and are not shown.
  virtual bool Skipped(std::uint64_t rows) = 0;
  virtual bool Idle() = 0;
};

}  // namespace sextant::search
