// What the shop sells, and who buys.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "demo/random.h"

namespace sextant::demo {

struct Product {
  std::string_view id;
  std::string_view name;
  std::int64_t price_cents;
};

inline constexpr std::array<Product, 10> kProducts = {{
    {"OLJCESPC7Z", "National Park Foundation Explorascope", 10196},
    {"66VCHSJNUP", "Starsense Explorer Refractor Telescope", 34995},
    {"1YMWWN1N4O", "Eclipsmart Travel Refractor Telescope", 12995},
    {"L9ECAV7KIM", "Lens Cleaning Kit", 2195},
    {"2ZYFJ3GM2N", "Roof Binoculars", 20995},
    {"0PUK6V6EV0", "Solar System Color Imager", 17500},
    {"LS4PSXUNUM", "Red Flashlight", 5708},
    {"9SIQT8TOJO", "Optical Tube Assembly", 359900},
    {"6E92ZMYYFZ", "Solar Filter", 6995},
    {"HQTGWGPNH4", "The Comet Book", 99},
}};

struct Customer {
  std::string email;
  std::string user_id;
  bool visa = true;
  std::string card_tail;  // the last four digits
};

Customer RandomCustomer(Random& random);

// "263.46"
std::string Money(std::int64_t cents);

}  // namespace sextant::demo
