#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/bytes.h"
#include "model/block_testlib.h"
#include "native/allocations_testlib.h"
#include "native/native.h"

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

Status ErrorOf(std::string_view bytes, ReadLimits limits = {}) {
  return Decoded(bytes, std::max<std::size_t>(1, bytes.size()), limits).status();
}

std::string Head(std::size_t rows, std::string_view type) {
  std::string head = {1, static_cast<char>(rows), 1, 'c', static_cast<char>(type.size())};
  return head.append(type);
}

std::string Uint64(std::uint64_t value) { return {reinterpret_cast<const char*>(&value), sizeof(value)}; }

TEST(BlockReader, ReadsRandomBlocksOfEveryTypeHoweverTheStreamIsCut) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::size_t rows = seed % 7 == 0 ? 0 : seed * seed % 200;
    const Block block = RandomBlock(seed, EveryType(), rows);
    const std::string bytes = Encoded(block) + Encoded(block);
    for (const std::size_t piece :
         {bytes.size(), std::size_t{1}, std::size_t{7}, std::size_t{16}, std::size_t{1000}}) {
      auto blocks = Decoded(bytes, piece);
      ASSERT_TRUE(blocks.ok()) << blocks.status().ToString();
      ASSERT_EQ(blocks->size(), 2U);
      EXPECT_EQ(Difference(block, blocks->front()), "");
      EXPECT_EQ(Difference(block, blocks->back()), "");
      EXPECT_EQ(Difference(block, Decoded(Encoded(blocks->front()), 4096)->front()), "");
    }
  }
}

TEST(BlockReader, DeliversABlockWithItsLastByteAndNotBefore) {
  const std::string bytes = Encoded(RandomBlock(3, EveryType(), 10));
  BlockReader reader;
  const BlockReader::Sink go_on = [](Block&&) { return true; };
  ASSERT_TRUE(reader.Feed(std::string_view(bytes).substr(0, bytes.size() - 1), go_on).ok());
  EXPECT_EQ(reader.blocks(), 0U);
  ASSERT_TRUE(reader.Feed(std::string_view(bytes).substr(bytes.size() - 1), go_on).ok());
  EXPECT_EQ(reader.blocks(), 1U);
}

TEST(BlockReader, SaysDataLossForAStreamThatStopsAtAnyByteInsideABlock) {
  const std::string bytes = Encoded(RandomBlock(5, EveryType(), 3));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    const Status status = ErrorOf(std::string_view(bytes).substr(0, size));
    ASSERT_EQ(status.code(), Code::kDataLoss) << "after " << size << " bytes: " << status.ToString();
  }
  EXPECT_TRUE(ErrorOf("").ok());
  EXPECT_NE(ErrorOf(std::string_view(bytes).substr(0, bytes.size() - 1)).message().find("column 'c"),
            std::string::npos);
}

TEST(BlockReader, SurvivesAnyBrokenByte) {
  const std::string bytes = Encoded(RandomBlock(6, EveryType(), 4));
  std::mt19937_64 random(6);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(random());
    auto blocks = Decoded(broken, 1 + random() % 200);
    if (!blocks.ok()) {
      ++refused;
    } else {
      for (const Block& block : *blocks) Encoded(block);
    }
  }
  EXPECT_GT(refused, bytes.size() / 20);
}

TEST(BlockReader, StopsWhenTheSinkSaysSo) {
  const std::string bytes = Encoded(RandomBlock(7, {"String"}, 5));
  BlockReader reader;
  int seen = 0;
  const BlockReader::Sink once = [&](Block&&) { return ++seen > 1; };
  EXPECT_TRUE(reader.Feed(bytes + bytes, once).ok());
  EXPECT_TRUE(reader.stopped());
  EXPECT_TRUE(reader.Feed("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", once).ok());
  EXPECT_TRUE(reader.Finish().ok());
  EXPECT_EQ(seen, 1);
}

TEST(BlockReader, NamesTheColumnAndTheByteOfAnError) {
  const Status status = ErrorOf(Head(1, "Bool") + '\1' + Head(2, "Array(UInt8)") + Uint64(5) + Uint64(4));
  EXPECT_EQ(status.code(), Code::kBadInput);
  EXPECT_EQ(status.message(),
            "Native block 1, column 'c' of type Array(UInt8), byte 43 of the stream: an array stops before "
            "it begins");
}

TEST(BlockReader, KeepsSayingTheSameAfterAFailure) {
  BlockReader reader;
  const BlockReader::Sink go_on = [](Block&&) { return true; };
  const Status first = reader.Feed(Head(1, "NoSuchType"), go_on);
  EXPECT_EQ(first.code(), Code::kBadInput);
  EXPECT_EQ(reader.Feed(Head(1, "Bool") + '\1', go_on).message(), first.message());
  EXPECT_EQ(reader.Finish().message(), first.message());
  EXPECT_EQ(reader.blocks(), 0U);
}

