// Log lines. Blanks around a line are nothing to its fingerprint.
#include "base/status.h"
#include "fuzz/target.h"
#include "patterns/fingerprint.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  const std::string mask = patterns::MaskLine(bytes);
  SXT_CHECK(mask.size() <= patterns::kMaxFingerprintBytes, "a mask longer than its line");
  SXT_CHECK(patterns::Fingerprint(bytes) == patterns::Fingerprint("  " + std::string(bytes) + "\n") ||
                bytes.size() + 3 > patterns::kMaxFingerprintBytes,
            "blanks at the ends count");
}

std::vector<std::string> Seeds() {
  return {
      "user 42 logged in from 10.0.0.7:8080 after 12.5ms",
      "2026-11-22T02:31:59.981Z ERROR id=0af7651916cd43dd8448eb211c80319c 'a b' \"c\" `d`: -7 +3e10",
      "GET /api/cart/123e4567-e89b-12d3-a456-426614174000 HTTP/1.1\t\t 200",
      "  {\"level\": \"warn\", 'key': 1}  ",
      "gr\xc3\xbc\xc3\x9f 7\xff",
  };
}

}  // namespace sextant::fuzz
