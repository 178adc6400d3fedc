#include "ingest/rollup_insert.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.h"
#include "ingest/block_builder.h"
#include "ingest/table_insert.h"
#include "model/rollup.h"

namespace sextant::ingest {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

const std::vector<std::uint32_t>& SecondsOf(const Block& counts) {
  return static_cast<const NumberColumn<std::uint32_t>&>(*counts.columns.front().column).values;
}

}  // namespace

RollupInsert::RollupInsert(const Parts& parts, std::uint64_t segment, const TableKey& key,
                           const Block& counts, bool repeated)
    : parts_(parts),
      segment_(segment),
      key_(key),
      counts_(counts),
      repeated_(repeated),
      table_(rollup::TableNameFor(TableName(TableOf(key)))) {}

Status RollupInsert::Try() {
  const Status inserted = InsertMissing();
  if (inserted.ok() || IsRetryable(inserted)) return inserted;
  Log(Severity::kError, "ingest.rollup_refused",
      {{"segment", std::to_string(segment_)},
       {"table", key_.database + "." + table_},
       {"error", inserted.message()}});
  return OkStatus();
}

Status RollupInsert::InsertMissing() {
  Days days;
  const std::vector<std::uint32_t>& seconds = SecondsOf(counts_);
  for (std::uint32_t row = 0; row < seconds.size(); ++row) days[seconds[row] / kSecondsPerDay].push_back(row);

  const std::string token =
      parts_.log.writer() + "/" + std::to_string(segment_) + "/" + key_.database + "/" + table_;
  const bool ask_first = MustAskFirst(parts_.log, segment_, key_);
  for (int round = 0; round < kMaxRounds; ++round) {
    if (round > 0 || ask_first) SXT_TRY(DropStored(days));
    if (days.empty()) return OkStatus();
    SXT_TRY(InsertDays(days, round == 0 ? token : token + "/" + std::to_string(round)));
    if (round == 0 && !ask_first && !repeated_) return OkStatus();
  }
  return {Code::kUnavailable,
          "The rollup does not keep the counts of segment " + std::to_string(segment_) + "."};
}

Status RollupInsert::DropStored(Days& days) {
  Statement statement;
  statement.text = "SELECT DISTINCT toUInt32(Timestamp) FROM `" + key_.database + "`.`" + table_ +
                   "` WHERE ColumnIdentifier = {mark:String} AND Key = {writer:String} AND "
                   "Timestamp >= toDateTime({from:UInt32}) AND Timestamp < toDateTime({to:UInt32}) AND "
                   "Value = {segment:String}";
  statement.params = {{"mark", std::string(rollup::kSegment)},
                      {"writer", parts_.log.writer()},
                      {"from", std::to_string(days.begin()->first * kSecondsPerDay)},
                      {"to", std::to_string((days.rbegin()->first + 1) * kSecondsPerDay)},
                      {"segment", std::to_string(segment_)}};
  statement.comment = "ingest: counts of segment " + std::to_string(segment_);
  RunOptions options;
  options.deadline = Deadline::After(parts_.insert_timeout);
  return parts_.store
      .Run(statement, options,
           [&](const Block& answer) {
             if (answer.rows() == 0) return true;
             for (const std::uint32_t second : SecondsOf(answer)) days.erase(second / kSecondsPerDay);
             return true;
           })
      .status();
}

// At most kMaxDaysPerBlock days a block, as for rows.
Status RollupInsert::InsertDays(const Days& days, const std::string& token) {
  const auto insert = [&](const Block& block, const std::string& suffix) {
    return parts_.store.Insert(key_.database, table_, block, token + suffix,
                               Deadline::After(parts_.insert_timeout));
  };
  if (days.size() <= static_cast<std::size_t>(kMaxDaysPerBlock)) {
    RowOrder rows;
    for (const auto& [day, of_day] : days) rows.insert(rows.end(), of_day.begin(), of_day.end());
    if (rows.size() == counts_.rows()) return insert(counts_, "");
    std::sort(rows.begin(), rows.end());
    return insert(counts_.Pick(rows), "/d" + std::to_string(days.begin()->first));
  }
  const auto middle = std::next(days.begin(), static_cast<std::ptrdiff_t>(days.size() / 2));
  SXT_TRY(InsertDays({days.begin(), middle}, token));
  return InsertDays({middle, days.end()}, token);
}

}  // namespace sextant::ingest
