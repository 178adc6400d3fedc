#include <map>

#include "search/cells.h"
#include "search/search.h"

namespace sextant::search {
namespace {

// Ranges longer than twice this are counted over their newest part first.
constexpr std::int64_t kFirstLook = kNanosPerHour;

class ValuesTaker {
 public:
  ValuesTaker(const std::vector<std::string>& fields, bool final) {
    for (const std::string& field : fields) {
      fields_.emplace_back();
      fields_.back().field = field;
      fields_.back().final = final;
    }
  }

  void Take(const Block& block) {
    for (std::size_t row = 0; row < block.rows(); ++row) {
      FieldValues& field = fields_.at(UintAt(block.columns[0], row) - 1);
      std::string value = TextAt(block.columns[1], row);
      const std::uint64_t rows = UintAt(block.columns[2], row);
      field.distinct = UintAt(block.columns[3], row);
      if (value.empty()) {
        field.absent = rows;
      } else {
        field.values.emplace_back(std::move(value), rows);
      }
    }
  }

  bool Send(ValuesSink& sink, std::size_t limit) {
    for (FieldValues& field : fields_) {
      // One more than asked for comes when no row lacks the field.
      if (field.values.size() > limit) field.values.resize(limit);
      if (!sink.Values(field)) return false;
    }
    return true;
  }

 private:
  std::vector<FieldValues> fields_;
};

}  // namespace

Outcome<ValuesDone> Search::Values(const ValuesRequest& request, ValuesSink& sink, net::CancelToken cancel) {
  Outcome<Question> question = Ask(request.intent);
  if (!question.ok()) return question.failure();
  std::vector<sql::ExprPtr> fields;
  for (const std::string& name : request.fields) {
    Outcome<sql::ExprPtr> field = FieldToCount(*question->source, request.intent, name);
    if (!field.ok()) return field.failure();
    fields.push_back(*field);
  }

  RequestRun run = NewRun(*question, "values", std::move(cancel));
  run.ReportTo(&sink);
  const TimeRange asked = request.intent.range;
  std::vector<TimeRange> looks;
  if (asked.to - 2 * kFirstLook > asked.from) looks.push_back({asked.to - kFirstLook, asked.to});
  looks.push_back(asked);

  TimeRange read{asked.to, asked.to};
  std::optional<CutBy> cut;
  for (const TimeRange& look : looks) {
    ValuesTaker taker(request.fields, look.from == asked.from);
    const Status status = run.Execute(
        plan::SelectValues(question->table, fields, question->where, look, request.limit, request.contains),
        [&](const Block& block) {
          taker.Take(block);
          return true;
        });
    if (!status.ok()) {
      cut = LimitBehind(status);
      if (!cut || cut == CutBy::kCancelled) return status;
      break;
    }
    read = look;
    run.SetRead(read);
    if (!taker.Send(sink, request.limit)) return Failure(Code::kCancelled, "The search was cancelled.");
  }
  ValuesDone done;
  done.completeness = cut ? Cut(run, *cut, read) : Complete(asked);
  done.run = run.Info();
  return done;
}

}  // namespace sextant::search
