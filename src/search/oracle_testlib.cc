#include "search/oracle_testlib.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace sextant::testing {
namespace {

using Kind = OracleQuery::Kind;

const std::vector<std::string>& Words() {
  static const std::vector<std::string> kWords = {
      "order",   "Order",   "ORDER", "orders",    "card",         "Visa",   "cache",       "full",
      "42",      "4",       "404",   "1.5",       "foo",          "foobar", "barfoo",      "Ünï",
      "ünï",     "ÜNÏCODE", "заказ", "Заказ",     "日本語",       "日本",   "x",           "y",
      "user-1",  "user_1",  "a@b.c", "/api/cart", "http://a.b/c", "100%",   "back\\slash", "it's",
      "q\"uote", "(paren)", "[1]",   "a*b",       "->",           "--",     "tab\tbed",    "and",
      "or",      "k:v",     "{}",    "?",         "~1",           "^2"};
  return kWords;
}

const std::vector<std::string>& Keys() {
  static const std::vector<std::string> kKeys = {"code", "user.id", "k8s.pod/name", "odd key",
                                                 "it's", "a:b",     "ключ"};
  return kKeys;
}

const std::vector<std::string>& Numbers() {
  static const std::vector<std::string> kNumbers = {"0",   "5",   "-5",  "10",  "9",
                                                    "200", "500", "1.5", "1e3", "-0.25"};
  return kNumbers;
}

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Latin-1, Greek and Cyrillic letters of two bytes, which are all that Words has.
std::string Lower(const std::string& text, bool ascii_only) {
  std::string lower;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 'A' && byte <= 'Z') {
      lower += static_cast<char>(byte + 32);
    } else if (!ascii_only && byte >= 0xc0 && byte < 0xe0 && i + 1 < text.size()) {
      unsigned point = (byte & 31U) << 6 | (static_cast<unsigned char>(text[++i]) & 63U);
      if ((point >= 0xc0 && point <= 0xde && point != 0xd7) || (point >= 0x410 && point <= 0x42f))
        point += 32;
      lower += static_cast<char>(0xc0 | point >> 6);
      lower += static_cast<char>(0x80 | (point & 63U));
    } else {
      lower += text[i];
    }
  }
  return lower;
}

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (IsWordByte(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool HasWholeWord(const std::string& text, const std::string& word) {
  const bool ascii = IsAscii(word);
  for (const std::string& candidate : WordsOf(Lower(text, ascii))) {
    if (candidate == Lower(word, ascii)) return true;
  }
  return false;
}

bool Contains(const std::string& text, const std::string& part) {
  const bool ascii = IsAscii(part);
  return Lower(text, ascii).find(Lower(part, ascii)) != std::string::npos;
}

bool HasPhrase(const std::string& text, const std::string& phrase) {
  for (const std::string& word : WordsOf(phrase)) {
    if (!HasWholeWord(text, word)) return false;
  }
  return Contains(text, phrase);
}

// The places in `text` where the pieces from `piece` on can end, when the first of them begins at `at`.
bool PiecesFit(const std::string& text, std::size_t at, const std::vector<std::string>& pieces,
               std::size_t piece, bool free_end) {
  if (text.compare(at, pieces[piece].size(), pieces[piece]) != 0) return false;
  std::size_t end = at + pieces[piece].size();
  if (piece + 1 == pieces.size()) {
    return free_end || end == text.size() || !IsWordByte(pieces[piece].back()) || !IsWordByte(text[end]);
  }
  while (true) {
    if (PiecesFit(text, end, pieces, piece + 1, free_end)) return true;
    const bool blank = end < text.size() && (text[end] == ' ' || text[end] == '\t');
    if (end >= text.size() || blank) return false;
    ++end;
  }
}

bool HasPattern(const std::string& text, const std::vector<std::string>& pieces) {
  const bool ascii = std::all_of(pieces.begin(), pieces.end(), IsAscii);
  std::vector<std::string> filled;
  for (const std::string& piece : pieces) {
    if (!piece.empty()) filled.push_back(Lower(piece, ascii));
  }
  const std::string lower = Lower(text, ascii);
  for (std::size_t at = 0; at < lower.size(); ++at) {
    const bool starts_word = at == 0 || !IsWordByte(lower[at - 1]) || !IsWordByte(filled.front().front());
    if (!pieces.front().empty() && !starts_word) continue;
    if (PiecesFit(lower, at, filled, 0, pieces.back().empty())) return true;
  }
  return false;
}

std::optional<double> AsNumber(const std::string& text) {
  static const RE2 kNumber(R"([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)");
  if (!RE2::FullMatch(text, kNumber)) return std::nullopt;
  return std::strtod(text.c_str(), nullptr);
}

template <typename T>
bool Within(const T& value, const std::optional<T>& low, const std::optional<T>& high,
            const OracleQuery& query) {
  if (low && (query.low_included ? value < *low : value <= *low)) return false;
  if (high && (query.high_included ? value > *high : value >= *high)) return false;
  return true;
}

bool InRange(const std::string& text, const OracleQuery& query) {
  const auto number = [](const std::optional<std::string>& end) {
    return end ? AsNumber(*end) : std::nullopt;
  };
  const auto low = number(query.low), high = number(query.high);
  if (low.has_value() == query.low.has_value() && high.has_value() == query.high.has_value()) {
    const auto value = AsNumber(text);
    return value && Within(*value, low, high, query);
  }
  return !text.empty() && Within(text, query.low, query.high, query);
}

OracleQuery AsRange(const OracleQuery& query) {
  OracleQuery range;
  range.kind = Kind::kRange;
  if (query.op[0] == '<') {
    range.high = query.text;
    range.high_included = query.op == "<=";
  } else {
    range.low = query.text;
    range.low_included = query.op == ">=";
  }
  return range;
}

std::string ValueOf(const std::string& field, const LogRecord& record) {
  constexpr std::string_view kAttributes = "LogAttributes.";
  if (field.empty() || field == "Body") return record.body;
  if (field == "ServiceName") return record.service;
  if (field == "SeverityText") return record.severity;
  const auto found = record.attributes.find(field.substr(kAttributes.size()));
  return found == record.attributes.end() ? "" : found->second;
}

bool MatchesNumber(const OracleQuery& query, double value) {
  switch (query.kind) {
    case Kind::kExists: return true;
    case Kind::kCompare: return MatchesNumber(AsRange(query), value);
    case Kind::kRange: {
      const auto number = [](const std::optional<std::string>& end) {
        return end ? AsNumber(*end) : std::nullopt;
      };
      return Within(value, number(query.low), number(query.high), query);
    }
    default: return AsNumber(query.text) == value;
  }
}

bool MatchesText(const OracleQuery& query, const std::string& value) {
  switch (query.kind) {
    case Kind::kWord: return HasPhrase(value, query.text);
    case Kind::kQuoted: return query.field.empty() ? HasPhrase(value, query.text) : value == query.text;
    case Kind::kWildcard: return HasPattern(value, query.pieces);
    case Kind::kExists: return query.field.empty() || !value.empty();
    case Kind::kCompare: return InRange(value, AsRange(query));
    case Kind::kRange: return InRange(value, query);
    default: {
      RE2::Options options;
      options.set_dot_nl(true);
      return RE2::PartialMatch(value, RE2(query.text, options));
    }
  }
}

// A word as one types it: signs that could mean something with a backslash before them.
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (!IsWordByte(c) && c != '_' && c != '.') out += '\\';
    out += c;
  }
  return out;
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string TypedField(const std::string& field) {
  if (field.empty()) return "";
  std::string out;
  for (const char c : field) {
    if (c == ' ' || c == ':' || c == '\'') out += '\\';
    out += c;
  }
  return out + ':';
}

std::string TypedEnd(const std::optional<std::string>& end) { return end ? Escaped(*end) : "*"; }

std::string Joined(const OracleQuery& query, const char* joint) {
  std::string out = "(";
  for (const OracleQuery& child : query.children) {
    if (out.size() > 1) out += joint;
    out += Typed(child);
  }
  return out + ')';
}

}  // namespace

