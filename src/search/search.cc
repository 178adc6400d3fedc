#include "search/search.h"

#include "search/cells.h"

namespace sextant::search {
namespace {

// Shorter ranges are read as they are; the windows of longer ones would mostly be empty.
constexpr std::int64_t kLongRange = 2 * kNanosPerDay;

}  // namespace

plan::RowPlace RowBatch::PlaceOf(std::size_t row) const {
  return {TimeAt(block.columns[layout.time], row), UintAt(block.columns[layout.segment], row),
          static_cast<std::uint32_t>(UintAt(block.columns[layout.row], row))};
}

std::string RowBatch::SeverityOf(std::size_t row) const {
  return layout.severity ? TextAt(block.columns[*layout.severity], row) : "";
}

Search::Search(Store& store, TailFeed* feed, SearchOptions options)
    : store_(store),
      feed_(feed),
      options_(std::move(options)),
      catalog_(store, options_.databases, options_.first_with_rows, options_.catalog_max_age) {}

Outcome<std::vector<Source>> Search::Sources() {
  Result<std::vector<Source>> sources = catalog_.Sources();
  if (!sources.ok()) return sources.status();
  return *std::move(sources);
}

std::vector<std::string> Search::KnownKeys(const std::string& source) {
  const std::lock_guard lock(mutex_);
  const auto known = known_keys_.find(source);
  return known == known_keys_.end() ? std::vector<std::string>() : known->second;
}

Outcome<Question> Search::Ask(const Intent& intent, Texts texts) {
  if (intent.range.empty())
    return Failure(Code::kBadInput, "The range of time is empty: from_ns must lie before to_ns.");
  Result<std::shared_ptr<const SourceTable>> source = catalog_.Find(intent.source);
  if (!source.ok()) return source.status();
  return Understand(*source, intent, KnownKeys(intent.source), texts);
}

Outcome<Explanation> Search::Explain(const Intent& intent) {
  Outcome<Question> question = Ask(intent);
  if (!question.ok()) return question.failure();
  return search::Explain(question->source->source, intent);
}

Completeness Search::Complete(TimeRange read) const {
  Completeness completeness;
  completeness.read = read;
  if (options_.late_rows) completeness.late_rows = options_.late_rows();
  return completeness;
}

Completeness Search::Cut(const RequestRun& run, CutBy by, TimeRange read) const {
  Completeness completeness = Complete(read);
  SayCut(completeness, by, run.limits());
  return completeness;
}

RequestRun Search::NewRun(const Question& question, const char* what, net::CancelToken cancel) {
  Limits limits = options_.limits;
  if (question.time_limit.count() > 0) limits.time = question.time_limit;
  return RequestRun(store_, limits, std::move(cancel), std::string("search ") + what,
                    question.table.database);
}

Result<TimeRange> Search::Clipped(RequestRun& run, const plan::Table& table, TimeRange range) {
  if (range.to - kLongRange < range.from) return range;
  SXT_ASSIGN(const Block extent, run.Collect(plan::SelectExtent(table), 1));
  if (extent.rows() == 0 || UintAt(extent.columns[2], 0) == 0) return TimeRange{range.from, range.from};
  // The table's time may be coarser than a nanosecond.
  const UnixNanos last = TimeAt(extent.columns[1], 0);
  return TimeRange{std::max(range.from, TimeAt(extent.columns[0], 0)),
                   std::min(range.to, last + kNanosPerSecond)};
}

}  // namespace sextant::search
