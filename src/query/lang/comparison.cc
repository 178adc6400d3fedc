#include "query/lang/operand.h"
#include "query/lang/values.h"

namespace sextant::lang {

Parsed<Match> ParseComparison(Cursor& cursor) {
  const std::size_t begin = cursor.place();
  Comparison comparison;
  if (cursor.Accept(">=")) {
    comparison.op = CompareOp::kGreaterOrEqual;
  } else if (cursor.Accept("<=")) {
    comparison.op = CompareOp::kLessOrEqual;
  } else if (cursor.Accept(">")) {
    comparison.op = CompareOp::kGreater;
  } else {
    cursor.Accept("<");
    comparison.op = CompareOp::kLess;
  }
  const Span op = cursor.SpanFrom(begin);
  cursor.SkipBlanks();
  Parsed<Operand> operand = ParseOperand(cursor);
  if (!operand.ok()) return operand.error();
  comparison.operand = std::move(operand).value();
  if (comparison.operand.span.length == 0) {
    return Error{"There is nothing to compare with.", op, std::nullopt};
  }
  return Match(std::move(comparison));
}

}  // namespace sextant::lang
