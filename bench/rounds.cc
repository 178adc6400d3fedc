#include "rounds.h"

#include <algorithm>
#include <cstdio>

namespace sextant::bench {

double Rounds::Median(const std::string& name) const {
  std::vector<double> sorted = values_.at(name);
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double Rounds::Lowest(const std::string& name) const {
  const std::vector<double>& values = values_.at(name);
  return *std::min_element(values.begin(), values.end());
}

double Rounds::Highest(const std::string& name) const {
  const std::vector<double>& values = values_.at(name);
  return *std::max_element(values.begin(), values.end());
}

std::string TextTable::Print() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string& cell = rows_[r][i];
      const std::string room(widths[i] - cell.size(), ' ');
      out += i == 0 ? "| " + cell + room : " | " + room + cell;
    }
    out += " |\n";
    if (r > 0) continue;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      out += i == 0 ? "|" + std::string(widths[i] + 2, '-') : "|" + std::string(widths[i] + 1, '-') + ":";
    }
    out += "|\n";
  }
  return out;
}

std::string Fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace sextant::bench
