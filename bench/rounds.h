// Measurements taken in interleaved rounds, and the table that says what came of them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sextant::bench {

// Not thread-safe.
class Rounds {
 public:
  // One round's value of what is called `name`.
  void Add(const std::string& name, double value) { values_[name].push_back(value); }
  double Median(const std::string& name) const;
  double Lowest(const std::string& name) const;
  double Highest(const std::string& name) const;

 private:
  std::map<std::string, std::vector<double>> values_;
};

// A Markdown table in which numbers stand under each other.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> head) : rows_{std::move(head)} {}
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string Print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

// `value` with `digits` digits after the point.
std::string Fixed(double value, int digits);

}  // namespace sextant::bench
