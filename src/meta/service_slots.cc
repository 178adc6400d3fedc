#include "meta/service_slots.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdint>

namespace sextant::meta {
namespace {

// FNV-1a.
std::uint32_t Hash(const std::string& text) {
  std::uint32_t hash = 2'166'136'261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619u;
  return hash;
}

ServiceSlotTable Load(SQLite::Database& connection) {
  ServiceSlotTable table;
  SQLite::Statement select(connection, "SELECT service, slot FROM service_slots");
  while (select.executeStep())
    table[select.getColumn(0).getString()] = static_cast<std::size_t>(select.getColumn(1).getInt64());
  return table;
}

}  // namespace

void GiveSlot(ServiceSlotTable& table, const std::string& service) {
  if (table.contains(service)) return;
  std::array<bool, kServiceColours> taken{};
  for (const auto& [name, slot] : table) {
    if (slot < kServiceColours) taken[slot] = true;
  }
  const std::size_t first = Hash(service) % kServiceColours;
  std::size_t slot = kServiceColours + first;
  for (std::size_t i = 0; i < kServiceColours; ++i) {
    const std::size_t candidate = (first + i) % kServiceColours;
    if (taken[candidate]) continue;
    slot = candidate;
    break;
  }
  table[service] = slot;
}

Result<ServiceSlotTable> ServiceSlots::All() {
  ServiceSlotTable table;
  SXT_TRY(database_.Read([&](SQLite::Database& connection) {
    table = Load(connection);
    return OkStatus();
  }));
  return table;
}

Result<ServiceSlotTable> ServiceSlots::Assign(const std::vector<std::string>& services) {
  ServiceSlotTable table;
  SXT_TRY(database_.Change([&](SQLite::Database& connection) {
    table = Load(connection);
    SQLite::Statement insert(connection, "INSERT INTO service_slots (service, slot) VALUES (?, ?)");
    for (const std::string& service : services) {
      if (table.contains(service) || table.size() >= kMaxServiceSlots) continue;
      GiveSlot(table, service);
      insert.reset();
      insert.bind(1, service);
      insert.bind(2, static_cast<std::int64_t>(table[service]));
      insert.exec();
    }
    return OkStatus();
  }));
  return table;
}

}  // namespace sextant::meta