TEST(BlockReader, RefusesWhatIsNotNative) {
  const std::string dictionary = Head(1, "LowCardinality(String)");
  const std::string one_key = Uint64(1) + Uint64(0x600) + Uint64(1) + "\1a";
  const std::pair<std::string, std::string> cases[] = {
      {std::string(11, '\xff'), "number of columns does not fit"},
      {std::string("\0\5", 2), "rows without columns"},
      {Head(1, "String") + std::string(10, '\xff'), "length does not fit"},
      {Head(1, "Tuple()"), "without elements"},
      {dictionary + Uint64(2), "LowCardinality version 2"},
      {dictionary + Uint64(1) + Uint64(0x604) + Uint64(1), "LowCardinality flags"},
      {dictionary + Uint64(1) + Uint64(0x700) + Uint64(1), "LowCardinality flags"},
      {dictionary + Uint64(1) + Uint64(0x400) + Uint64(1), "LowCardinality flags"},
      {dictionary + one_key + Uint64(2), "2 dictionary indexes for 1 values"},
      {dictionary + one_key + Uint64(1) + '\1', "the dictionary index 1 is not below 1"},
      {dictionary + Uint64(1) + Uint64(0x600) + Uint64(0) + Uint64(1) + '\0', "is not below 0"},
      {dictionary + Uint64(1) + Uint64(0x603) + Uint64(1) + "\1a" + Uint64(1) +
           Uint64(std::uint64_t{1} << 32),
       "the dictionary index 4294967296 is not below 1"},
  };
  for (const auto& [bytes, message] : cases) {
    const Status status = ErrorOf(bytes);
    EXPECT_EQ(status.code(), Code::kBadInput) << message;
    EXPECT_NE(status.message().find(message), std::string::npos) << status.message();
  }
}

TEST(BlockReader, HoldsEveryLimit) {
  ReadLimits limits;
  limits.max_columns = 2;
  limits.max_rows = 3;
  limits.max_header_bytes = 30;
  limits.max_elements = 4;
  limits.max_bytes = 200;
  const std::pair<std::string, std::string> cases[] = {
      {"\3", "3 columns are over the limit of 2"},
      {"\1\4", "4 rows are over the limit of 3"},
      {Head(1, "Enum8('a long long long name' = 1)"), "over the limit of 30"},
      {Head(1, "Array(UInt8)") + Uint64(5), "5 array elements are over the limit of 4"},
      {Head(1, "LowCardinality(String)") + Uint64(1) + Uint64(0x600) + Uint64(5),
       "5 keys is over the limit of 4"},
      {Head(1, "String") + "\xc9\1", "a string of 201 bytes is over the limit of 200"},
      {Head(2, "String") + "\x78" + std::string(120, 'x') + "\x78" + std::string(120, 'x'),
       "the block is over the limit of 200 bytes"},
      {Head(3, "LowCardinality(FixedString(80))") + Uint64(1) + Uint64(0x600) + Uint64(1) +
           std::string(80, 'x') + Uint64(3) + std::string(3, '\0'),
       "limit of"},
  };
  for (const auto& [bytes, message] : cases) {
    const Status status = ErrorOf(bytes, limits);
    EXPECT_EQ(status.code(), Code::kTooLarge) << message;
    EXPECT_NE(status.message().find(message), std::string::npos) << status.message();
  }
  limits.max_header_bytes = 100;
  const Status unfolding = ErrorOf(cases[7].first, limits);
  EXPECT_NE(unfolding.message().find("unfold to 240 bytes"), std::string::npos) << unfolding.message();
}

TEST(BlockReader, AllocatesForWhatArrivedNotForWhatWasAnnounced) {
  for (const char* type :
       {"UInt64", "String", "FixedString(1000)", "Array(UInt64)", "LowCardinality(String)"}) {
    std::string head = "\1\x80\xad\xe2\x04\1c";  // 10,000,000 rows
    head += static_cast<char>(std::string_view(type).size());
    head += type;
    if (type[0] == 'L') head += Uint64(1) + Uint64(0x602) + Uint64(500'000'000);
    head += std::string(64, '\1');
    BlockReader reader;
    ForgetAllocations();
    EXPECT_TRUE(reader.Feed(head, [](Block&&) { return true; }).ok()) << type;
    EXPECT_LT(LargestAllocation(), 4096U) << type;
  }
}

}  // namespace
}  // namespace sextant::native
