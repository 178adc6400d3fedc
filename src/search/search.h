// The questions of a search page, answered from a Store. Blocking calls for handler threads; thread-safe.
// Every statement runs within Limits; a question that is stopped by one answers with what it has and says so.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "search/answer.h"
#include "search/catalog.h"
#include "search/intent.h"
#include "search/outcome.h"
#include "search/question.h"
#include "search/run.h"
#include "search/tail_feed.h"

namespace sextant::search {

struct SearchOptions {
  std::vector<CatalogDatabase> databases = {{"default", ""}, {"otel_v2", "Demo"}, {"sextant", "Sextant"}};
  // Its sources come first while it has logs.
  std::string first_with_rows = "otel_v2";
  std::chrono::milliseconds catalog_max_age{10'000};
  Limits limits;
  // Each holds a handler thread as long as its page stays open.
  std::size_t max_tails = 8;
  std::size_t max_exports = 4;
  // Rows acknowledged a while ago that no search can find yet; may be empty. Called on handler threads.
  std::function<std::uint64_t()> late_rows;
};

// Of the newest rows, whose map keys make the list of fields, and of keys per map in it.
inline constexpr std::size_t kMaxRowsForKeys = 200'000;
inline constexpr std::size_t kMaxKeysPerMap = 1'000;

// Buckets times severities of one window.
inline constexpr std::size_t kMaxHistogramCells = 100'000;

// Limits of live tail: rows sent per event, and how long it may stay silent.
inline constexpr std::size_t kMaxTailRows = 500;
inline constexpr std::chrono::milliseconds kTailIdle{5'000};

class RowsTaker;  // export.cc

class Search {
 public:
  // Borrows `store` and `feed`, which may be null: live tail is then kUnavailable.
  Search(Store& store, TailFeed* feed, SearchOptions options);

  Outcome<std::vector<Source>> Sources();
  Outcome<std::vector<FieldInfo>> Fields(std::string_view source, TimeRange range, net::CancelToken cancel);
  Outcome<Explanation> Explain(const Intent& intent);

  // A failure comes before the first call of the sink, or ends what was begun.
  Outcome<RowsDone> Rows(const RowsRequest& request, RowsSink& sink, net::CancelToken cancel);
  Outcome<HistogramDone> Histogram(const HistogramRequest& request, HistogramSink& sink,
                                   net::CancelToken cancel);
  Outcome<ValuesDone> Values(const ValuesRequest& request, ValuesSink& sink, net::CancelToken cancel);
  Outcome<NumbersDone> Numbers(const NumbersRequest& request, NumbersSink& sink, net::CancelToken cancel);
  // kNotFound when there is no such row (any more).
  Outcome<WholeRow> Row(std::string_view source, std::string_view id, net::CancelToken cancel);

  // Every row of the request's order, with whole texts; its limit and `after` do not count. Memory does not
  // grow with the rows. Without a time limit unless the intent has one. A failure after rows were handed on
  // leaves them a part of the answer. kResourceExhausted above max_exports.
  Outcome<ExportDone> Export(const RowsRequest& request, RowsSink& sink, net::CancelToken cancel);

  // Rows as they are stored, until the sink or the token ends it. kResourceExhausted above max_tails.
  Outcome<bool> Tail(const Intent& intent, TailSink& sink, net::CancelToken cancel);

 private:
  // The rows of an export in the order of `steps`.
  static Status ReadSorted(RequestRun& run, const plan::RowsQuestion& ask,
                           const std::vector<plan::SortStep>& steps, TimeRange range, RowsTaker& taker);
  Outcome<Question> Ask(const Intent& intent, Texts texts = Texts::kBeginnings);
  // A question with `sort` by anything but time has its order in `by`; else nothing.
  Outcome<std::optional<SortBy>> OrderOf(const Question& question, const RowsRequest& request, Order& order);
  Outcome<RowsDone> SortedRows(const Question& question, const SortBy& by, const RowsRequest& request,
                               RowsSink& sink, net::CancelToken cancel);
  // What the statements of such a request sort by; an expression's type is asked for.
  Result<std::vector<plan::SortStep>> StepsOf(RequestRun& run, const Question& question, const SortBy& by);
  // What the row that a page begins behind has in the columns of the order.
  static Outcome<plan::SortPlace> PlaceBefore(RequestRun& run, const plan::Table& table,
                                              const std::vector<plan::SortStep>& steps,
                                              const std::string& after);
  std::vector<std::string> KnownKeys(const std::string& source);
  Completeness Complete(TimeRange read) const;
  Completeness Cut(const RequestRun& run, CutBy by, TimeRange read) const;
  RequestRun NewRun(const Question& question, const char* what, net::CancelToken cancel);
  // The range, without the stretches before the first and after the last row of the table when it is long.
  Result<TimeRange> Clipped(RequestRun& run, const plan::Table& table, TimeRange range);

  Store& store_;
  TailFeed* const feed_;
  const SearchOptions options_;
  Catalog catalog_;
  std::atomic<std::size_t> tails_{0};
  std::atomic<std::size_t> exports_{0};
  std::mutex mutex_;
  std::map<std::string, std::vector<std::string>> known_keys_;  // by source, from the last list of fields
};

}  // namespace sextant::search
