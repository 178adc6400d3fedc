#include "engine/rows.h"

#include <algorithm>

namespace sextant::engine {
namespace {

// Takes the text up to `end` off the front of `text`.
std::string_view Cut(std::string_view& text, char end) {
  const std::size_t size = std::min(text.find(end), text.size());
  const std::string_view piece = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return piece;
}

}  // namespace

std::vector<std::vector<std::string_view>> SplitRows(std::string_view text) {
  std::vector<std::vector<std::string_view>> rows;
  while (!text.empty()) {
    std::string_view line = Cut(text, '\n');
    std::vector<std::string_view>& fields = rows.emplace_back();
    const auto count = static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')) + 1;
    while (fields.size() < count) fields.push_back(Cut(line, '\t'));
  }
  return rows;
}

}  // namespace sextant::engine
