// Searches all the way to SQL. Whatever was typed, the condition stays one expression: it closes its brackets
// and quotes, and holds no comment and no second statement.
#include "base/status.h"
#include "fuzz/target.h"
#include "query/bind/bind.h"
#include "query/lang/parser.h"
#include "query/plan/predicate.h"
#include "query/plan/tables_testlib.h"
#include "sql/printer.h"
#include "sql/raw.h"

namespace sextant::fuzz {
namespace {

constexpr const char* kTables[] = {"logs", "traces", "clickstack", "odd"};

}  // namespace

// The first byte chooses the table.
void TestOneInput(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto& table = sextant::testing::FindTable(kTables[static_cast<unsigned char>(bytes.front()) % 4]);
  bytes.remove_prefix(1);
  const auto query = lang::Parse(bytes);
  if (!query.ok()) return;
  const std::vector<bind::Alias> aliases = {{"service", "ServiceName"}, {"ms", "round(Duration / 1e6)"}};
  const std::vector<std::string> known_keys = {"LogAttributes.user.id"};
  const bind::Names names{table.schema, aliases, known_keys};
  const auto bound = bind::Bind({names, table.text_column, table.duration_column}, query.value(), bytes);
  if (!bound.ok()) {
    const lang::Error& error = bound.error();
    SXT_CHECK(!error.message.empty(), "an error without a message");
    SXT_CHECK(error.span.offset <= bytes.size() && error.span.length <= bytes.size() - error.span.offset,
              "a place outside of the text: " + error.message);
    return;
  }
  if (!bound.value()) return;
  const std::string condition = sql::PrintForReading(plan::Condition(table.schema, *bound.value()));
  if (condition.size() > sql::kMaxRawBytes) return;
  const auto problem = sql::CheckRaw(condition);
  SXT_CHECK(!problem, problem->message + " in " + condition);
}

std::vector<std::string> Seeds() {
  const std::string searches[] = {
      "refused it's \"a b\" *cache* -x",
      "service:payment SeverityText:(error OR warn) Body:/^a.*$/",
      "LogAttributes.user.id:42 LogAttributes['it''s \\'odd\\'']:\"x'); DROP TABLE t; --\"",
      "Duration:>=250ms ms:[1 TO 5} Timestamp:>2026-11-22",
      "NOT ServiceName:* Events.Name:exception",
  };
  std::vector<std::string> seeds;
  for (const std::string& search : searches) {
    for (char table = 0; table < 4; ++table) seeds.push_back(std::string(1, table) + search);
  }
  return seeds;
}

}  // namespace sextant::fuzz
