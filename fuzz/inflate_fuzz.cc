// Compressed bodies. What they unfold to stays within its limits, and packs and unfolds to itself again.
#include "fuzz/target.h"
#include "net/compression.h"

namespace sextant::fuzz {
namespace {

using namespace net;

constexpr Coding kCodings[] = {Coding::kGzip, Coding::kDeflate, Coding::kZstd, Coding::kIdentity};

}  // namespace

// The first byte chooses the coding.
void TestOneInput(std::string_view bytes) {
  if (bytes.empty()) return;
  const Coding coding = kCodings[static_cast<unsigned char>(bytes.front()) % 4];
  bytes.remove_prefix(1);
  InflateLimits limits;
  limits.max_bytes = std::size_t{4} << 20;
  auto plain = Inflate(coding, bytes, limits);
  if (!plain.ok()) {
    const Code code = plain.status().code();
    SXT_CHECK(code == Code::kBadInput || code == Code::kTooLarge, plain.status().ToString());
    return;
  }
  SXT_CHECK(plain->size() <= limits.max_bytes, std::to_string(plain->size()) + " bytes");
  SXT_CHECK(plain->size() <= std::size_t{1} << 20 || plain->size() <= bytes.size() * limits.max_ratio,
            std::to_string(plain->size()) + " bytes of " + std::to_string(bytes.size()));
  auto packed = Deflate(coding, *plain);
  SXT_CHECK(packed.ok(), packed.status().ToString());
  InflateLimits any_ratio = limits;
  any_ratio.max_ratio = limits.max_bytes;
  auto again = Inflate(coding, *packed, any_ratio);
  SXT_CHECK(again.ok() && *again == *plain, "another text after packing and unfolding");
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < std::size(kCodings); ++i) {
    for (const std::string& plain : {std::string(), std::string("hello, hello, hello"),
                                     std::string(100'000, 'x'), std::string(300, '\0')}) {
      seeds.push_back(std::string(1, static_cast<char>(i)) + Deflate(kCodings[i], plain).value());
    }
  }
  return seeds;
}

}  // namespace sextant::fuzz
