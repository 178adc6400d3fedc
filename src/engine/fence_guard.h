// The fence's dealings with the engine: fetches the syntax tree and the list of functions that fence.h
// judges.
#pragma once

#include <mutex>
#include <optional>

#include "base/status.h"
#include "engine/chdb.h"
#include "engine/fence.h"
#include "engine/request.h"

namespace sextant::engine {

// The largest syntax tree that is looked at, in bytes of text.
inline constexpr std::size_t kMaxTreeBytes = std::size_t{8} << 20;

// Thread-safe.
class FenceGuard {
 public:
  // Whether `sql`, which the engine calls `query_class`, may run for `request`, which is not trusted. Nothing
  // of `sql` is run to find out. Fails with 497 and what is not allowed, or with the engine's syntax error.
  Status Check(Connection& connection, const StatementRequest& request, std::string_view sql,
               QueryClass query_class);

 private:
  Result<const FunctionCatalog*> Functions(Connection& connection);

  std::mutex mutex_;
  std::optional<FunctionCatalog> functions_;  // read with the first statement, and then for good
};

}  // namespace sextant::engine
