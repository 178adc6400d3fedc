// Shapes of tables for tests of the query compiler: our logs and traces, a ClickStack table with another
// order, and one with a column of every odd type.
#pragma once

#include <string>
#include <string_view>

#include "query/bind/schema.h"

namespace sextant::testing {

struct TestTable {
  bind::TableSchema schema;
  std::string text_column;
  std::string duration_column;
};

// "logs", "traces", "clickstack" or "odd"; lives for ever. Aborts for other names.
const TestTable& FindTable(std::string_view name);

}  // namespace sextant::testing
