// The fence around statements that are not our own (design §1 d): an allow-list walk over what EXPLAIN AST
// prints, and over the text itself. Pure: the engine parses, this file judges.
//
// Everything is refused that is not known to be harmless: node kinds, table functions, functions, settings,
// databases. The process locks (grants, Landlock, seccomp) stand behind it and do not rely on it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/status.h"

namespace sextant::engine {

// The functions that a fenced statement may call. Built once from system.functions.
class FunctionCatalog {
 public:
  // One row of system.functions. An alias is judged by the function that it names.
  struct Function {
    std::string name;
    bool case_insensitive = false;
    std::string alias_to;
    std::string category;
    bool is_aggregate = false;
  };
  explicit FunctionCatalog(const std::vector<Function>& functions);

  // Also true for an aggregate function behind combinators: sumIf, quantilesTDigestOrNull.
  bool Allows(std::string_view name) const;

 private:
  bool Knows(std::string_view name) const;
  bool KnowsAggregate(std::string_view name) const;
  std::unordered_set<std::string> exact_;
  std::unordered_set<std::string> lower_;
  std::unordered_set<std::string> aggregates_;
};

// What one statement may reach.
struct FenceGrant {
  std::string current_database = "default";
  // "default", "otel_v2"; or "system.columns" for one of the harmless system tables.
  std::vector<std::string> databases;
};

inline constexpr std::size_t kMaxFencedNodes = 50'000;
inline constexpr std::size_t kMaxFencedDepth = 2'000;

// Judges the text before anything parses it: no names that could forge the tree, no table by UUID, no setting
// outside the list in a SETTINGS clause. Fails with 497.
Status CheckFencedText(std::string_view sql);

// Judges the settings of a request, by name.
Status CheckFencedSetting(std::string_view name);

// Judges what "EXPLAIN AST `sql`" printed. Fails with 497 and a sentence that names what is not allowed.
Status CheckFencedTree(std::string_view ast, std::string_view sql, const FenceGrant& grant,
                       const FunctionCatalog& functions);

}  // namespace sextant::engine
