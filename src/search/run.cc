#include "search/run.h"

#include "sql/printer.h"

namespace sextant::search {
namespace {

using std::chrono::steady_clock;

// The longest searches and filters make statements of megabytes.
constexpr const char* kMaxStatementBytes = "8388608";
constexpr const char* kMaxStatementNodes = "2000000";
// Listed in an answer: a range of a year has hundreds of windows, and each statement may be long.
constexpr std::size_t kMaxListedStatements = 100;
constexpr std::size_t kMaxListedBytes = std::size_t{2} << 20;

std::string InWords(std::chrono::milliseconds time) {
  if (time.count() % 1'000 != 0) return std::to_string(time.count()) + " ms";
  return std::to_string(time.count() / 1'000) + " s";
}

}  // namespace

RequestRun::RequestRun(Store& store, const Limits& limits, net::CancelToken cancel, std::string comment,
                       std::string database)
    : store_(store),
      limits_(limits),
      deadline_(limits.time == kNoTimeLimit ? Deadline::Never() : Deadline::After(limits.time)),
      cancel_(std::move(cancel)),
      comment_(std::move(comment)),
      database_(std::move(database)) {}

Statement RequestRun::MakeStatement(const sql::Select& select) const {
  sql::Printed printed = sql::Print(select);
  Statement statement;
  statement.text = std::move(printed.text);
  statement.params = std::move(printed.params);
  statement.comment = comment_;
  statement.trusted = !printed.has_raw;
  statement.settings = {{"max_result_bytes", std::to_string(limits_.result_bytes)},
                        {"result_overflow_mode", "throw"}};
  if (statement.trusted) {
    for (const auto& [name, value] :
         {std::pair("max_query_size", kMaxStatementBytes), std::pair("max_ast_elements", kMaxStatementNodes),
          std::pair("max_expanded_ast_elements", kMaxStatementNodes)}) {
      statement.settings.emplace_back(name, value);
    }
    if (limits_.memory_bytes > 0)
      statement.settings.emplace_back("max_memory_usage", std::to_string(limits_.memory_bytes));
  } else {
    statement.databases = {database_};
  }
  return statement;
}

double RequestRun::ElapsedMs() const {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - started_).count();
}

ProgressReport RequestRun::Report(const Progress& running) const {
  ProgressReport report;
  report.rows_read = done_.read_rows + running.read_rows;
  report.bytes_read = done_.read_bytes + running.read_bytes;
  if (running.total_rows > 0) report.total_rows = done_.read_rows + running.total_rows;
  report.elapsed_ms = ElapsedMs();
  report.read = read_;
  return report;
}

bool RequestRun::ReportProgress() { return progress_ == nullptr || progress_->Progress(Report({})); }

void RequestRun::List(const sql::Select& select) {
  if (sql_.size() == kMaxListedStatements) return;
  std::string text = sql::PrintForReading(select);
  if (listed_bytes_ + text.size() > kMaxListedBytes) return;
  listed_bytes_ += text.size();
  sql_.push_back(std::move(text));
}

Status RequestRun::Execute(const sql::Select& select, const Store::Sink& sink) {
  if (cancel_.cancelled()) return Status(Code::kCancelled, "The search was cancelled.");
  if (deadline_.Passed()) return Status(Code::kTimeout, "The search ran out of time.");
  List(select);

  RunOptions options;
  options.deadline = deadline_;
  options.cancel = cancel_;
  Progress latest;
  bool stopped = false;
  options.on_progress = [&](const Progress& progress) {
    latest = progress;
    if (progress_ == nullptr || stopped || progress_->Progress(Report(progress))) return;
    stopped = true;
    cancel_.Cancel();
  };
  const Result<Progress> result = store_.Run(MakeStatement(select), options, [&](const Block& block) {
    if (stopped || !sink(block)) stopped = true;
    return !stopped;
  });
  if (result.ok()) latest = *result;
  done_.read_rows += latest.read_rows;
  done_.read_bytes += latest.read_bytes;
  if (stopped) return Status(Code::kCancelled, "The search was cancelled.");
  return result.status();
}

Result<Block> RequestRun::Collect(const sql::Select& select, std::size_t max_rows) {
  Block all;
  bool too_many = false;
  const Status status = Execute(select, [&](const Block& block) {
    if (all.columns.empty()) all = block.CloneEmpty();
    too_many = all.rows() + block.rows() > max_rows;
    if (!too_many) all.Append(block);
    return !too_many;
  });
  if (too_many) {
    return Status(Code::kTooLarge,
                  "The answer has more than " + std::to_string(max_rows) + " rows; ask for less.");
  }
  SXT_TRY(status);
  return all;
}

RunInfo RequestRun::Info() const { return {done_.read_rows, done_.read_bytes, ElapsedMs(), sql_}; }

std::optional<CutBy> LimitBehind(const Status& status) {
  constexpr std::int32_t kMemoryLimitExceeded = 241, kTooManyRowsOrBytes = 396;
  if (status.code() == Code::kTimeout) return CutBy::kTimeLimit;
  if (status.engine_code() == kMemoryLimitExceeded || status.engine_code() == kTooManyRowsOrBytes) {
    return CutBy::kMemoryLimit;
  }
  if (status.code() == Code::kCancelled) return CutBy::kCancelled;
  return std::nullopt;
}

void SayCut(Completeness& completeness, CutBy cut, const Limits& limits) {
  completeness.cut_by = cut;
  switch (cut) {
    case CutBy::kTimeLimit:
      completeness.cut_at = static_cast<std::uint64_t>(limits.time.count());
      if (limits.time < kMaxTimeLimit)
        completeness.can_raise_to = static_cast<std::uint64_t>(kMaxTimeLimit.count());
      completeness.cut_sentence =
          "The search took longer than " + InWords(limits.time) + "; choose a shorter range or a rarer word.";
      break;
    case CutBy::kMemoryLimit:
      completeness.cut_at = limits.memory_bytes;
      completeness.cut_sentence = "The search needed more memory than one may use; choose a shorter range.";
      break;
    case CutBy::kRowLimit: completeness.cut_sentence = "There are more rows than are shown."; break;
    case CutBy::kCancelled: completeness.cut_sentence = "The search was cancelled."; break;
  }
}

}  // namespace sextant::search
