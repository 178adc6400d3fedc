#include "enrich/severity.h"

#include <algorithm>
#include <array>
#include <string>

namespace sextant::enrich {
namespace {

constexpr Severity kTrace{1, "trace"};
constexpr Severity kDebug{5, "debug"};
constexpr Severity kInfo{9, "info"};
constexpr Severity kWarn{13, "warn"};
constexpr Severity kError{17, "error"};
constexpr Severity kFatal{21, "fatal"};

struct Keyword {
  std::string_view word;
  Severity severity;
  bool in_body = true;
};

// For attributes a later match wins over an earlier one; in bodies the leftmost wins.
constexpr std::array<Keyword, 11> kKeywords = {{{"alert", kFatal},
                                                {"crit", kFatal},
                                                {"emerg", kFatal},
                                                {"fatal", kFatal},
                                                {"err", kError},
                                                {"warn", kWarn},
                                                {"notice", kWarn},
                                                {"info", kInfo, false},
                                                {"debug", kDebug},
                                                {"dbug", kDebug},
                                                {"trace", kTrace}}};

constexpr std::array<std::string_view, 7> kLevelAttributes = {"level",    "Level",    "LEVEL",    "severity",
                                                              "Severity", "SEVERITY", "log.level"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordByte(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool StartsWith(std::string_view text, std::string_view lower_word) {
  if (text.size() < lower_word.size()) return false;
  return std::equal(lower_word.begin(), lower_word.end(), text.begin(),
                    [](char wanted, char c) { return wanted == Lower(c); });
}

bool Contains(std::string_view text, std::string_view lower_word) {
  for (std::size_t at = 0; at + lower_word.size() <= text.size(); ++at) {
    if (StartsWith(text.substr(at), lower_word)) return true;
  }
  return false;
}

// By now all attributes are text; those that were numbers or booleans still look it.
bool IsText(std::string_view value) {
  return value.find_first_not_of("0123456789.+-eE") != std::string_view::npos && value != "true" &&
         value != "false";
}

// The attribute that says the level of `row`; empty when there is none.
std::string_view FindLevel(const LogRows& rows, std::size_t row,
                           const std::array<std::uint32_t, kLevelAttributes.size()>& keys) {
  for (const std::uint32_t key : keys) {
    for (std::size_t i = rows.attributes.begin_of(row); i < rows.attributes.end_of(row); ++i) {
      if (rows.attribute_keys.indexes[i] == key && IsText(rows.attribute_values.at(i))) {
        return rows.attribute_values.at(i);
      }
    }
  }
  return {};
}

}  // namespace

Severity SeverityOfLevel(std::string_view text) {
  Severity severity{kInfo.number, text};
  for (const Keyword& keyword : kKeywords) {
    if (Contains(text, keyword.word)) severity.number = keyword.severity.number;
  }
  return severity;
}

std::optional<Severity> SeverityInBody(std::string_view body) {
  body = body.substr(0, kSeveritySearchBytes);
  bool in_word = false;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (IsWordByte(body[at]) && !in_word) {
      for (const Keyword& keyword : kKeywords) {
        if (keyword.in_body && StartsWith(body.substr(at), keyword.word)) return keyword.severity;
      }
    }
    in_word = IsWordByte(body[at]);
  }
  return std::nullopt;
}

void InferSeverity(LogRows& rows) {
  std::array<std::uint32_t, kLevelAttributes.size()> keys{};
  std::transform(kLevelAttributes.begin(), kLevelAttributes.end(), keys.begin(),
                 [&](std::string_view name) { return FindIndex(rows.attribute_keys, name); });
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.severity_number.values[row] != 0 || !rows.severity_text.at(row).empty()) continue;
    const std::string_view level = FindLevel(rows, row, keys);
    const Severity severity =
        level.empty() ? SeverityInBody(rows.body.at(row)).value_or(kInfo) : SeverityOfLevel(level);
    rows.severity_number.values[row] = severity.number;
    rows.severity_text.indexes[row] = rows.severity_text.Intern(severity.text);
  }
}

void LowerSeverityText(LogRows& rows) {
  LowCardinalityColumn lowered;
  std::vector<std::uint32_t> index_of;  // by index into the old dictionary
  for (std::size_t i = 0; i < rows.severity_text.dictionary.size(); ++i) {
    std::string text(rows.severity_text.dictionary.at(i));
    std::transform(text.begin(), text.end(), text.begin(), Lower);
    index_of.push_back(lowered.Intern(text));
  }
  for (const std::uint32_t index : rows.severity_text.indexes) lowered.AppendIndex(index_of[index]);
  rows.severity_text = std::move(lowered);
}

}  // namespace sextant::enrich
