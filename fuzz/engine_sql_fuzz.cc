// Statements that reach the engine, and the fence's judgement of their text. Whatever is cut off a statement
// is cut off its end or blanked: tokens never move.
#include "engine/fence.h"
#include "engine/sql_text.h"
#include "fuzz/target.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  std::size_t last = 0;
  for (const engine::Token& token : engine::Tokenize(bytes)) {
    SXT_CHECK(last <= token.begin && token.begin < token.end && token.end <= bytes.size(),
              "tokens out of place");
    last = token.end;
  }
  const engine::StatementText statement = engine::ParseStatement(bytes);
  SXT_CHECK(statement.sql.size() <= bytes.size(), "a statement longer than its text");
  SXT_CHECK(statement.data.size() <= bytes.size(), "more data than text");
  for (std::size_t i = 0; i < statement.sql.size(); ++i) {
    SXT_CHECK(statement.sql[i] == bytes[i] || statement.sql[i] == ' ', "the statement was rewritten");
  }
  (void)engine::FindSettings(bytes);
  (void)engine::HasForgedName(bytes);
  (void)engine::CheckFencedText(bytes);
  static const engine::FunctionCatalog kFunctions(
      {{"count", true, "", "", true}, {"plus", false, "", "Arithmetic", false}});
  engine::FenceGrant grant;
  grant.databases = {"default"};
  (void)engine::CheckFencedTree(bytes, "SELECT 1", grant, kFunctions);
}

std::vector<std::string> Seeds() {
  return {
      "SELECT count() FROM default.t WHERE a = 'x\\'y' AND `b``c` != \"d\" -- end\nFORMAT JSON;",
      "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y')",
      "INSERT INTO t FORMAT TSV\n1\tx\n",
      "SELECT 1 SETTINGS max_threads = 1, max_block_size = 8192 FORMAT Native",
      "SELECT $tag$ here; $tag$ /* nested /* comment */ */ #! line",
      "SelectWithUnionQuery (children 1)\n ExpressionList (children 1)\n  SelectQuery (children 2)\n   "
      "ExpressionList "
      "(children 1)\n    Function count (children 1)\n     ExpressionList\n   TablesInSelectQuery (children "
      "1)\n    "
      "TablesInSelectQueryElement (children 1)\n     TableExpression (children 1)\n      TableIdentifier "
      "default.t\n",
      "SELECT \xe2\x80\x98quoted\xe2\x80\x99",
  };
}

}  // namespace sextant::fuzz
