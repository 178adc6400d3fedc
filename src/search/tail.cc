#include <condition_variable>
#include <deque>

#include "search/announce.h"
#include "search/search.h"
#include "search/seat.h"

namespace sextant::search {
namespace {

using std::chrono::steady_clock;

// Stored segments that wait for the tail to ask for them. More than kMaxWaiting are forgotten and counted.
class Inbox {
 public:
  static constexpr std::size_t kMaxWaiting = 256;

  void Add(const StoredRows& stored) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() == kMaxWaiting) {
      skipped_ += waiting_.front().rows;
      waiting_.pop_front();
    }
    waiting_.push_back(stored);
    ready_.notify_one();
  }

  // What waits, as soon as something does; nothing when `until` comes first.
  std::pair<std::deque<StoredRows>, std::uint64_t> Take(steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    ready_.wait_until(lock, until, [&] { return !waiting_.empty(); });
    return {std::exchange(waiting_, {}), std::exchange(skipped_, 0)};
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<StoredRows> waiting_;
  std::uint64_t skipped_ = 0;
};

// How often a tail that hears nothing looks whether it was cancelled.
constexpr std::chrono::milliseconds kCancelCheck{200};

struct News {
  std::vector<std::uint64_t> segments;
  TimeRange times;
  std::uint64_t rows = 0;
};

News Summed(const std::deque<StoredRows>& stored) {
  News news;
  news.times = stored.front().times;
  for (const StoredRows& one : stored) {
    news.segments.push_back(one.segment);
    news.rows += one.rows;
    news.times.from = std::min(news.times.from, one.times.from);
    news.times.to = std::max(news.times.to, one.times.to);
  }
  return news;
}

}  // namespace

Outcome<bool> Search::Tail(const Intent& intent, TailSink& sink, net::CancelToken cancel) {
  if (feed_ == nullptr) {
    return Failure(Code::kUnavailable, "Live Tail needs a server that receives telemetry itself.");
  }
  const Seat seat(tails_, options_.max_tails);
  if (!seat.mine()) {
    return Failure(Code::kResourceExhausted, "There are already " + std::to_string(options_.max_tails) +
                                                 " pages in Live Tail; close one of them.");
  }
  Outcome<Question> question = Ask(intent);
  if (!question.ok()) return question.failure();
  if (!question->table.has_row_identity) {
    return Failure(Code::kBadInput,
                   "Live Tail works on tables that Sextant stores; refresh the search instead.");
  }
  Inbox inbox;
  auto subscription = feed_->Subscribe(question->table.database, question->table.name,
                                       [&](const StoredRows& stored) { inbox.Add(stored); });
  if (!subscription.ok()) return subscription.status();

  const plan::RowsQuestion ask{question->table, question->columns, question->severity,
                               question->where, Order::kNewest,    {}};
  ColumnAnnouncer announcer(*question);
  const auto send = [&](const auto& columns) { return sink.Columns(columns); };
  if (!announcer.Announce(nullptr, nullptr, send)) return true;

  auto quiet_since = steady_clock::now();
  while (!cancel.cancelled()) {
    const auto [stored, skipped] = inbox.Take(steady_clock::now() + kCancelCheck);
    if (stored.empty()) {
      if (steady_clock::now() - quiet_since < kTailIdle) continue;
      if (!sink.Idle()) return true;
      quiet_since = steady_clock::now();
      continue;
    }
    const News news = Summed(stored);
    const plan::RowsStatement statement =
        plan::SelectStored(ask, news.segments, news.times, kMaxTailRows + 1);
    RequestRun run = NewRun(*question, "tail", cancel);
    std::uint64_t shown = 0;
    const Status status = run.Execute(statement.select, [&](const Block& block) {
      if (!announcer.Announce(&block, &statement.layout, send)) return false;
      const RowBatch batch{block, statement.layout,
                           std::min<std::size_t>(block.rows(), kMaxTailRows - shown)};
      shown += block.rows();
      return batch.rows == 0 || sink.Rows(batch);
    });
    if (!status.ok()) {
      if (status.code() == Code::kCancelled) return true;
      return status;
    }
    // How many of the others match is not known; they are in the search.
    const std::uint64_t hidden = skipped + (shown > kMaxTailRows ? news.rows - kMaxTailRows : 0);
    if (hidden > 0 && !sink.Skipped(hidden)) return true;
    if (shown > 0 || hidden > 0) quiet_since = steady_clock::now();
  }
  return true;
}

}  // namespace sextant::search
