#include "ingest/sort_key.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <vector>

#include "ingest/rows.h"

namespace sextant::ingest {
namespace {

struct Key {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::uint32_t row = 0;

  auto operator<=>(const Key&) const = default;
};

// The place of each row's value among the column's distinct values, in byte order as ClickHouse sorts.
std::vector<std::uint32_t> Ranks(const Block& block, std::string_view name) {
  const NamedColumn* named = block.Find(name);
  SXT_CHECK(named != nullptr, "rows without the column " + std::string(name));
  const auto& column = static_cast<const LowCardinalityColumn&>(*named->column);
  std::vector<std::uint32_t> entries(column.dictionary.size());
  std::iota(entries.begin(), entries.end(), 0);
  std::sort(entries.begin(), entries.end(), [&](std::uint32_t a, std::uint32_t b) {
    return column.dictionary.at(a) < column.dictionary.at(b);
  });
  std::vector<std::uint32_t> rank_of(entries.size());
  for (std::uint32_t rank = 0; rank < entries.size(); ++rank) rank_of[entries[rank]] = rank;
  std::vector<std::uint32_t> ranks;
  ranks.reserve(column.indexes.size());
  for (const std::uint32_t index : column.indexes) ranks.push_back(rank_of[index]);
  return ranks;
}

// The place of each row's session among the sessions of the block, by name; rows without one come first.
std::vector<std::uint32_t> SessionRanks(const Block& block) {
  constexpr std::string_view kSessionId = "rum.sessionId";
  const NamedColumn* named = block.Find("ResourceAttributes");
  SXT_CHECK(named != nullptr, "rows without the column ResourceAttributes");
  const auto& map = static_cast<const MapColumn&>(*named->column);
  const auto& keys = static_cast<const LowCardinalityColumn&>(*map.keys);
  const auto& values = static_cast<const StringColumn&>(*map.values);
  std::vector<std::string_view> sessions(map.size());
  std::map<std::string_view, std::uint32_t> rank_of = {{"", 0}};
  for (std::size_t row = 0; row < sessions.size(); ++row) {
    for (std::size_t i = map.begin_of(row); i < map.end_of(row); ++i) {
      if (keys.at(i) == kSessionId) sessions[row] = values.at(i);
    }
    rank_of.emplace(sessions[row], 0);
  }
  std::uint32_t next = 0;
  for (auto& [session, rank] : rank_of) rank = next++;
  std::vector<std::uint32_t> ranks;
  ranks.reserve(sessions.size());
  for (const auto session : sessions) ranks.push_back(rank_of[session]);
  return ranks;
}

std::vector<Key> KeysOf(Table table, const Block& block) {
  const std::vector<std::int64_t>& times = TimesOf(table, block);
  std::vector<Key> keys(times.size());
  for (std::uint32_t row = 0; row < keys.size(); ++row) {
    keys[row].low = static_cast<std::uint64_t>(times[row]);
    keys[row].row = row;
  }
  if (table == Table::kLogs || table == Table::kTraces) return keys;
  if (table == Table::kSessions) {
    const std::vector<std::uint32_t> sessions = SessionRanks(block);
    for (auto& key : keys) key.high = sessions[key.row];
    return keys;
  }
  const std::vector<std::uint32_t> metrics = Ranks(block, "MetricName");
  const std::vector<std::uint32_t> services = Ranks(block, "ServiceName");
  for (auto& key : keys) key.high = std::uint64_t{metrics[key.row]} << 32 | services[key.row];
  return keys;
}

}  // namespace

RowOrder SortedOrder(Table table, const Block& block) {
  std::vector<Key> keys = KeysOf(table, block);
  if (!std::is_sorted(keys.begin(), keys.end())) std::sort(keys.begin(), keys.end());
  RowOrder order;
  order.reserve(keys.size());
  for (const auto& key : keys) order.push_back(key.row);
  return order;
}

}  // namespace sextant::ingest
