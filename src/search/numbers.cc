#include "search/cells.h"
#include "search/search.h"

namespace sextant::search {
namespace {

Failure Cancelled() { return Failure(Code::kCancelled, "The search was cancelled."); }

double DoubleAt(const NamedColumn& column, std::size_t row) {
  return static_cast<const NumberColumn<double>&>(*column.column).values[row];
}

std::vector<FieldNumbers> BoundsOf(const std::vector<std::string>& fields, const Block& block) {
  std::vector<FieldNumbers> all;
  const std::uint64_t rows = UintAt(block.columns.back(), 0);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const NamedColumn* columns = &block.columns[4 * i];
    FieldNumbers field;
    field.field = fields[i];
    field.numbers = UintAt(columns[0], 0);
    field.min = DoubleAt(columns[1], 0);
    field.max = DoubleAt(columns[2], 0);
    field.absent = UintAt(columns[3], 0);
    field.others = rows - field.numbers - field.absent;
    all.push_back(std::move(field));
  }
  return all;
}

}  // namespace

Outcome<NumbersDone> Search::Numbers(const NumbersRequest& request, NumbersSink& sink,
                                     net::CancelToken cancel) {
  Outcome<Question> question = Ask(request.intent);
  if (!question.ok()) return question.failure();
  std::vector<plan::NumberField> fields;
  for (const std::string& name : request.fields) {
    Outcome<plan::NumberField> field = FieldToMeasure(*question->source, request.intent, name);
    if (!field.ok()) return field.failure();
    fields.push_back(*field);
  }
  RequestRun run = NewRun(*question, "numbers", std::move(cancel));
  run.ReportTo(&sink);
  const TimeRange asked = request.intent.range;
  const plan::Table& table = question->table;

  const auto measure = [&]() -> Status {
    SXT_ASSIGN(const Block bounds,
               run.Collect(plan::SelectNumberBounds(table, fields, question->where, asked), 1));
    if (bounds.rows() == 0) return OkStatus();
    std::vector<FieldNumbers> all = BoundsOf(request.fields, bounds);
    for (std::size_t i = 0; i < all.size(); ++i) {
      FieldNumbers& field = all[i];
      if (field.numbers > 0 && field.min == field.max) field.buckets = {field.numbers};
      if (field.numbers > 0 && field.min < field.max) {
        field.buckets.resize(request.buckets);
        SXT_ASSIGN(const Block counts,
                   run.Collect(plan::SelectNumberBuckets(table, fields[i], question->where, asked, field.min,
                                                         field.max, request.buckets),
                               request.buckets));
        for (std::size_t row = 0; row < counts.rows(); ++row)
          field.buckets[UintAt(counts.columns[0], row)] += UintAt(counts.columns[1], row);
      }
      if (!sink.Numbers(field)) return {Code::kCancelled, "The search was cancelled."};
    }
    return OkStatus();
  };

  NumbersDone done;
  done.completeness = Complete(asked);
  if (const Status status = measure(); !status.ok()) {
    const std::optional<CutBy> cut = LimitBehind(status);
    if (cut == CutBy::kCancelled) return Cancelled();
    if (!cut) return status;
    done.completeness = Cut(run, *cut, {asked.to, asked.to});
  }
  done.run = run.Info();
  return done;
}

}  // namespace sextant::search
