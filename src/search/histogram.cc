#include <map>

#include "model/rollup.h"
#include "search/cells.h"
#include "search/rollup.h"
#include "search/search.h"

namespace sextant::search {
namespace {

// The groups of one window, by bucket.
class BucketTaker {
 public:
  explicit BucketTaker(std::int64_t width) : width_(width) {}

  // False when there are more groups than an answer may have.
  bool Take(const Block& block) {
    cells_ += block.rows();
    if (cells_ > kMaxHistogramCells) return false;
    for (std::size_t row = 0; row < block.rows(); ++row) {
      const std::uint64_t rows = UintAt(block.columns[2], row);
      buckets_[IntAt(block.columns[0], row)].emplace_back(TextAt(block.columns[1], row), rows);
      total_ += rows;
    }
    return true;
  }
  bool overflown() const { return cells_ > kMaxHistogramCells; }

  std::uint64_t total() const { return total_; }

  std::vector<Bucket> Buckets() && {
    std::vector<Bucket> buckets;
    for (auto& [number, counts] : buckets_) buckets.push_back({number * width_, std::move(counts)});
    return buckets;
  }

 private:
  const std::int64_t width_;
  std::map<std::int64_t, std::vector<std::pair<std::string, std::uint64_t>>> buckets_;
  std::uint64_t total_ = 0;
  std::size_t cells_ = 0;
};

// The stretches of `range` whose buckets the rollup has counted by group; nothing when there is a condition,
// or buckets are narrower than the rollup's.
struct Counted {
  std::optional<plan::RollupField> group;
  std::vector<TimeRange> trusted;
};

Result<Counted> FindCounted(RequestRun& run, const Question& question, TimeRange range, std::int64_t width) {
  Counted counted;
  if (!sql::IsTrue(question.where) || width % rollup::kBucketWidth != 0) return counted;
  counted.group = question.severity ? plan::FindRollupField(question.table, question.severity)
                                    : plan::RollupField{std::string(rollup::kRows), ""};
  if (!counted.group) return counted;
  SXT_ASSIGN(RollupTrust trust, AskRollup(run, question.table, {*counted.group}, range));
  if (!trust.trusted.empty() && trust.counted.front()) counted.trusted = std::move(trust.trusted);
  return counted;
}

sql::Select CountWindow(const Question& question, const Counted& counted, TimeRange window,
                        std::int64_t width) {
  const sql::ExprPtr group = question.severity ? question.severity : sql::Text("");
  const plan::Coverage coverage = plan::Cover(window, counted.trusted);
  if (coverage.counted.empty())
    return plan::SelectHistogram(question.table, group, question.where, window, width);
  return plan::SelectCountedHistogram(question.table, group, *counted.group, coverage, width);
}

}  // namespace

Outcome<HistogramDone> Search::Histogram(const HistogramRequest& request, HistogramSink& sink,
                                         net::CancelToken cancel) {
  Outcome<Question> question = Ask(request.intent);
  if (!question.ok()) return question.failure();
  const TimeRange asked = request.intent.range;
  HistogramDone done;
  done.bucket_width = plan::BucketWidth(asked, request.max_buckets);

  RequestRun run = NewRun(*question, "histogram", std::move(cancel));
  run.ReportTo(&sink);
  const Result<TimeRange> range = Clipped(run, question->table, asked);
  if (!range.ok()) return range.status();
  const Result<Counted> counted = FindCounted(run, *question, *range, done.bucket_width);
  if (!counted.ok()) return counted.status();
  TimeRange read{asked.to, asked.to};
  std::optional<CutBy> cut;
  plan::BucketWindows windows(*range, done.bucket_width);
  for (auto window = windows.Next(); window; window = windows.Next()) {
    BucketTaker taker(done.bucket_width);
    const Status status = run.Execute(CountWindow(*question, *counted, *window, done.bucket_width),
                                      [&](const Block& block) { return taker.Take(block); });
    if (taker.overflown()) {
      return Failure(Code::kTooLarge,
                     "\"" + question->source->source.severity +
                         "\" has too many different values for a histogram; choose a shorter range.");
    }
    if (!status.ok()) {
      cut = LimitBehind(status);
      if (!cut || cut == CutBy::kCancelled) return status;
      break;
    }
    read.from = window->from;
    run.SetRead(read);
    done.total += taker.total();
    const bool wants_more =
        sink.Buckets(done.bucket_width, std::move(taker).Buckets()) && run.ReportProgress();
    if (!wants_more) return Failure(Code::kCancelled, "The search was cancelled.");
  }
  done.completeness = cut ? Cut(run, *cut, read) : Complete(asked);
  done.run = run.Info();
  return done;
}

}  // namespace sextant::search
