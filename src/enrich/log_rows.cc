#include "enrich/log_rows.h"

namespace sextant::enrich {

LogRows::LogRows(Block& block)
    : severity_text(GetColumn<LowCardinalityColumn>(block, "SeverityText")),
      severity_number(GetColumn<NumberColumn<std::uint8_t>>(block, "SeverityNumber")),
      body(GetColumn<StringColumn>(block, "Body")),
      attributes(GetColumn<MapColumn>(block, "LogAttributes")),
      attribute_keys(static_cast<LowCardinalityColumn&>(*attributes.keys)),
      attribute_values(static_cast<StringColumn&>(*attributes.values)) {}

void LogRows::ReplaceAttributes(MapColumn& from) {
  auto& keys = static_cast<LowCardinalityColumn&>(*from.keys);
  auto& values = static_cast<StringColumn&>(*from.values);
  attributes.ends = std::move(from.ends);
  attribute_keys = std::move(keys);
  attribute_values = std::move(values);
}

std::uint32_t FindIndex(const LowCardinalityColumn& column, std::string_view name) {
  for (std::uint32_t i = 0; i < column.dictionary.size(); ++i) {
    if (column.dictionary.at(i) == name) return i;
  }
  return ~std::uint32_t{0};
}

}  // namespace sextant::enrich
