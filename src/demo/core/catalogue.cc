#include "demo/core/catalogue.h"

#include <cstdio>

namespace sextant::demo {
namespace {

constexpr std::array<std::string_view, 24> kFirstNames = {
    "Ada",     "Alma",      "Annie", "Bea",     "Caroline", "Cecilia", "Edwin", "Elsa",
    "Galileo", "Henrietta", "Ivo",   "Jocelyn", "Jan",      "Jomo",    "Karl",  "Leila",
    "Maria",   "Nadia",     "Omar",  "Percy",   "Rana",     "Subra",   "Tycho", "Vera"};
constexpr std::array<std::string_view, 20> kLastNames = {
    "Bell",     "Brahe",  "Cannon",  "Cassini", "Dyson",      "Fleming", "Halley",
    "Herschel", "Hubble", "Huygens", "Kepler",  "Leavitt",    "Messier", "Mitchell",
    "Oort",     "Payne",  "Rubin",   "Sagan",   "Somerville", "Tombaugh"};
constexpr std::array<std::string_view, 3> kExampleDomains = {"example.com", "example.org", "example.net"};
constexpr std::array<std::string_view, 3> kMailDomains = {"gmail.com", "yahoo.com", "hotmail.com"};
constexpr std::array<std::string_view, 9> kMasterCards = {"2221", "2222", "2223", "2230", "5100",
                                                          "5200", "5300", "5400", "5500"};

// The digit that makes the sum of `digits` and itself pass (ISO/IEC 7812-1, annex B).
char LuhnDigit(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string RandomDigits(Random& random, std::size_t size) {
  std::string digits;
  while (digits.size() < size) digits += static_cast<char>('0' + random.Below(10));
  return digits;
}

std::string RandomCard(Random& random, bool visa) {
  std::string digits = visa ? "4" : std::string(kMasterCards[random.Below(kMasterCards.size())]);
  digits += RandomDigits(random, 15 - digits.size());
  digits += LuhnDigit(digits);
  for (const std::size_t at : {12, 8, 4}) digits.insert(at, 1, '-');
  return digits;
}

Customer Make(Random& random, bool visa, const std::array<std::string_view, 3>& domains) {
  Customer customer;
  customer.email = std::string(kFirstNames[random.Below(kFirstNames.size())]) + "." +
                   std::string(kLastNames[random.Below(kLastNames.size())]) +
                   std::to_string(random.Below(100)) + "@" + std::string(domains[random.Below(3)]);
  customer.user_id = random.Uuid();
  customer.visa = visa;
  customer.card = RandomCard(random, visa);
  customer.zip_code = RandomDigits(random, 5);
  return customer;
}

}  // namespace

Customer RandomPerson(Random& random, bool visa) { return Make(random, visa, kExampleDomains); }
Customer RandomVisitor(Random& random, bool visa) { return Make(random, visa, kMailDomains); }

std::string Money(std::int64_t cents) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%02lld", static_cast<long long>(cents / 100),
                static_cast<long long>(cents % 100));
  return text;
}

}  // namespace sextant::demo
