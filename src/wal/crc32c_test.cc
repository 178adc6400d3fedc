#include "wal/crc32c.h"

#include <gtest/gtest.h>

#include <string>

#include "base/bytes.h"

namespace sextant::wal {
namespace {

TEST(Crc32c, GivesThePublishedValues) {
  // RFC 3720 §B.4.
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(Crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283u);
}

TEST(Crc32c, TheInstructionAndTheTableAgreeAtEveryLengthAndOffset) {
  const std::string bytes = RandomBytes(100);
  for (std::size_t begin = 0; begin < 9; ++begin) {
    for (std::size_t size = 0; begin + size <= bytes.size(); ++size) {
      const std::string_view piece = std::string_view(bytes).substr(begin, size);
      ASSERT_EQ(Crc32c(piece), Crc32cByTable(piece));
    }
  }
}

TEST(Crc32c, ContinuesFromAnEarlierPiece) {
  EXPECT_EQ(Crc32c("56789", Crc32c("1234")), Crc32c("123456789"));
  EXPECT_EQ(Crc32cByTable("56789", Crc32cByTable("1234")), Crc32c("123456789"));
}

}  // namespace
}  // namespace sextant::wal
