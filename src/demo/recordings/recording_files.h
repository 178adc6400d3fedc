// The files of visits/ and of the shop that are part of the binary (embed_visits.cmake).
#pragma once

#include <span>
#include <string_view>

namespace sextant::demo {

struct VisitFile {
  std::string_view name;
  std::string_view text;
};

std::span<const VisitFile> VisitFiles();
// A JSON string.
std::string_view StyleFile();
std::string_view ProductsFile();

}  // namespace sextant::demo
