#include <limits>

#include "search/page_taker.h"
#include "search/search.h"

namespace sextant::search {
namespace {

// Where the next page begins when `read` was read and nothing in it was left over.
plan::RowPlace Behind(TimeRange read, Order order) {
  if (order == Order::kNewest) return {read.from, 0, 0};
  return {read.to - 1, std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint32_t>::max()};
}

TimeRange Rest(TimeRange range, Order order, const std::optional<plan::RowPlace>& after) {
  if (!after) return range;
  if (order == Order::kNewest) {
    range.to = std::min(range.to, after->time + 1);
  } else {
    range.from = std::max(range.from, after->time);
  }
  return range;
}

Failure Cancelled() { return Failure(Code::kCancelled, "The search was cancelled."); }

}  // namespace

Outcome<RowsDone> Search::Rows(const RowsRequest& request, RowsSink& sink, net::CancelToken cancel) {
  Outcome<Question> question = Ask(request.intent);
  if (!question.ok()) return question.failure();
  Order order = request.order;
  const Outcome<std::optional<SortBy>> by = OrderOf(*question, request, order);
  if (!by.ok()) return by.failure();
  if (*by) return SortedRows(*question, **by, request, sink, std::move(cancel));
  plan::RowsQuestion ask{question->table, question->columns, question->severity, question->where, order, {}};
  if (!request.after.empty()) {
    ask.after = plan::ParsePlace(request.after);
    if (!ask.after) return Failure(Code::kBadInput, "`after` is not the `next` of an earlier answer.");
  }

  RequestRun run = NewRun(*question, "rows", std::move(cancel));
  PageTaker page(*question, request.limit, sink);
  run.ReportTo(&page);
  if (!page.Announce(nullptr, nullptr)) return Cancelled();
  const TimeRange asked = Rest(request.intent.range, order, ask.after);
  const Result<TimeRange> range = Clipped(run, question->table, asked);
  if (!range.ok()) return range.status();

  const bool newest = order == Order::kNewest;
  TimeRange read = newest ? TimeRange{asked.to, asked.to} : TimeRange{asked.from, asked.from};
  std::optional<CutBy> cut;
  plan::Windows windows(*range, order);
  for (auto window = windows.Next(); window && !page.full(); window = windows.Next()) {
    const plan::RowsStatement statement = plan::SelectRows(ask, *window, page.wanted());
    const Status status =
        run.Execute(statement.select, [&](const Block& block) { return page.Take(block, statement.layout); });
    if (!status.ok()) {
      cut = LimitBehind(status);
      if (!cut || cut == CutBy::kCancelled) return status;
      break;
    }
    (newest ? read.from : read.to) = newest ? window->from : window->to;
    run.SetRead(read);
    if (!page.full() && !run.ReportProgress()) return Cancelled();
  }
  if (!page.AnnounceAnyway()) return Cancelled();

  RowsDone done;
  if (!cut && !page.full()) read = asked;
  done.completeness = cut ? Cut(run, *cut, read) : Complete(read);
  if (page.full() || (cut && page.any())) {
    done.next = plan::FormatPlace(page.last());
  } else if (cut && !read.empty()) {
    done.next = plan::FormatPlace(Behind(read, order));
  }
  done.run = run.Info();
  return done;
}

Outcome<WholeRow> Search::Row(std::string_view source, std::string_view id, net::CancelToken cancel) {
  Result<std::shared_ptr<const SourceTable>> found = catalog_.Find(source);
  if (!found.ok()) return found.status();
  const std::optional<plan::RowPlace> place = plan::ParsePlace(id);
  if (!place) return Failure(Code::kBadInput, "This is not the id of a row.");

  const plan::Table table = TableOf(**found);
  const plan::RowsQuestion question{table, AllColumns((*found)->schema), nullptr, sql::True(), Order::kNewest,
                                    {}};
  const plan::RowsStatement statement = plan::SelectRow(question, *place);
  RequestRun run(store_, options_.limits, std::move(cancel), "search row", table.database);
  Result<Block> block = run.Collect(statement.select, 1);
  if (!block.ok()) return block.status();
  if (block->rows() == 0) return Failure(Code::kNotFound, "This row is not stored (any more).");

  WholeRow row{std::string(id), place->time, {}};
  for (std::size_t i = 0; i < question.columns.size(); ++i) {
    NamedColumn& column = block->columns[statement.layout.columns[i]];
    row.block.columns.push_back({question.columns[i].name, column.type, std::move(column.column)});
  }
  return row;
}

}  // namespace sextant::search
