// Numbers as text, the way JavaScript and Go's JSON print them.
#pragma once

#include <cstdint>
#include <string>

namespace sextant {

// The shortest decimal that reads back as `value`, which must be finite: plain from 1e-6 to 1e21 ("0.1",
// "12"), else with an exponent ("1e-7", "1.5e+21"). ECMA-262, Number::toString.
void AppendDoubleText(std::string& out, double value);
void AppendIntText(std::string& out, std::int64_t value);

}  // namespace sextant
