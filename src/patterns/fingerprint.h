// What a log line is an instance of: a number that is equal for lines that differ only in their variable
// parts.
//
// The line is masked, and the masked text hashed with FNV-1a, 64 bits (offset basis 0xcbf29ce484222325, prime
// 0x100000001b3; http://www.isthe.com/chongo/tech/comp/fnv). Fingerprints are stored
// (otel_logs.__sxt_fingerprint), so this is a format: a change of the rules below is a change of the schema.
//
//   1. Only the first kMaxFingerprintBytes bytes count.
//   2. Blanks at both ends are dropped, other runs of blanks become one space.
//   3. A run of letters and digits with a digit in it becomes #: numbers, durations, hex, ids. With it go a
//   sign
//      before it and what is joined to it by any of . : - + / (runs with a digit, or hex digits only): times,
//      IP addresses, UUIDs, versions. A UUID that starts with letters counts too.
//   4. 'a quoted word' (', " or `) without a blank inside becomes "#", unless a colon follows, which makes it
//   a
//      key; a quoted text with blanks is masked like the rest of the line.
//   5. Everything else stays as it is, case included.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sextant::patterns {

inline constexpr std::size_t kMaxFingerprintBytes = 4096;

std::uint64_t Fingerprint(std::string_view line);

// The text that is hashed: "user # logged in from #".
std::string MaskLine(std::string_view line);

}  // namespace sextant::patterns