std::string Oracle::RandomText(std::size_t max_words) {
  std::string text;
  for (std::size_t i = Below(max_words + 1); i > 0; --i) {
    if (!text.empty()) text += Chance(85) ? " " : Chance(50) ? "-" : "";
    text += Pick(Words());
  }
  return text;
}

LogRecord Oracle::RandomRecord(UnixNanos time) {
  static const std::vector<std::string> kServices = {"payment",        "Payment",  "checkout",
                                                     "frontend-proxy", "frontend", ""};
  static const std::vector<std::string> kSeverities = {"info", "error", "warn", "ERROR", ""};
  LogRecord record;
  record.time = time;
  record.service = Pick(kServices);
  record.severity = Pick(kSeverities);
  record.severity_number = static_cast<std::uint8_t>(Below(25));
  record.body = RandomText(8);
  for (const std::string& key : Keys()) {
    if (Chance(40)) record.attributes[key] = Chance(50) ? Pick(Numbers()) : RandomText(3);
  }
  return record;
}

OracleQuery Oracle::RandomTerm() {
  static const std::vector<std::string> kFields = {"ServiceName", "SeverityText", "Body"};
  static const std::vector<std::string> kRegexes = {"^order", "[0-9]+$", "foo|бар",   "(?i)visa.*full",
                                                    "^$",     "o.d",     "\\bcard\\b"};
  static const std::vector<std::string> kOps = {"<", "<=", ">", ">="};
  static const std::vector<std::string> kValues = {"payment", "frontend", "info", "ERROR", "200", "5", ""};
  OracleQuery term;
  if (Chance(10)) {
    term.field = "SeverityNumber";
    const std::size_t what = Below(4);
    term.kind = what == 0   ? Kind::kWord
                : what == 1 ? Kind::kCompare
                : what == 2 ? Kind::kRange
                            : Kind::kExists;
    term.text = std::to_string(Below(25));
    term.op = Pick(kOps);
    if (Chance(80)) term.low = std::to_string(Below(25));
    if (Chance(80) || !term.low) term.high = std::to_string(Below(25));
    term.low_included = Chance(50);
    term.high_included = Chance(50);
    return term;
  }
  if (Chance(60)) term.field = Chance(60) ? "LogAttributes." + Pick(Keys()) : Pick(kFields);
  const std::size_t what = Below(100);
  const auto random_word = [&] {
    return Chance(70) ? Pick(Words()) : Chance(50) ? Pick(kValues) : Pick(Numbers());
  };
  term.text = random_word();
  if (what < 35) {
    term.kind = Kind::kWord;
    while (term.text.empty()) term.text = random_word();
  } else if (what < 55) {
    term.kind = Kind::kQuoted;
    if (Chance(40)) term.text += (term.text.empty() ? "" : " ") + Pick(Words());
    while (term.text.empty() && term.field.empty()) term.text = random_word();
  } else if (what < 75) {
    term.kind = Kind::kWildcard;
    const std::string& word = Pick(Words());
    const std::size_t cut = IsAscii(word) ? Below(word.size() + 1) : Chance(50) ? 0 : word.size();
    term.pieces = {word.substr(0, cut), word.substr(cut)};
    if (Chance(30)) term.pieces.insert(Chance(50) ? term.pieces.begin() : term.pieces.end(), "");
  } else if (what < 80 || term.field.empty()) {
    term.kind = Chance(50) ? Kind::kExists : Kind::kRegex;
    term.text = Pick(kRegexes);
  } else if (what < 90) {
    term.kind = Kind::kCompare;
    term.op = Pick(kOps);
    while (term.text.empty()) term.text = random_word();
  } else {
    term.kind = Kind::kRange;
    if (Chance(80)) term.low = Chance(60) ? Pick(Numbers()) : std::string("c");
    if (Chance(80) || !term.low) term.high = Chance(60) ? Pick(Numbers()) : std::string("p");
    term.low_included = Chance(50);
    term.high_included = Chance(50);
  }
  return term;
}

