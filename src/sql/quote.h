// The two quotings of ClickHouse's SQL. Pure.
#pragma once

#include <string>
#include <string_view>

namespace sextant::sql {

// A string literal: 'it\'s'. Any bytes may go in.
std::string QuoteText(std::string_view text);

// A name: as it is when it is a plain word and no keyword, else `in backticks`.
std::string QuoteName(std::string_view name);

}  // namespace sextant::sql
