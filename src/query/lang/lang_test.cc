#include <gtest/gtest.h>

#include "query/lang/english.h"
#include "query/lang/parser.h"
#include "query/lang/place.h"
#include "query/lang/tokens.h"

namespace sextant::lang {
namespace {

std::string Dump(const Operand& operand) { return operand.quoted ? '"' + operand.text + '"' : operand.text; }

struct DumpMatch {
  std::string operator()(const Word& word) const { return "word " + word.text; }
  std::string operator()(const Quoted& quoted) const { return "quoted " + quoted.text; }
  std::string operator()(const Regex& regex) const { return "regex " + regex.pattern; }
  std::string operator()(const Exists&) const { return "exists"; }
  std::string operator()(const Wildcard& wildcard) const {
    std::string out = "like " + wildcard.pieces.front();
    for (std::size_t i = 1; i < wildcard.pieces.size(); ++i) out += "%" + wildcard.pieces[i];
    return out;
  }
  std::string operator()(const Comparison& comparison) const {
    const char* ops[] = {"<", "<=", ">", ">="};
    return ops[static_cast<int>(comparison.op)] + (" " + Dump(comparison.operand));
  }
  std::string operator()(const Range& range) const {
    return std::string(range.low_included ? "[" : "{") + (range.low ? Dump(*range.low) : "*") + ".." +
           (range.high ? Dump(*range.high) : "*") + (range.high_included ? "]" : "}");
  }
};

std::string Dump(const Node& node) {
  if (node.kind == NodeKind::kTerm) {
    std::string out = "<";
    if (node.term.field) {
      out += node.term.field->name;
      if (node.term.field->key) out += "['" + *node.term.field->key + "']";
      out += ": ";
    }
    return out + std::visit(DumpMatch{}, node.term.match) + ">";
  }
  std::string out = node.kind == NodeKind::kAnd ? "(and" : node.kind == NodeKind::kOr ? "(or" : "(not";
  for (const Node& child : node.children) out += ' ' + Dump(child);
  return out + ")";
}

std::string Dump(std::string_view text) {
  const Parsed<Query> parsed = Parse(text);
  if (!parsed.ok()) {
    const Error& error = parsed.error();
    std::string out = "error " + std::to_string(error.span.offset) + " " + std::to_string(error.span.length) +
                      " " + error.message;
    return error.fix ? out + " → " + error.fix->text : out;
  }
  return parsed.value().root ? Dump(*parsed.value().root) : "everything";
}

struct Case {
  const char* text;
  const char* meaning;
};

class Language : public ::testing::TestWithParam<Case> {};

TEST_P(Language, ReadsAs) { EXPECT_EQ(Dump(GetParam().text), GetParam().meaning) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(
    Words, Language,
    ::testing::Values(
        Case{"", "everything"}, Case{" \t\u00a0\u3000", "everything"}, Case{"foo", "<word foo>"},
        Case{"foo bar", "(and <word foo> <word bar>)"}, Case{"foo\u00a0bar", "(and <word foo> <word bar>)"},
        Case{"\"foo bar\"", "<quoted foo bar>"}, Case{"foo-bar", "<word foo-bar>"},
        Case{"foo\"bar\"", "(and <word foo> <quoted bar>)"},
        Case{"\"say \\\"hi\\\" c:\\new \\\\\"", "<quoted say \"hi\" c:\\new \\>"}, Case{"*", "<exists>"},
        Case{"**", "<exists>"}, Case{"fo*", "<like fo%>"}, Case{"*o", "<like %o>"}, Case{"*o*", "<like %o%>"},
        Case{"a*b*c", "<like a%b%c>"}, Case{"a\\*b", "<word a*b>"}, Case{"why?", "<word why?>"},
        Case{"a[1]", "<word a[1]>"}, Case{"[a", "<word [a>"}, Case{">5", "<word >5>"},
        Case{"C:\\dir\\x", "<word C:\\dir\\x>"}, Case{"and or not", "(and <word and> <word or> <word not>)"},
        Case{"日本 語", "(and <word 日本> <word 語>)"}));

INSTANTIATE_TEST_SUITE_P(
    Fields, Language,
    ::testing::Values(
        Case{"a:b", "<a: word b>"}, Case{"a: b", "<a: word b>"}, Case{"a:\n\"b c\"", "<a: quoted b c>"},
        Case{"a:b:c", "<a: word b:c>"}, Case{"a.b.c-d/e:x", "<a.b.c-d/e: word x>"},
        Case{"a\\:b:x", "<a:b: word x>"}, Case{"a\\ b:x", "<a b: word x>"},
        Case{"A['x.y z']:v", "<A['x.y z']: word v>"}, Case{"A[\"x'\\\"\"]:v", "<A['x'\"']: word v>"},
        Case{"A['x':v", "<word A['x':v>"}, Case{"a:-5", "<a: word -5>"}, Case{"a:*", "<a: exists>"},
        Case{"a:\"\"", "<a: quoted >"}, Case{"a:b*", "<a: like b%>"},
        Case{"a:http://x/y", "<a: word http://x/y>"}, Case{"a:(b OR c)", "(or <a: word b> <a: word c>)"},
        Case{"a:(b c:d e)", "(and <a: word b> <c: word d> <a: word e>)"},
        Case{"a:(>5 AND <=10)", "(and <a: > 5> <a: <= 10>)"},
        Case{"-a:(b OR c)", "(not (or <a: word b> <a: word c>))"}, Case{"Ünï:x", "<Ünï: word x>"}));

INSTANTIATE_TEST_SUITE_P(
    ColonsInText, Language,
    ::testing::Values(Case{"http://a.b/c?d=e", "<word http://a.b/c?d=e>"},
                      Case{"https://a:8443/x", "<word https://a:8443/x>"},
                      Case{"grpc://a", "<word grpc://a>"}, Case{"localhost:4317", "<word localhost:4317>"},
                      Case{"Localhost:4317/x", "<word Localhost:4317/x>"},
                      Case{"10.0.0.1:80", "<word 10.0.0.1:80>"}, Case{"12:30:45", "<word 12:30:45>"},
                      Case{"std::bad_alloc", "<word std::bad_alloc>"}, Case{"a\\:b", "<word a:b>"},
                      Case{"localhost:x", "<localhost: word x>"}));

INSTANTIATE_TEST_SUITE_P(
    Values, Language,
    ::testing::Values(
        Case{"a:>5", "<a: > 5>"}, Case{"a:>= -5.5", "<a: >= -5.5>"}, Case{"a:<\"x y\"", "<a: < \"x y\">"},
        Case{"a:[1 TO 5]", "<a: [1..5]>"}, Case{"a:{1 TO 5}", "<a: {1..5}>"},
        Case{"a:[1 TO 5}", "<a: [1..5}>"}, Case{"a: [ \"x y\" TO * ]", "<a: [\"x y\"..*]>"},
        Case{"a:{* TO 2026-11-21T03:00:00Z]", "<a: {*..2026-11-21T03:00:00Z]>"},
        Case{"a:[* TO *]", "<a: exists>"}, Case{"a:/b.*c d/", "<a: regex b.*c d>"},
        Case{"a:/b\\/c\\d/", "<a: regex b/c\\d>"}, Case{"/api/cart", "<word /api/cart>"},
        Case{"a:/api/cart", "<a: word /api/cart>"}, Case{"/a|b/ c", "(and <regex a|b> <word c>)"},
        Case{"a / b / c", "(and <word a> <word /> <word b> <word /> <word c>)"}, Case{"//", "<word //>"}));

INSTANTIATE_TEST_SUITE_P(
    Operators, Language,
    ::testing::Values(Case{"a AND b", "(and <word a> <word b>)"}, Case{"a && b", "(and <word a> <word b>)"},
                      Case{"a OR b c", "(or <word a> (and <word b> <word c>))"}, Case{"a||b", "<word a||b>"},
                      Case{"a || b", "(or <word a> <word b>)"},
                      Case{"a b OR c AND d", "(or (and <word a> <word b>) (and <word c> <word d>))"},
                      Case{"(a OR b) c", "(and (or <word a> <word b>) <word c>)"},
                      Case{"NOT a b", "(and (not <word a>) <word b>)"}, Case{"-a", "(not <word a>)"},
                      Case{"-\"a b\"", "(not <quoted a b>)"}, Case{"NOT(a)", "(not <word a>)"},
                      Case{"a - b", "(and <word a> <word -> <word b>)"}, Case{"--a", "<word --a>"},
                      Case{"a -> b", "(and <word a> <word ->> <word b>)"},
                      Case{"NOTE ORDER ANDY", "(and <word NOTE> <word ORDER> <word ANDY>)"},
                      Case{"a OR NOT b", "(or <word a> (not <word b>))"}, Case{"\"AND\"", "<quoted AND>"},
                      Case{"\\AND", "<word \\AND>"}));

INSTANTIATE_TEST_SUITE_P(
    Errors, Language,
    ::testing::Values(Case{"a \"b", "error 2 2 This quote is never closed. → a \"b\""},
                      Case{"a:\"b", "error 2 2 This quote is never closed. → a:\"b\""},
                      Case{"(a", "error 0 1 This parenthesis is never closed. → (a)"},
                      Case{"a)", "error 1 1 This parenthesis closes nothing. → a"},
                      Case{")", "error 0 1 This parenthesis closes nothing. → "},
                      Case{"a ()", "error 2 2 There is nothing between these parentheses. → a "},
                      Case{"(", "error 0 1 This parenthesis is never closed. → "},
                      Case{"a OR", "error 2 2 OR has nothing on its right. → a "},
                      Case{"(a AND ) b", "error 3 3 AND has nothing on its right. → (a  ) b"},
                      Case{"OR a", "error 0 2 OR has nothing on its left. →  a"},
                      Case{"a AND OR b", "error 6 2 OR has nothing on its left. → a AND  b"},
                      Case{"a NOT", "error 2 3 NOT has nothing on its right. → a "},
                      Case{"a:", "error 0 2 Nothing follows the colon. → a:*"},
                      Case{"a: OR b", "error 0 2 Nothing follows the colon. → a:* OR b"},
                      Case{"a:>", "error 2 1 There is nothing to compare with."},
                      Case{"a:[1 5]", "error 2 5 A range is written [low TO high], with * for an open end."},
                      Case{"a:[1 TO 5",
                           "error 2 7 A range is written [low TO high], with * for an open end."},
                      Case{"\"\"", "error 0 2 There is nothing between these quotes. → "},
                      Case{"a:/b(/", "error 3 2 This regular expression cannot be read: missing ): b(."},
                      Case{"ab\xff", "error 2 1 The search is not valid UTF-8."}));

TEST(Parse, HasALimitOnBytes) {
  EXPECT_TRUE(Parse(std::string(kMaxBytes, 'a')).ok());
  EXPECT_EQ(Parse(std::string(kMaxBytes + 1, 'a')).error().message,
            "A search may have at most 65536 bytes; this one has 65537.");
}

TEST(Parse, HasALimitOnTerms) {
  std::string text;
  for (std::size_t i = 0; i < kMaxTerms; ++i) text += "a ";
  EXPECT_TRUE(Parse(text).ok());
  EXPECT_EQ(Parse(text + "a").error().message, "A search may have at most 1000 terms.");
}

TEST(Parse, HasALimitOnDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_TRUE(Parse(nested(kMaxDepth)).ok());
  EXPECT_FALSE(Parse(nested(kMaxDepth + 1)).ok());
  const auto negated = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "NOT ";
    return text + "a";
  };
  EXPECT_TRUE(Parse(negated(kMaxDepth)).ok());
  EXPECT_FALSE(Parse(negated(kMaxDepth + 1)).ok());
}

TEST(Parse, KeepsThePlacesOfFieldsAndValues) {
  const Parsed<Query> parsed = Parse("x  Üb: \"v w\"");
  const Node& node = parsed.value().root->children[1];
  EXPECT_EQ(node.term.field->span.offset, 3u);
  EXPECT_EQ(node.term.field->span.length, 3u);
  EXPECT_EQ(node.term.span.offset, 8u);
  EXPECT_EQ(node.term.span.length, 5u);
  EXPECT_EQ(node.span.offset, 3u);
}

TEST(ToUtf16, CountsAsBrowsersDo) {
  const std::string text = "ü€😀x";
  EXPECT_EQ(ToUtf16(text, {0, 2}).length, 1u);
  EXPECT_EQ(ToUtf16(text, {2, 3}).offset, 1u);
  EXPECT_EQ(ToUtf16(text, {5, 4}).length, 2u);
  EXPECT_EQ(ToUtf16(text, {9, 1}).offset, 4u);
  EXPECT_EQ(ToUtf16(text, {9, 50}).length, 1u);
}

TEST(Tokens, AreRunsOfLettersAndDigits) {
  EXPECT_EQ(Tokens("foo_bar-Ünï x1.5"), (std::vector<std::string_view>{"foo", "bar", "Ünï", "x1", "5"}));
  EXPECT_TRUE(Tokens("-> ..").empty());
}

std::string InEnglish(std::string_view text) { return English(Parse(text).value(), "Body"); }

TEST(English, SaysWhatTheSearchMeans) {
  EXPECT_EQ(InEnglish(""), "every row");
  EXPECT_EQ(InEnglish("refused ServiceName:\"payment\""),
            "Body has the word \"refused\" and ServiceName is exactly \"payment\"");
  EXPECT_EQ(InEnglish("(a OR \"b c\") -d*"),
            "(Body has the word \"a\" or Body has the phrase \"b c\") and Body does not have a word that "
            "starts with "
            "\"d\"");
  EXPECT_EQ(InEnglish("Duration:>=5 x:[1 TO 3} y:* -z:*"),
            "Duration is at least 5 and x is between 1 and 3 without 3 and y is not empty and z is empty");
  EXPECT_EQ(InEnglish("NOT (a OR b)"), "not (Body has the word \"a\" or Body has the word \"b\")");
  EXPECT_EQ(InEnglish("M['k.1']:/x.y/ *in*"), "M.k.1 matches /x.y/ and Body contains \"in\"");
}

TEST(English, IsCutWhenItGetsLong) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "wörd ";
  EXPECT_LE(InEnglish(text).size(), kMaxEnglishBytes + 3);
  EXPECT_TRUE(InEnglish(text).ends_with("…"));
}

TEST(Hints, TellOfLowerCaseOperatorsAndWholeWords) {
  EXPECT_EQ(Hints(Parse("a or b").value()).size(), 1u);
  EXPECT_EQ(Hints(Parse("ServiceName:pay").value()).front(),
            "A word matches whole words, with a field as without one; for a part of a word write *pay*.");
  EXPECT_EQ(Hints(Parse("ServiceName:pay StatusCode:Error").value()).size(), 1u) << "one of a kind";
  EXPECT_TRUE(Hints(Parse("a OR \"b\"").value()).empty());
}

}  // namespace
}  // namespace sextant::lang
