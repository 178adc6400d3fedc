#include "ingest/fake_store_testlib.h"

#include "model/block_testlib.h"
#include "model/rollup.h"

namespace sextant::ingest {
namespace {

// Rows of a rollup are told apart by what a question for marks wants: the segment, and the time.
void Identify(const Block& block, bool is_rollup, std::size_t row, std::uint64_t& segment,
              std::uint32_t& number) {
  if (!is_rollup) {
    segment =
        static_cast<const NumberColumn<std::uint64_t>&>(*block.Find("__sxt_segment")->column).values[row];
    number = static_cast<const NumberColumn<std::uint32_t>&>(*block.Find("__sxt_row")->column).values[row];
    return;
  }
  number = static_cast<const NumberColumn<std::uint32_t>&>(*block.Find("Timestamp")->column).values[row];
  const auto& identifiers = static_cast<const LowCardinalityColumn&>(*block.Find("ColumnIdentifier")->column);
  const auto& values = static_cast<const StringColumn&>(*block.Find("Value")->column);
  if (identifiers.at(row) == rollup::kSegment) segment = std::stoull(std::string(values.at(row)));
}

}  // namespace

void FakeStore::SetJudge(Judge judge) {
  const std::lock_guard lock(mutex_);
  judge_ = std::move(judge);
}

void FakeStore::SetFate(Fate fate) {
  SetJudge([fate](const SeenInsert&, const Block&) { return fate; });
}

void FakeStore::SetRollupFate(Fate fate) {
  const std::lock_guard lock(mutex_);
  rollup_fate_ = fate;
}

bool FakeStore::HasBody(const Block& block, std::string_view text) {
  const NamedColumn* body = block.Find("Body");
  if (body == nullptr) return false;
  for (std::size_t row = 0; row < block.rows(); ++row) {
    if (static_cast<const StringColumn&>(*body->column).at(row) == text) return true;
  }
  return false;
}

std::multiset<std::string> FakeStore::Values(const std::string& table, const std::string& column) const {
  const std::lock_guard lock(mutex_);
  std::multiset<std::string> values;
  const auto found = tables_.find(table);
  if (found == tables_.end()) return values;
  for (const auto& row : found->second) values.insert(row.values.at(column));
  return values;
}

std::size_t FakeStore::rows(const std::string& table) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.find(table);
  return found == tables_.end() ? 0 : found->second.size();
}

std::vector<SeenInsert> FakeStore::inserts() const {
  const std::lock_guard lock(mutex_);
  return inserts_;
}

std::vector<SeenInsert> FakeStore::rollup_inserts() const {
  const std::lock_guard lock(mutex_);
  return rollup_inserts_;
}

std::size_t FakeStore::asks() const {
  const std::lock_guard lock(mutex_);
  return asks_;
}

void FakeStore::WaitForInserts(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return inserts_.size() >= count; });
}

void FakeStore::WaitForRollupInserts(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return rollup_inserts_.size() >= count; });
}

void FakeStore::LoseRows(const std::function<bool(std::uint32_t row)>& lost) {
  const std::lock_guard lock(mutex_);
  for (auto& [name, rows] : tables_) {
    if (name.ends_with(rollup::kTableSuffix)) continue;
    std::erase_if(rows, [&](const Row& row) { return lost(row.row); });
  }
}

Result<Progress> FakeStore::Run(const Statement& statement, const RunOptions&, const Sink& sink) {
  const std::lock_guard lock(mutex_);
  ++asks_;
  Block answer;
  auto& rows = answer.Add<NumberColumn<std::uint32_t>>("__sxt_row", "UInt32");
  // Both questions of ingest have the segment last: for its rows, and for the times of its marks.
  const std::uint64_t segment = std::stoull(statement.params.back().second);
  for (const auto& [name, table] : tables_) {
    const std::string quoted =
        "`" + name.substr(0, name.find('.')) + "`.`" + name.substr(name.find('.') + 1) + "`";
    if (statement.text.find(quoted) == std::string::npos) continue;
    for (const auto& row : table) {
      if (row.segment == segment) rows.Append(row.row);
    }
  }
  sink(answer);
  return Progress();
}

Status FakeStore::Insert(std::string_view database, std::string_view table, const Block& block,
                         std::string_view token, Deadline) {
  SeenInsert seen;
  seen.table = std::string(database) + "." + std::string(table);
  seen.token = token;
  seen.rows = block.rows();
  std::vector<Row> rows(block.rows());
  const bool is_rollup = seen.table.ends_with(rollup::kTableSuffix);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Identify(block, is_rollup, i, rows[i].segment, rows[i].row);
    for (const auto& column : block.columns) {
      const std::string value = ValueText(*column.column, i);
      seen.content += column.name + "=" + value + "\n";
      rows[i].values[column.name] = value;
    }
  }

  const std::lock_guard lock(mutex_);
  (is_rollup ? rollup_inserts_ : inserts_).push_back(seen);
  changed_.notify_all();
  const Fate fate = is_rollup ? rollup_fate_ : judge_ ? judge_(seen, block) : Fate::kStore;
  if (fate == Fate::kLose) return {Code::kUnavailable, "The engine is away."};
  if (fate == Fate::kRefuse) return {Code::kBadInput, "The engine refuses these rows.", refusal_code_};
  const bool is_new = tokens_[seen.table].insert(seen.token).second;
  if (is_new && fate != Fate::kForget) {
    auto& stored = tables_[seen.table];
    stored.insert(stored.end(), rows.begin(), rows.end());
  }
  if (fate == Fate::kStoreMute || fate == Fate::kForget) return {Code::kUnavailable, "The engine went away."};
  return OkStatus();
}

Result<Progress> FakeStore::RunRaw(const Statement&, std::string_view, const RunOptions&,
                                   const std::function<bool(std::string_view)>&) {
  return Status(Code::kInternal, "not part of ingest");
}
Status FakeStore::Execute(const Statement&, Deadline) { return {Code::kInternal, "not part of ingest"}; }

}  // namespace sextant::ingest
