#include "query/lang/operand.h"
#include "query/lang/values.h"

namespace sextant::lang {
namespace {

constexpr std::string_view kClosing = "]}";

Error NotARange(const Cursor& cursor, std::size_t begin) {
  Cursor end = cursor;
  while (!end.AtBoundary() && kClosing.find(end.Peek()) == std::string_view::npos)
    end.MoveTo(end.place() + 1);
  if (!end.AtBoundary()) end.MoveTo(end.place() + 1);
  return {"A range is written [low TO high], with * for an open end.", end.SpanFrom(begin), std::nullopt};
}

std::optional<Operand> UnlessOpen(Operand operand) {
  if (!operand.quoted && operand.text == "*") return std::nullopt;
  return operand;
}

}  // namespace

Parsed<Match> ParseRange(Cursor& cursor) {
  const std::size_t begin = cursor.place();
  Range range;
  range.low_included = cursor.Accept("[");
  if (!range.low_included) cursor.Accept("{");

  cursor.SkipBlanks();
  Parsed<Operand> low = ParseOperand(cursor, kClosing);
  if (!low.ok()) return low.error();
  cursor.SkipBlanks();
  if (low.value().span.length == 0 || !cursor.Accept("TO") || !cursor.AtBlank())
    return NotARange(cursor, begin);
  cursor.SkipBlanks();
  Parsed<Operand> high = ParseOperand(cursor, kClosing);
  if (!high.ok()) return high.error();
  cursor.SkipBlanks();
  range.high_included = cursor.Accept("]");
  if (high.value().span.length == 0 || (!range.high_included && !cursor.Accept("}"))) {
    return NotARange(cursor, begin);
  }
  range.low = UnlessOpen(std::move(low).value());
  range.high = UnlessOpen(std::move(high).value());
  if (!range.low && !range.high) return Match(Exists{});
  return Match(std::move(range));
}

}  // namespace sextant::lang
