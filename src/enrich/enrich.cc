#include "enrich/enrich.h"

#include "enrich/json_body.h"
#include "enrich/log_rows.h"
#include "enrich/sessions.h"
#include "enrich/severity.h"
#include "patterns/fingerprint.h"

namespace sextant::enrich {
namespace {

void AddFingerprints(Block& block) {
  const auto& bodies = GetColumn<StringColumn>(block, "Body");
  auto& fingerprints = block.Add<NumberColumn<std::uint64_t>>("__sxt_fingerprint", "UInt64");
  fingerprints.values.reserve(bodies.size());
  for (std::size_t row = 0; row < bodies.size(); ++row) {
    fingerprints.Append(patterns::Fingerprint(bodies.at(row)));
  }
}

}  // namespace

void Enrich(std::vector<TableRows>& tables) {
  RouteSessions(tables);
  for (TableRows& table : tables) {
    if (table.table != Table::kLogs) continue;
    LogRows rows(table.block);
    MergeJsonBodies(rows);
    InferSeverity(rows);
    LowerSeverityText(rows);
    AddFingerprints(table.block);
  }
}

}  // namespace sextant::enrich
