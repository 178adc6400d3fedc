#include "demo/catalogue.h"

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
constexpr std::array<std::string_view, 3> kDomains = {"example.com", "example.org", "example.net"};
// Of the charges that carry a card type, 71 in 100 are Visa.
constexpr double kVisaShare = 0.71;

}  // namespace

Customer RandomCustomer(Random& random) {
  Customer customer;
  customer.email = std::string(kFirstNames[random.Below(kFirstNames.size())]) + "." +
                   std::string(kLastNames[random.Below(kLastNames.size())]) +
                   std::to_string(random.Below(100)) + "@" +
                   std::string(kDomains[random.Below(kDomains.size())]);
  customer.user_id = random.Uuid();
  customer.visa = random.Chance(kVisaShare);
  char tail[8];
  std::snprintf(tail, sizeof tail, "%04zu", random.Below(10'000));
  customer.card_tail = tail;
  return customer;
}

std::string Money(std::int64_t cents) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%02lld", static_cast<long long>(cents / 100),
                static_cast<long long>(cents % 100));
  return text;
}

}  // namespace sextant::demo
