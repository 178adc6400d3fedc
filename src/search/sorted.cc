#include "search/cells.h"
#include "search/page_taker.h"
#include "search/search.h"

namespace sextant::search {
namespace {

Failure Cancelled() { return Failure(Code::kCancelled, "The search was cancelled."); }

}  // namespace

Outcome<std::optional<SortBy>> Search::OrderOf(const Question& question, const RowsRequest& request,
                                               Order& order) {
  order = request.order;
  if (!request.sort) return std::optional<SortBy>();
  Outcome<SortBy> by = ColumnToSort(*question.source, request.intent, *request.sort);
  if (!by.ok()) return by.failure();
  order = by->descending ? Order::kNewest : Order::kOldest;
  if (by->is_time) return std::optional<SortBy>();
  return std::optional<SortBy>(*std::move(by));
}

Outcome<plan::SortPlace> Search::PlaceBefore(RequestRun& run, const plan::Table& table,
                                             const std::vector<plan::SortStep>& steps,
                                             const std::string& after) {
  const std::optional<plan::RowPlace> row = plan::ParsePlace(after);
  if (!row) return Failure(Code::kBadInput, "`after` is not the `next` of an earlier answer.");
  const Result<Block> values = run.Collect(plan::SelectSortValues(table, steps, *row), 1);
  if (!values.ok()) return values.status();
  if (values->rows() == 0) {
    return Failure(Code::kNotFound,
                   "The last row of the page before is not stored any more; ask for the first page again.");
  }
  plan::SortPlace place;
  place.row = *row;
  for (const NamedColumn& column : values->columns) place.values.push_back(TextAt(column, 0));
  return place;
}

Result<std::vector<plan::SortStep>> Search::StepsOf(RequestRun& run, const Question& question,
                                                    const SortBy& by) {
  DataTypePtr type = by.type;
  sql::ExprPtr value = by.value;
  bool text_may_be_number = by.text_may_be_number;
  if (!type) {
    SXT_ASSIGN(const Block found, run.Collect(plan::SelectType(question.table, value), 1));
    const Result<DataTypePtr> parsed =
        DataType::Parse(found.rows() == 0 ? "String" : TextAt(found.columns[0], 0));
    // Decimals and wide integers are only known as text, whose numbers compare as numbers.
    text_may_be_number = !parsed.ok();
    if (!parsed.ok()) value = sql::Call("ifNull", {sql::Call("toString", {value}), sql::Text("")});
    type = parsed.ok() ? *parsed : DataType::Of("String");
  }
  return plan::SortSteps(value, *type, text_may_be_number, by.descending);
}

Outcome<RowsDone> Search::SortedRows(const Question& question, const SortBy& by, const RowsRequest& request,
                                     RowsSink& sink, net::CancelToken cancel) {
  const plan::RowsQuestion ask{question.table, question.columns, question.severity,
                               question.where, Order::kNewest,   {}};
  RequestRun run = NewRun(question, "sorted rows", std::move(cancel));
  PageTaker page(question, request.limit, sink);
  run.ReportTo(&page);
  if (!page.Announce(nullptr, nullptr)) return Cancelled();
  const TimeRange asked = request.intent.range;

  const auto read_page = [&]() -> Outcome<bool> {
    const Result<std::vector<plan::SortStep>> steps = StepsOf(run, question, by);
    if (!steps.ok()) return steps.status();
    std::optional<plan::SortPlace> after;
    if (!request.after.empty()) {
      Outcome<plan::SortPlace> place = PlaceBefore(run, question.table, *steps, request.after);
      if (!place.ok()) return place.failure();
      after = *std::move(place);
    }
    const plan::RowsStatement statement = plan::SelectSorted(ask, *steps, after, asked, request.limit + 1);
    const Status status =
        run.Execute(statement.select, [&](const Block& block) { return page.Take(block, statement.layout); });
    if (!status.ok()) return status;
    return true;
  };

  RowsDone done;
  done.completeness = Complete(asked);
  if (const Outcome<bool> read = read_page(); !read.ok()) {
    const std::optional<CutBy> cut = LimitBehind(read.failure().status);
    if (!cut || cut == CutBy::kCancelled || page.any()) return read.failure();
    done.completeness = Cut(run, *cut, {asked.to, asked.to});
  }
  if (!page.AnnounceAnyway()) return Cancelled();
  if (page.full()) done.next = plan::FormatPlace(page.last());
  done.run = run.Info();
  return done;
}

}  // namespace sextant::search
