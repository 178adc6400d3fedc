// A store in memory that deduplicates by token as our tables do, refuses or loses inserts on command, and
// remembers every call. For tests of what ingest does with its answers.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace sextant::ingest {

struct SeenInsert {
  std::string table;  // "default.otel_logs"
  std::string token;
  std::size_t rows = 0;
  // The block, value by value: equal texts are equal blocks.
  std::string content;
};

// Thread-safe.
class FakeStore final : public Store {
 public:
  // Asked for each insert, before it is stored.
  enum class Fate {
    kStore,
    kLose,       // kUnavailable; nothing is stored
    kStoreMute,  // stored, but answered kUnavailable: the outcome is unknown
    kForget,     // the token is remembered, the rows are not stored; kUnavailable: killed in between
    kRefuse,     // kBadInput with refusal_code
  };
  using Judge = std::function<Fate(const SeenInsert&, const Block&)>;

  void SetJudge(Judge judge);
  void SetFate(Fate fate);
  // Of inserts into rollups, which the judge does not see.
  void SetRollupFate(Fate fate);
  void set_refusal_code(std::int32_t code) { refusal_code_ = code; }
  // The first column called Body holds `text` in some row.
  static bool HasBody(const Block& block, std::string_view text);

  // Values of `column` of all rows in `table`, in no order; a row stored twice is there twice.
  std::multiset<std::string> Values(const std::string& table, const std::string& column) const;
  std::size_t rows(const std::string& table) const;
  // All calls of Insert, those that failed too, but those into rollups.
  std::vector<SeenInsert> inserts() const;
  std::vector<SeenInsert> rollup_inserts() const;
  std::size_t asks() const;
  // Waits until `count` inserts were called.
  void WaitForInserts(std::size_t count);
  void WaitForRollupInserts(std::size_t count);
  // Forgets rows whose __sxt_row is wanted, as a power cut may; tokens stay remembered. Not of rollups.
  void LoseRows(const std::function<bool(std::uint32_t row)>& lost);

  Result<Progress> Run(const Statement& statement, const RunOptions& options, const Sink& sink) override;
  Result<Progress> RunRaw(const Statement& statement, std::string_view format, const RunOptions& options,
                          const std::function<bool(std::string_view)>& sink) override;
  Status Insert(std::string_view database, std::string_view table, const Block& block, std::string_view token,
                Deadline deadline) override;
  Status Execute(const Statement& statement, Deadline deadline) override;

 private:
  struct Row {
    std::uint64_t segment = 0;
    std::uint32_t row = 0;
    std::map<std::string, std::string> values;
  };

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Judge judge_;
  std::int32_t refusal_code_ = 27;
  std::map<std::string, std::vector<Row>> tables_;
  std::map<std::string, std::set<std::string>> tokens_;
  std::vector<SeenInsert> inserts_;
  std::vector<SeenInsert> rollup_inserts_;
  Fate rollup_fate_ = Fate::kStore;
  std::size_t asks_ = 0;
};

}  // namespace sextant::ingest
