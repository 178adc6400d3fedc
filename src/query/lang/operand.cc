#include "query/lang/operand.h"

#include "query/lang/values.h"

namespace sextant::lang {

Parsed<Operand> ParseOperand(Cursor& cursor, std::string_view stops) {
  const std::size_t begin = cursor.place();
  Operand operand;
  if (cursor.Peek() == '"') {
    Parsed<Match> quoted = ParseQuoted(cursor);
    if (!quoted.ok()) return quoted.error();
    operand.text = std::get<Quoted>(quoted.value()).text;
    operand.quoted = true;
  } else {
    const WordScan scan = ScanWord(cursor, stops);
    for (std::size_t i = 0; i < scan.pieces.size(); ++i) {
      if (i > 0) operand.text += '*';
      operand.text += scan.pieces[i];
    }
  }
  operand.span = cursor.SpanFrom(begin);
  return operand;
}

}  // namespace sextant::lang
