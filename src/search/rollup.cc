#include "search/rollup.h"

#include <map>

#include "model/rollup.h"
#include "query/plan/statements.h"
#include "search/cells.h"

namespace sextant::search {
namespace {

using RowsByBucket = std::map<UnixNanos, std::uint64_t>;  // bucket's start → rows

bool MayGoOnWithout(const Status& status) { return !LimitBehind(status) && !IsRetryable(status); }

// `whole` without the buckets that have other rows in the table than in the rollup.
std::vector<TimeRange> WhereEqual(TimeRange whole, const RowsByBucket& table, RowsByBucket counted) {
  std::vector<TimeRange> equal;
  UnixNanos at = whole.from;
  const auto leave_out = [&](UnixNanos bucket) {
    if (at < bucket) equal.push_back({at, bucket});
    at = bucket + rollup::kBucketWidth;
  };
  for (const auto& [bucket, rows] : table) counted.try_emplace(bucket, 0);
  for (const auto& [bucket, rows] : counted) {
    const auto in_table = table.find(bucket);
    if ((in_table == table.end() ? 0 : in_table->second) != rows) leave_out(bucket);
  }
  if (at < whole.to) equal.push_back({at, whole.to});
  return equal;
}

class Asking {
 public:
  Asking(RequestRun& run, const plan::Table& table, const std::vector<plan::RollupField>& fields,
         TimeRange whole)
      : run_(run), table_(table), fields_(fields), whole_(whole) {}

  Result<RollupTrust> Ask() {
    // The table first: a block's counts come after its rows, so what both have is equal.
    SXT_ASSIGN(const Block in_table, run_.Collect(plan::SelectRowCount(table_, {whole_}), 1));
    SXT_ASSIGN(const Block in_rollup,
               run_.Collect(plan::SelectRollupRows(table_, fields_, whole_), kMaxRollupRows));
    RollupTrust trust;
    trust.counted.assign(fields_.size(), true);
    Take(in_rollup, trust);
    if (total_ == (in_table.rows() == 0 ? 0 : UintAt(in_table.columns[0], 0))) {
      trust.trusted = {whole_};
      return trust;
    }
    SXT_ASSIGN(const Block by_bucket, run_.Collect(plan::SelectHistogram(table_, sql::Text(""), sql::True(),
                                                                         whole_, rollup::kBucketWidth),
                                                   kMaxRollupRows));
    RowsByBucket table;
    for (std::size_t row = 0; row < by_bucket.rows(); ++row) {
      const UnixNanos bucket = IntAt(by_bucket.columns[0], row) * rollup::kBucketWidth;
      table[bucket] = UintAt(by_bucket.columns[2], row);
    }
    trust.trusted = WhereEqual(whole_, table, counted_);
    return trust;
  }

 private:
  void Take(const Block& in_rollup, RollupTrust& trust) {
    for (std::size_t row = 0; row < in_rollup.rows(); ++row) {
      const std::string identifier = TextAt(in_rollup.columns[2], row);
      const std::uint64_t rows = UintAt(in_rollup.columns[1], row);
      if (identifier.empty()) {
        counted_[IntAt(in_rollup.columns[0], row) * kNanosPerSecond] = rows;
        total_ += rows;
        continue;
      }
      const std::string key = TextAt(in_rollup.columns[3], row);
      for (std::size_t i = 0; i < fields_.size(); ++i) {
        const bool named =
            fields_[i].identifier == identifier && (fields_[i].key == key || key == rollup::kEveryKey);
        if (named) trust.counted[i] = false;
      }
    }
  }

  RequestRun& run_;
  const plan::Table& table_;
  const std::vector<plan::RollupField>& fields_;
  const TimeRange whole_;
  RowsByBucket counted_;
  std::uint64_t total_ = 0;
};

}  // namespace

Result<RollupTrust> AskRollup(RequestRun& run, const plan::Table& table,
                              const std::vector<plan::RollupField>& fields, TimeRange range) {
  const TimeRange whole = plan::WholeBuckets(range);
  if (table.rollup.empty() || whole.empty()) return RollupTrust();
  Result<RollupTrust> trust = Asking(run, table, fields, whole).Ask();
  if (!trust.ok() && MayGoOnWithout(trust.status())) return RollupTrust();
  return trust;
}

}  // namespace sextant::search
