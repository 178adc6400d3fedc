// Turns a Select into text: once for the engine, with placeholders, and once for people to read. The only
// place in Sextant where SQL text comes from. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sql/select.h"

namespace sextant::sql {

// Values travel in the address of a request: what goes beyond this is printed as quoted literals.
inline constexpr std::size_t kMaxBoundBytes = 16 * 1024;

struct Printed {
  // Holds {p0:String}, {p1:Int64}, …; equal values share one.
  std::string text;
  std::vector<std::pair<std::string, std::string>> params;
  // True when an expression that a person wrote is in it: run it untrusted.
  bool has_raw = false;
};

Printed Print(const Select& select);

// The same statement with its values filled in, one clause to a line: for Show Generated SQL. It can be
// pasted into any ClickHouse client.
std::string PrintForReading(const Select& select);

// One expression for reading, as PrintForReading writes it.
std::string PrintForReading(const ExprPtr& expr);

}  // namespace sextant::sql
