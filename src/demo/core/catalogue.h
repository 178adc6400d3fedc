// What the shop sells, and who buys.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "demo/core/random.h"

namespace sextant::demo {

struct Product {
  std::string_view id;
  std::string_view name;
  std::int64_t price_cents;
  std::string_view categories;  // comma-separated
};

inline constexpr std::array<Product, 10> kProducts = {{
    {"OLJCESPC7Z", "National Park Foundation Explorascope", 10196, "telescopes"},
    {"66VCHSJNUP", "Starsense Explorer Refractor Telescope", 34995, "telescopes"},
    {"1YMWWN1N4O", "Eclipsmart Travel Refractor Telescope", 12995, "telescopes,travel"},
    {"L9ECAV7KIM", "Lens Cleaning Kit", 2195, "accessories"},
    {"2ZYFJ3GM2N", "Roof Binoculars", 20995, "binoculars"},
    {"0PUK6V6EV0", "Solar System Color Imager", 17500, "accessories,telescopes"},
    {"LS4PSXUNUM", "Red Flashlight", 5708, "accessories,flashlights"},
    {"9SIQT8TOJO", "Optical Tube Assembly", 359900, "accessories,telescopes,assembly"},
    {"6E92ZMYYFZ", "Solar Filter", 6995, "accessories,telescopes"},
    {"HQTGWGPNH4", "The Comet Book", 99, "books"},
}};

struct Customer {
  std::string email;
  std::string user_id;
  bool visa = true;
  std::string card;  // "4111-1111-1111-1111"; passes Luhn's check
  std::string zip_code;
};

// One of the load generator's people, who has just got a card of this kind.
Customer RandomPerson(Random& random, bool visa);
// A visitor with a browser.
Customer RandomVisitor(Random& random, bool visa);

// "263.46"
std::string Money(std::int64_t cents);

}  // namespace sextant::demo
