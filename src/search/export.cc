#include <algorithm>

#include "search/page_taker.h"
#include "search/search.h"
#include "search/seat.h"

namespace sextant::search {

// Hands rows on and counts them.
class RowsTaker {
 public:
  RowsTaker(const Question& question, RowsSink& sink) : announcer_(question), sink_(sink) {}

  bool Take(const Block& block, const plan::RowsLayout& layout) {
    const auto send = [this](const auto& columns) { return sink_.Columns(columns); };
    if (!announcer_.Announce(&block, &layout, send)) return false;
    if (block.rows() == 0) return true;
    const RowBatch batch{block, layout, block.rows()};
    rows_ += block.rows();
    last_ = batch.PlaceOf(block.rows() - 1);
    return sink_.Rows(batch);
  }
  bool AnnounceAnyway() {
    return announcer_.AnnounceAnyway([this](const auto& columns) { return sink_.Columns(columns); });
  }

  std::uint64_t rows() const { return rows_; }
  const plan::RowPlace& last() const { return last_; }

 private:
  ColumnAnnouncer announcer_;
  RowsSink& sink_;
  std::uint64_t rows_ = 0;
  plan::RowPlace last_;
};

namespace {

// Rows of one statement, where the order lets the answer be cut into several: few enough to be sorted in
// memory, many enough that asking costs little.
constexpr std::size_t kMostRows = 65'536;
constexpr std::size_t kLeastRows = 256;
// Of one page of a sorted answer: the engine sorts so few by their places, and reads the rest only of these.
constexpr std::size_t kSortedPage = 10'000;
constexpr std::int64_t kFirstWindow = kNanosPerMinute;
constexpr std::int64_t kLongestWindow = kNanosPerDay;

// What is left of a range, read from one end in stretches of about kMostRows rows each.
class Stretches {
 public:
  Stretches(TimeRange range, Order order) : rest_(range), newest_(order == Order::kNewest) {}

  bool done() const { return rest_.empty(); }
  TimeRange Next() const {
    const std::int64_t width = std::min(width_, rest_.to - rest_.from);
    return newest_ ? TimeRange{rest_.to - width, rest_.to} : TimeRange{rest_.from, rest_.from + width};
  }
  // `stretch` was read to its end, and held `rows`.
  void Read(TimeRange stretch, std::uint64_t rows) {
    (newest_ ? rest_.to : rest_.from) = newest_ ? stretch.from : stretch.to;
    if (rows < kMostRows / 4) width_ = std::min(width_ * 4, kLongestWindow);
  }
  // It was read up to a row of this time; the next stretch begins there, and is as long as what was read.
  void ReadTo(TimeRange stretch, UnixNanos time) {
    (newest_ ? rest_.to : rest_.from) = newest_ ? time + 1 : time;
    width_ = std::max<std::int64_t>(1, newest_ ? stretch.to - time : time - stretch.from);
  }

 private:
  TimeRange rest_;
  const bool newest_;
  std::int64_t width_ = kFirstWindow;
};

Status ReadByTime(RequestRun& run, plan::RowsQuestion ask, TimeRange range, RowsTaker& taker) {
  Stretches stretches(range, ask.order);
  std::size_t most = kMostRows;
  while (!stretches.done()) {
    const TimeRange stretch = stretches.Next();
    const plan::RowsStatement statement = plan::SelectRows(ask, stretch, most);
    const std::uint64_t before = taker.rows();
    const Status status = run.Execute(
        statement.select, [&](const Block& block) { return taker.Take(block, statement.layout); });
    const std::uint64_t rows = taker.rows() - before;
    // Rows may be so long that fewer of them fill the memory.
    const bool is_too_much = LimitBehind(status) == CutBy::kMemoryLimit && most > kLeastRows;
    if (!status.ok() && !is_too_much) return status;
    if (is_too_much) most /= 4;
    if (rows > 0) ask.after = taker.last();
    if (status.ok() && rows < most) {
      stretches.Read(stretch, rows);
    } else if (rows > 0) {
      stretches.ReadTo(stretch, taker.last().time);
    }
  }
  return OkStatus();
}

}  // namespace

Status Search::ReadSorted(RequestRun& run, const plan::RowsQuestion& ask,
                          const std::vector<plan::SortStep>& steps, TimeRange range, RowsTaker& taker) {
  const auto read = [&](const std::optional<plan::SortPlace>& after, std::size_t limit) {
    const plan::RowsStatement statement = plan::SelectSorted(ask, steps, after, range, limit);
    return run.Execute(statement.select,
                       [&](const Block& block) { return taker.Take(block, statement.layout); });
  };
  // At once when the engine has the memory to sort everything, else page by page.
  Status status = read({}, 0);
  std::size_t most = kSortedPage;
  bool more = LimitBehind(status) == CutBy::kMemoryLimit;
  while (more) {
    std::optional<plan::SortPlace> after;
    if (taker.rows() > 0) {
      Outcome<plan::SortPlace> place = PlaceBefore(run, ask.table, steps, plan::FormatPlace(taker.last()));
      if (!place.ok()) return place.failure().status;
      after = *std::move(place);
    }
    const std::uint64_t before = taker.rows();
    status = read(after, most);
    const bool is_too_much = LimitBehind(status) == CutBy::kMemoryLimit && most > kLeastRows;
    more = is_too_much || (status.ok() && taker.rows() - before == most);
    if (is_too_much) most /= 4;
  }
  return status;
}

Outcome<ExportDone> Search::Export(const RowsRequest& request, RowsSink& sink, net::CancelToken cancel) {
  const Seat seat(exports_, options_.max_exports);
  if (!seat.mine()) {
    return Failure(Code::kResourceExhausted, "There are already " + std::to_string(options_.max_exports) +
                                                 " exports running; wait for one of them to end.");
  }
  Outcome<Question> question = Ask(request.intent, Texts::kWhole);
  if (!question.ok()) return question.failure();
  Order order = request.order;
  const Outcome<std::optional<SortBy>> by = OrderOf(*question, request, order);
  if (!by.ok()) return by.failure();

  Limits limits = options_.limits;
  limits.time = question->time_limit.count() > 0 ? question->time_limit : kNoTimeLimit;
  limits.result_bytes = 0;
  RequestRun run(store_, limits, std::move(cancel), "search export", question->table.database);
  RowsTaker taker(*question, sink);
  plan::RowsQuestion ask{question->table, question->columns, question->severity, question->where, order, {}};
  const auto read = [&]() -> Status {
    if (!*by) {
      SXT_ASSIGN(const TimeRange range, Clipped(run, question->table, request.intent.range));
      return ReadByTime(run, std::move(ask), range, taker);
    }
    SXT_ASSIGN(const std::vector<plan::SortStep> steps, StepsOf(run, *question, **by));
    return ReadSorted(run, ask, steps, request.intent.range, taker);
  };
  if (const Status status = read(); !status.ok()) return status;
  if (!taker.AnnounceAnyway()) return Failure(Code::kCancelled, "The search was cancelled.");
  return ExportDone{run.Info(), taker.rows()};
}

}  // namespace sextant::search
