// Steps 2 and 3: a severity for records that came without one, and one spelling for all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "enrich/log_rows.h"

namespace sextant::enrich {

struct Severity {
  std::uint8_t number = 0;  // OTLP SeverityNumber: 1 trace, 5 debug, 9 info, 13 warn, 17 error, 21 fatal
  std::string_view text;
};

// Bytes of the body that are searched for a keyword.
inline constexpr std::size_t kSeveritySearchBytes = 256;

// For records whose number is 0 and whose text is empty: from the first of the attributes level, Level,
// LEVEL, severity, Severity, SEVERITY, log.level that holds text (numbers say nothing: every library has its
// own), else from the body, else info.
void InferSeverity(LogRows& rows);

// Makes SeverityText lower case (ASCII) in all records.
void LowerSeverityText(LogRows& rows);

// What the text of a level attribute says: the text itself, and the number of the last rule that matches a
// part of it ("fatal_error" is an error); info when none does.
Severity SeverityOfLevel(std::string_view text);

// What the first keyword at the start of a word within the first kSeveritySearchBytes says ("WARNING: …" is
// warn, "Forewarned" nothing). Nothing when there is none.
std::optional<Severity> SeverityInBody(std::string_view body);

}  // namespace sextant::enrich
