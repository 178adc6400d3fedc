// Type names as an engine prints them. A name that was read reads again from its own print, and has a column.
#include "fuzz/target.h"
#include "model/block_testlib.h"
#include "model/column.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  auto type = DataType::Parse(bytes);
  if (!type.ok()) {
    SXT_CHECK(type.status().code() == Code::kBadInput, type.status().ToString());
    return;
  }
  auto again = DataType::Parse((*type)->name());
  SXT_CHECK(again.ok() && (*again)->kind() == (*type)->kind() && (*again)->name() == (*type)->name(),
            (*type)->name());
  SXT_CHECK(MakeColumn(**type)->size() == 0, (*type)->name());
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds = EveryType();
  seeds.emplace_back("Nested(a UInt8, `b.c` SimpleAggregateFunction(sum, Float64))");
  seeds.emplace_back("Nullable(Tuple(Nothing))");
  seeds.emplace_back("AggregateFunction(uniq, String)");
  return seeds;
}

}  // namespace sextant::fuzz
