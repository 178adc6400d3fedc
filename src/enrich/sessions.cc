#include "enrich/sessions.h"

#include "enrich/log_rows.h"

namespace sextant::enrich {
namespace {

constexpr std::string_view kRecordingAttribute = "rr-web.event";

bool HasKey(const LogRows& rows, std::size_t row, std::uint32_t key) {
  for (std::size_t i = rows.attributes.begin_of(row); i < rows.attributes.end_of(row); ++i) {
    if (rows.attribute_keys.indexes[i] == key) return true;
  }
  return false;
}

}  // namespace

void RouteSessions(std::vector<TableRows>& tables) {
  std::vector<TableRows> routed;
  for (TableRows& table : tables) {
    if (table.table != Table::kLogs) {
      routed.push_back(std::move(table));
      continue;
    }
    LogRows rows(table.block);
    const std::uint32_t key = FindIndex(rows.attribute_keys, kRecordingAttribute);
    RowOrder logs;
    RowOrder sessions;
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
      (HasKey(rows, row, key) ? sessions : logs).push_back(row);
    }
    if (logs.empty()) {
      routed.push_back({Table::kSessions, std::move(table.block)});
    } else if (sessions.empty()) {
      routed.push_back(std::move(table));
    } else {
      routed.push_back({Table::kLogs, table.block.Pick(logs)});
      routed.push_back({Table::kSessions, table.block.Pick(sessions)});
    }
  }
  tables = std::move(routed);
}

}  // namespace sextant::enrich
