// What the tests of the store share: the ClickHouses that the contract of store.h is checked against, and
// short ways to ask and to read answers.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "store/store.h"

namespace sextant::testing {

// One ClickHouse of the contract suite. `open` gives a new store on it, starting what it needs at the first
// call.
struct ContractTarget {
  std::string name;
  std::function<std::unique_ptr<Store>()> open;
};

// The embedded engine; a read-only public server in each style of errors.
const std::vector<ContractTarget>& ContractTargets();

// For gtest's messages.
void PrintTo(const ContractTarget& target, std::ostream* out);

// A statement with values and settings, in one expression.
using Pairs = std::vector<std::pair<std::string, std::string>>;
Statement Sql(std::string text, Pairs params = {}, Pairs settings = {});

// 30 s from now; no test waits that long.
Deadline Soon();
RunOptions Within(std::chrono::milliseconds time);

// All rows; aborts with ClickHouse's words when there are none to have.
Block Ask(Store& store, const Statement& statement);
void Do(Store& store, const Statement& statement);

// One value of an answer as text; aborts when there is no such column or row.
std::string Cell(const Block& block, std::string_view column, std::size_t row = 0);
// The only value of the only row.
std::string Value(Store& store, const Statement& statement);

// Asks again and again until the value is `wanted`; false when it is not within 30 s.
bool WaitForValue(Store& store, const Statement& statement, const std::string& wanted);

}  // namespace sextant::testing
