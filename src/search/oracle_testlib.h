// A second, naive meaning of the search language, evaluated record by record, and searches at random to
// compare it with the engine's. Knows nothing of the parser, the compiler or SQL.
#pragma once

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "search/log_rows_testlib.h"

namespace sextant::testing {

// One node of a search at random.
struct OracleQuery {
  enum class Kind { kAnd, kOr, kNot, kWord, kQuoted, kWildcard, kExists, kCompare, kRange, kRegex };

  Kind kind = Kind::kWord;
  std::vector<OracleQuery> children;
  std::string field;  // "" for a bare term; "LogAttributes.KEY", "ServiceName", …
  std::string text;   // word, quoted text, regular expression, or the operand
  std::vector<std::string> pieces;
  std::string op;  // kCompare: "<", "<=", ">", ">="
  std::optional<std::string> low, high;
  bool low_included = true;
  bool high_included = true;
};

class Oracle {
 public:
  explicit Oracle(std::uint32_t seed) : random_(seed) {}

  LogRecord RandomRecord(UnixNanos time);
  OracleQuery RandomQuery(int depth);

 private:
  std::size_t Below(std::size_t limit) { return random_() % limit; }
  bool Chance(int percent) { return Below(100) < static_cast<std::size_t>(percent); }
  template <typename T>
  const T& Pick(const std::vector<T>& list) {
    return list[Below(list.size())];
  }
  std::string RandomText(std::size_t max_words);
  OracleQuery RandomTerm();

  std::mt19937 random_;
};

// The search as a person would type it.
std::string Typed(const OracleQuery& query);
bool Matches(const OracleQuery& query, const LogRecord& record);

}  // namespace sextant::testing
