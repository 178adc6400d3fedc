// Expressions that people write into statements of ours. One that passes cannot end its parenthesis.
#include "base/status.h"
#include "fuzz/target.h"
#include "sql/raw.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  const auto problem = sql::CheckRaw(bytes);
  if (problem) {
    SXT_CHECK(problem->offset <= bytes.size() && problem->length <= bytes.size() - problem->offset,
              "a place outside of the text: " + problem->message);
    SXT_CHECK(!problem->message.empty(), "a problem without a message");
    return;
  }
  SXT_CHECK(!sql::CheckRaw("(" + std::string(bytes) + "\n)") || bytes.size() + 3 > sql::kMaxRawBytes,
            "passes alone, not in brackets");
  const sql::AliasedRaw parts = sql::SplitAlias(bytes);
  SXT_CHECK(bytes.find(parts.expression) != std::string_view::npos, "an expression that nobody wrote");
}

std::vector<std::string> Seeds() {
  return {
      "round(Duration / 1e6) AS ms",
      "count(), quantile(0.95)(Duration) AS `the p95`",
      "SpanAttributes['http.route'] = 'it\\'s' AND \"a\"\"b\" != 'x''y'",
      "a; DROP TABLE t",
      "a -- comment",
      "a /* b */ # c",
      "$tag$ here $tag$",
      "([{)]}",
      "'open",
  };
}

}  // namespace sextant::fuzz
