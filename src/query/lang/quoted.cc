#include "query/lang/values.h"

namespace sextant::lang {

Parsed<Match> ParseQuoted(Cursor& cursor) {
  const std::size_t begin = cursor.place();
  std::optional<std::string> value = ScanQuoted(cursor);
  if (!value) {
    const std::string text(cursor.text());
    return Error{
        "This quote is never closed.", {begin, text.size() - begin}, Fix{"Close the quote.", text + '"'}};
  }
  return Match(Quoted{*std::move(value)});
}

}  // namespace sextant::lang
