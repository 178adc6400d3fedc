// Searches that people type. Every place lies inside the text, taking the fixes that are offered, one after
// the other, goes round in no circle, and what was understood can be said in English.
#include <set>

#include "base/bytes.h"
#include "base/status.h"
#include "fuzz/target.h"
#include "query/lang/english.h"
#include "query/lang/parser.h"
#include "query/lang/place.h"

namespace sextant::fuzz {
namespace {

void CheckPlace(std::string_view text, lang::Span span) {
  SXT_CHECK(span.offset <= text.size() && span.length <= text.size() - span.offset,
            "a place outside of the text");
  if (!IsValidUtf8(text)) return;
  const lang::Span shown = lang::ToUtf16(text, span);
  SXT_CHECK(shown.end() <= text.size(), "a longer place in UTF-16");
}

std::size_t CheckNode(std::string_view text, const lang::Node& node) {
  CheckPlace(text, node.span);
  if (node.kind == lang::NodeKind::kTerm) {
    CheckPlace(text, node.term.span);
    if (node.term.field) CheckPlace(text, node.term.field->span);
    SXT_CHECK(node.children.empty(), "a term with children");
    return 1;
  }
  SXT_CHECK(node.kind == lang::NodeKind::kNot ? node.children.size() == 1 : node.children.size() >= 2,
            "another number of children");
  std::size_t terms = 0;
  for (const lang::Node& child : node.children) terms += CheckNode(text, child);
  return terms;
}

void CheckFixes(std::string_view text, std::string mended) {
  constexpr int kFixes = 20;
  std::set<std::string> seen = {std::string(text)};
  for (int i = 0; i < kFixes; ++i) {
    SXT_CHECK(seen.insert(mended).second, "the fixes come back to: " + mended);
    auto parsed = lang::Parse(mended);
    if (parsed.ok() || !parsed.error().fix) return;
    mended = parsed.error().fix->text;
  }
}

}  // namespace

void TestOneInput(std::string_view bytes) {
  const auto parsed = lang::Parse(bytes);
  if (!parsed.ok()) {
    const lang::Error& error = parsed.error();
    SXT_CHECK(!error.message.empty(), "an error without a message");
    CheckPlace(bytes, error.span);
    if (error.fix) CheckFixes(bytes, error.fix->text);
    return;
  }
  const lang::Query& query = parsed.value();
  if (query.root) SXT_CHECK(CheckNode(bytes, *query.root) <= lang::kMaxTerms, "more terms than allowed");
  SXT_CHECK(lang::English(query, "Body").size() <= lang::kMaxEnglishBytes + 16, "too much English");
  (void)lang::Hints(query);
}

std::vector<std::string> Seeds() {
  return {
      "",
      "refused",
      "ServiceName:payment AND (SeverityText:error OR level:\"warn\") NOT *cache*",
      "Duration:>=1000000 status:[400 TO 599} size:{* TO 5]",
      "LogAttributes.user.id:42 SpanAttributes['app.x']:/^a.*b$/ -foo !bar && x || y",
      "http://localhost:4317/v1/traces 12:30:00 C:\\dir std::string",
      "field:* f*o \"a \\\"quoted\\\" text\"",
      "(((open",
      "a:",
      "gr\xc3\xbc\xc3\x9f \xe2\x80\x9c"
      "curly\xe2\x80\x9d",
      "a or b and not c",
  };
}

}  // namespace sextant::fuzz
