// Statements as HTTP requests to ClickHouse: https://clickhouse.com/docs/interfaces/http. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "net/http_client.h"
#include "store/capabilities.h"
#include "store/store.h"

namespace sextant {

// ClickHouse's http_max_uri_size; values of parameters travel in the target.
inline constexpr std::size_t kMaxTargetBytes = std::size_t{1} << 20;

enum class StatementKind { kRead, kChange };

struct RequestOptions {
  StatementKind kind = StatementKind::kRead;
  std::string_view format;  // "" for statements that answer nothing
  std::string_view query_id;
  Deadline deadline = Deadline::Never();
  bool progress = false;
};

// The request that runs `statement`, whose text it borrows as body. Settings are left out where
// `capabilities` has none. Fails with kTooLarge when the target would pass kMaxTargetBytes.
Result<net::ClientRequest> MakeRequest(const StoreOptions& store, const Capabilities& capabilities,
                                       const Statement& statement, const RequestOptions& options);

// The request that inserts a block which travels as body; its body_source is for the caller to set.
Result<net::ClientRequest> MakeInsert(const StoreOptions& store, std::string_view database,
                                      std::string_view table, const Block& block, std::string_view token,
                                      std::string_view query_id);

}  // namespace sextant
