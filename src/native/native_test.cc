#include "native/native.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "native/native_testlib.h"

namespace sextant::native {
namespace {

std::string Encoded(const Block& block) {
  std::string bytes;
  WriteBlock(block, bytes);
  return bytes;
}

// All blocks of `bytes`, fed `piece` bytes at a time.
Result<std::vector<Block>> Decoded(std::string_view bytes, std::size_t piece, ReadLimits limits = {}) {
  BlockReader reader(limits);
  std::vector<Block> blocks;
  const BlockReader::Sink keep = [&](Block&& block) {
    blocks.push_back(std::move(block));
    return true;
  };
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    SXT_TRY(reader.Feed(bytes.substr(at, piece), keep));
  SXT_TRY(reader.Finish());
  return blocks;
}

TEST(NativeRoundTrip, HoldsForRandomBlocksOfEveryTypeHoweverTheStreamIsCut) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::size_t rows = seed % 7 == 0 ? 0 : seed * seed % 300;
    const Block block = RandomBlock(seed, EveryType(), rows);
    const std::string bytes = Encoded(block);
    for (const std::size_t piece :
         {bytes.size(), std::size_t{1}, std::size_t{7}, std::size_t{16}, std::size_t{1000}}) {
      auto blocks = Decoded(bytes, piece);
      ASSERT_TRUE(blocks.ok()) << blocks.status().ToString();
      ASSERT_EQ(blocks->size(), 1U);
      EXPECT_EQ(Difference(block, blocks->front()), "");
      EXPECT_EQ(Difference(block, Decoded(Encoded(blocks->front()), 4096)->front()), "");
    }
  }
}

}  // namespace
}  // namespace sextant::native
