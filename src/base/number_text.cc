#include "base/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace sextant {
namespace {

// Digits of the shortest decimal and where its point stands: 0.d1d2d3… × 10^exponent.
struct Decimal {
  char digits[24];
  int count = 0;
  int exponent = 0;
};

Decimal ShortestDecimal(double magnitude) {
  Decimal result;
  char text[40];
  const char* end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  const char* at = text;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') result.digits[result.count++] = *at;
  }
  int exponent = 0;
  const char* digits = at + 1 != end && at[1] == '+' ? at + 2 : at + 1;
  std::from_chars(digits, end, exponent);
  result.exponent = exponent + 1;
  return result;
}

void AppendPlain(std::string& out, const Decimal& decimal) {
  if (decimal.exponent <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-decimal.exponent), '0');
    out.append(decimal.digits, static_cast<std::size_t>(decimal.count));
    return;
  }
  const int whole = std::min(decimal.exponent, decimal.count);
  out.append(decimal.digits, static_cast<std::size_t>(whole));
  out.append(static_cast<std::size_t>(decimal.exponent - whole), '0');
  if (whole == decimal.count) return;
  out += '.';
  out.append(decimal.digits + whole, static_cast<std::size_t>(decimal.count - whole));
}

void AppendWithExponent(std::string& out, const Decimal& decimal) {
  out += decimal.digits[0];
  if (decimal.count > 1) {
    out += '.';
    out.append(decimal.digits + 1, static_cast<std::size_t>(decimal.count - 1));
  }
  const int exponent = decimal.exponent - 1;
  out += exponent < 0 ? "e-" : "e+";
  out += std::to_string(std::abs(exponent));
}

}  // namespace

void AppendIntText(std::string& out, std::int64_t value) {
  char text[24];
  const char* end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, static_cast<std::size_t>(end - text));
}

void AppendDoubleText(std::string& out, double value) {
  const double magnitude = std::abs(value);
  if (std::signbit(value)) out += '-';
  if (magnitude == 0) {
    out += '0';
    return;
  }
  const Decimal decimal = ShortestDecimal(magnitude);
  const bool plain = magnitude >= 1e-6 && magnitude < 1e21;
  plain ? AppendPlain(out, decimal) : AppendWithExponent(out, decimal);
}

}  // namespace sextant
