// Request targets. What was taken apart is found again under the names it gave.
#include "fuzz/target.h"
#include "net/http.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  auto target = net::Target::Parse(bytes);
  if (!target.ok()) {
    SXT_CHECK(target.status().code() == Code::kBadInput, target.status().ToString());
    return;
  }
  for (const auto& [name, value] : target->query) SXT_CHECK(target->Find(name).has_value(), name);
  for (std::size_t i = 0; i < 4; ++i) (void)target->Segment(i);

  std::string written = net::PercentEncode(target->path);
  char separator = '?';
  for (const auto& [name, value] : target->query) {
    written += separator + net::PercentEncode(name) + "=" + net::PercentEncode(value);
    separator = '&';
  }
  auto again = net::Target::Parse(written);
  SXT_CHECK(again.ok(), again.status().ToString());
  SXT_CHECK(again->path == target->path && again->query == target->query, written);
}

std::vector<std::string> Seeds() {
  return {"/",  "/a%20b?x=1&y=", "/api/v1/rows?query=level%3Aerror+%22a%22&x=%E2%82%AC",
          "*",  "//?&&=&a",      "/%zz",
          "/%2"};
}

}  // namespace sextant::fuzz
