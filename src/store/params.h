// Values for the {name:Type} placeholders of a statement, written as ClickHouse's HTTP interface reads
// `param_name`. Pure. What ClickHouse 26.7 does, by type:
//   plain types       TabSeparated text: backslash, tab, newline and the like must be escaped
//   Array, Map, Tuple the text form of the whole value ("['it\'s']"), taken as it is
//   Identifier        the bare name, taken as it is
// NULL cannot be bound: "\N" arrives as these two characters.
#pragma once

#include <string>
#include <string_view>

namespace sextant {

// The type with which `sql` declares the placeholder `name`, or "" when it has none of that name.
std::string_view FindParamType(std::string_view sql, std::string_view name);

std::string EscapeParam(std::string_view type, std::string_view value);

}  // namespace sextant
