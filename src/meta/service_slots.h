// Which of the twelve service colours each service has, for everybody: its name's slot, or the next free one
// when another service has taken that. From the thirteenth service on swatches are hollow: slots of
// kServiceColours and above, whose colour is slot mod kServiceColours. A slot once given never moves.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "meta/database.h"

namespace sextant::meta {

inline constexpr std::size_t kServiceColours = 12;
// Services beyond these have no slot.
inline constexpr std::size_t kMaxServiceSlots = 10'000;

using ServiceSlotTable = std::map<std::string, std::size_t>;

// Gives `service` a slot in `table` unless it has one. Pure.
void GiveSlot(ServiceSlotTable& table, const std::string& service);

// Thread-safe. Borrows the database. Every function also fails as Database's do.
class ServiceSlots {
 public:
  explicit ServiceSlots(Database& database) : database_(database) {}

  Result<ServiceSlotTable> All();
  // Gives slots to those that have none, in this order; all slots.
  Result<ServiceSlotTable> Assign(const std::vector<std::string>& services);

 private:
  Database& database_;
};

}  // namespace sextant::meta
