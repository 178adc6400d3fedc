#include <algorithm>

#include "search/cells.h"
#include "search/rollup.h"
#include "search/search.h"

namespace sextant::search {
namespace {

// Ranges longer than twice this are counted over their newest part first.
constexpr std::int64_t kFirstLook = kNanosPerHour;

struct AskedField {
  std::string name;
  sql::ExprPtr text;
};

class ValuesTaker {
 public:
  ValuesTaker(const std::vector<AskedField>& fields, bool final) {
    for (const AskedField& field : fields) {
      fields_.emplace_back();
      fields_.back().field = field.name;
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

// The statements of one request: what the rollup has counted comes from there, the rest from one scan.
class Counting {
 public:
  Counting(RequestRun& run, const Question& question, const ValuesRequest& request, ValuesSink& sink)
      : run_(run), question_(question), request_(request), sink_(sink), asked_(request.intent.range) {}

  Status Count(std::vector<AskedField> fields) {
    SXT_TRY(TakeCounted(fields));
    if (!fields.empty() && asked_.to - 2 * kFirstLook > asked_.from)
      SXT_TRY(Scan(fields, {asked_.to - kFirstLook, asked_.to}));
    if (!fields.empty()) SXT_TRY(Scan(fields, asked_));
    SetRead(asked_);
    return OkStatus();
  }

  TimeRange read() const { return read_; }

 private:
  // Answers the fields that the rollup counts, and takes them away.
  Status TakeCounted(std::vector<AskedField>& fields) {
    if (!sql::IsTrue(question_.where)) return OkStatus();
    std::vector<AskedField> others, candidates;
    std::vector<plan::RollupField> names;
    for (AskedField& field : fields) {
      const auto name = plan::FindRollupField(question_.table, field.text);
      const bool is_new = name && std::find(names.begin(), names.end(), *name) == names.end();
      if (is_new) names.push_back(*name);
      (is_new ? candidates : others).push_back(std::move(field));
    }
    fields = std::move(others);
    RollupTrust trust;
    if (!names.empty()) {
      SXT_ASSIGN(trust, AskRollup(run_, question_.table, names, asked_));
    }
    std::vector<AskedField> counted;
    std::vector<plan::RollupField> counted_names;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const bool is_counted = !trust.trusted.empty() && trust.counted[i];
      if (is_counted) counted_names.push_back(names[i]);
      (is_counted ? counted : fields).push_back(std::move(candidates[i]));
    }
    if (counted.empty()) return OkStatus();
    return Send(
        counted, true,
        plan::SelectCountedValues(question_.table, Texts(counted), counted_names,
                                  plan::Cover(asked_, trust.trusted), request_.limit, request_.contains));
  }

  Status Scan(const std::vector<AskedField>& fields, TimeRange look) {
    SXT_TRY(Send(fields, look.from == asked_.from,
                 plan::SelectValues(question_.table, Texts(fields), question_.where, look, request_.limit,
                                    request_.contains)));
    SetRead(look);
    return OkStatus();
  }

  Status Send(const std::vector<AskedField>& fields, bool final, const sql::Select& select) {
    ValuesTaker taker(fields, final);
    SXT_TRY(run_.Execute(select, [&](const Block& block) {
      taker.Take(block);
      return true;
    }));
    return taker.Send(sink_, request_.limit) ? OkStatus()
                                             : Status(Code::kCancelled, "The search was cancelled.");
  }

  void SetRead(TimeRange read) {
    read_ = read;
    run_.SetRead(read);
  }

  static std::vector<sql::ExprPtr> Texts(const std::vector<AskedField>& fields) {
    std::vector<sql::ExprPtr> texts;
    for (const AskedField& field : fields) texts.push_back(field.text);
    return texts;
  }

  RequestRun& run_;
  const Question& question_;
  const ValuesRequest& request_;
  ValuesSink& sink_;
  const TimeRange asked_;
  TimeRange read_{asked_.to, asked_.to};
};

}  // namespace

Outcome<ValuesDone> Search::Values(const ValuesRequest& request, ValuesSink& sink, net::CancelToken cancel) {
  Outcome<Question> question = Ask(request.intent);
  if (!question.ok()) return question.failure();
  std::vector<AskedField> fields;
  for (const std::string& name : request.fields) {
    Outcome<sql::ExprPtr> field = FieldToCount(*question->source, request.intent, name);
    if (!field.ok()) return field.failure();
    fields.push_back({name, *field});
  }

  RequestRun run = NewRun(*question, "values", std::move(cancel));
  run.ReportTo(&sink);
  Counting counting(run, *question, request, sink);
  const Status status = counting.Count(std::move(fields));
  const std::optional<CutBy> cut = LimitBehind(status);
  if (!status.ok() && (!cut || cut == CutBy::kCancelled)) return status;
  ValuesDone done;
  done.completeness = cut ? Cut(run, *cut, counting.read()) : Complete(request.intent.range);
  done.run = run.Info();
  return done;
}

}  // namespace sextant::search