OracleQuery Oracle::RandomQuery(int depth) {
  if (depth == 0 || Chance(40)) return RandomTerm();
  OracleQuery query;
  const std::size_t what = Below(3);
  query.kind = what == 0 ? Kind::kAnd : what == 1 ? Kind::kOr : Kind::kNot;
  const std::size_t children = query.kind == Kind::kNot ? 1 : 2 + Below(2);
  for (std::size_t i = 0; i < children; ++i) query.children.push_back(RandomQuery(depth - 1));
  return query;
}

std::string Typed(const OracleQuery& query) {
  const std::string field = TypedField(query.field);
  switch (query.kind) {
    case Kind::kAnd: return Joined(query, query.children.size() % 2 == 0 ? " " : " AND ");
    case Kind::kOr: return Joined(query, " OR ");
    case Kind::kNot: return (query.children[0].kind == Kind::kAnd ? "-" : "NOT ") + Joined(query, "");
    case Kind::kWord: return field + Escaped(query.text);
    case Kind::kQuoted:
      return field + (query.text.size() % 2 == 0 && !field.empty() ? " " : "") + Quoted(query.text);
    case Kind::kExists: return field + "*";
    case Kind::kRegex: return field + '/' + query.text + '/';
    case Kind::kCompare: return field + query.op + Escaped(query.text);
    case Kind::kRange:
      return field + (query.low_included ? '[' : '{') + TypedEnd(query.low) + " TO " + TypedEnd(query.high) +
             (query.high_included ? ']' : '}');
    case Kind::kWildcard: break;
  }
  std::string out = field + Escaped(query.pieces.front());
  for (std::size_t i = 1; i < query.pieces.size(); ++i) out += '*' + Escaped(query.pieces[i]);
  return out;
}

bool Matches(const OracleQuery& query, const LogRecord& record) {
  const auto matches = [&](const OracleQuery& child) { return Matches(child, record); };
  switch (query.kind) {
    case Kind::kAnd: return std::all_of(query.children.begin(), query.children.end(), matches);
    case Kind::kOr: return std::any_of(query.children.begin(), query.children.end(), matches);
    case Kind::kNot: return !matches(query.children.front());
    default: break;
  }
  if (query.field == "SeverityNumber") return MatchesNumber(query, record.severity_number);
  return MatchesText(query, ValueOf(query.field, record));
}

}  // namespace sextant::testing
