// The query compiler from end to end: every search in searches.golden, and the condition it makes or the
// error with its place (bytes). SEXTANT_UPDATE_GOLDEN=1 writes the file anew; read the diff.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "query/bind/bind.h"
#include "query/lang/parser.h"
#include "query/plan/predicate.h"
#include "query/plan/tables_testlib.h"
#include "sql/printer.h"

namespace sextant::plan {
namespace {

std::string Compile(const testing::TestTable& table, std::string_view text) {
  const auto failed = [](const lang::Error& error) {
    std::string out = "error " + std::to_string(error.span.offset) + ' ' + std::to_string(error.span.length) +
                      ' ' + error.message;
    return error.fix ? out + "\nfix " + error.fix->text : out;
  };
  const auto query = lang::Parse(text);
  if (!query.ok()) return failed(query.error());
  const std::vector<bind::Alias> aliases = {{"service", "ServiceName"}, {"ms", "round(Duration / 1e6)"}};
  const std::vector<std::string> known_keys = {"LogAttributes.user.id", "ResourceAttributes.k8s.pod.name"};
  const bind::Names names{table.schema, aliases, known_keys};
  const auto bound = bind::Bind({names, table.text_column, table.duration_column}, query.value(), text);
  if (!bound.ok()) return failed(bound.error());
  return bound.value() ? sql::PrintForReading(Condition(table.schema, *bound.value())) : "true";
}

struct Case {
  int line = 0;
  std::string table;
  std::string search;
  std::string expected;
};

// A file of "table NAME", "# comment", "> search", lines of expectation, blank lines between.
struct Golden {
  std::vector<std::string> lines;
  std::vector<Case> cases;
};

Golden Read(const std::filesystem::path& path) {
  Golden golden;
  std::ifstream file(path);
  std::string table, line;
  bool in_case = false;
  for (int number = 1; std::getline(file, line); ++number) {
    golden.lines.push_back(line);
    if (line.starts_with("table ")) table = line.substr(6);
    if (line.starts_with("> ")) {
      golden.cases.push_back({number, table, line.substr(2), ""});
      in_case = true;
    } else if (line.empty() || line.starts_with("#")) {
      in_case = false;
    } else if (in_case) {
      std::string& expected = golden.cases.back().expected;
      expected += (expected.empty() ? "" : "\n") + line;
    }
  }
  return golden;
}

// The file again, with what the compiler gives now.
void Rewrite(const std::filesystem::path& path, const Golden& golden,
             const std::vector<std::string>& actual) {
  std::ofstream file(path);
  std::size_t next = 0;
  bool in_case = false;
  for (const std::string& line : golden.lines) {
    if (line.starts_with("> ")) {
      file << line << '\n' << actual[next++] << '\n';
      in_case = true;
    } else if (line.empty() || line.starts_with("#") || !in_case) {
      file << line << '\n';
      in_case = false;
    }
  }
}

TEST(Golden, SearchesMakeTheseConditions) {
  const std::filesystem::path path = std::filesystem::path(__FILE__).parent_path() / "searches.golden";
  const Golden golden = Read(path);
  ASSERT_GT(golden.cases.size(), 50u) << path << " cannot be read";
  std::vector<std::string> actual;
  for (const Case& one : golden.cases) {
    actual.push_back(Compile(testing::FindTable(one.table), one.search));
    EXPECT_EQ(actual.back(), one.expected) << path.filename() << ':' << one.line << ": " << one.search;
  }
  if (std::getenv("SEXTANT_UPDATE_GOLDEN") != nullptr) Rewrite(path, golden, actual);
}

}  // namespace
}  // namespace sextant::plan
