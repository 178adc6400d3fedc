#include <gtest/gtest.h>

#include "model/block_testlib.h"
#include "native/native.h"

namespace sextant::native {
namespace {

std::string Encoded(const Block& block) {
  std::string bytes;
  WriteBlock(block, bytes);
  return bytes;
}

Block Reread(const Block& block) {
  Block read;
  BlockReader reader;
  const Status status = reader.Feed(Encoded(block), [&](Block&& whole) {
    read = std::move(whole);
    return true;
  });
  EXPECT_TRUE(status.ok()) << status.ToString();
  return read;
}

TEST(BlockWriter, GivesTheSameBytesByPiecesByReadsOfAnySizeAndAfterARewind) {
  const Block block = RandomBlock(11, EveryType(), 500);
  const std::string whole = Encoded(block);
  BlockWriter writer(block);
  for (const std::size_t size : {std::size_t{1}, std::size_t{13}, std::size_t{4096}, whole.size() + 1}) {
    writer.Rewind();
    std::string bytes;
    std::string buffer(size, '\0');
    while (const std::size_t count = writer.Read(buffer.data(), size)) bytes.append(buffer, 0, count);
    EXPECT_TRUE(bytes == whole) << "reads of " << size;
  }
  writer.Rewind();
  std::string bytes(100, '\0');
  EXPECT_EQ(writer.Read(bytes.data(), bytes.size()), 100U);
  writer.Rewind();
  bytes.clear();
  for (auto piece = writer.Next(); !piece.empty(); piece = writer.Next()) bytes.append(piece);
  EXPECT_TRUE(bytes == whole);
}

TEST(BlockWriter, PacksStringsOfAnyLengthInPiecesOfAQuarterMebibyte) {
  Block block;
  auto& column = block.Add<StringColumn>("c", "String");
  for (const std::size_t size : {0, 127, 128, 16383, 16384, 262143, 262144, 5'000'000, 0, 1}) {
    column.Append(std::string(size, 'x'));
  }
  for (int i = 0; i < 600'000; ++i) column.Append("");
  EXPECT_EQ(Difference(block, Reread(block)), "");
  BlockWriter writer(block);
  std::size_t large_pieces = 0;
  for (auto piece = writer.Next(); !piece.empty(); piece = writer.Next()) {
    if (piece.size() > (std::size_t{256} << 10) + 16) ++large_pieces;
  }
  EXPECT_EQ(large_pieces, 1U);
}

TEST(BlockWriter, HandsOutNumbersWhereTheyLie) {
  Block block;
  auto& column = block.Add<NumberColumn<std::uint64_t>>("c", "UInt64");
  column.values.assign(100'000, 7);
  BlockWriter writer(block);
  bool found = false;
  for (auto piece = writer.Next(); !piece.empty(); piece = writer.Next()) {
    found |= piece.data() == reinterpret_cast<const char*>(column.values.data());
  }
  EXPECT_TRUE(found);
}

// Bytes that `keys` distinct values of one letter-sized index each add per row.
std::size_t BytesPerRow(std::size_t keys) {
  const auto size_with = [&](std::size_t rows) {
    Block block;
    auto& column = block.Add<LowCardinalityColumn>("c", "LowCardinality(String)");
    for (std::size_t i = 0; i < keys; ++i) column.Intern(std::to_string(i));
    column.indexes.assign(rows, static_cast<std::uint32_t>(keys - 1));
    EXPECT_EQ(Difference(block, Reread(block)), "");
    return Encoded(block).size();
  };
  return (size_with(140'000) - size_with(100'000)) / 40'000;
}

TEST(BlockWriter, MakesDictionaryIndexesAsNarrowAsTheKeysAllow) {
  EXPECT_EQ(BytesPerRow(256), 1U);
  EXPECT_EQ(BytesPerRow(257), 2U);
  EXPECT_EQ(BytesPerRow(65536), 2U);
  EXPECT_EQ(BytesPerRow(65537), 4U);
}

TEST(BlockWriter, LeavesOutTheKeysOfADictionaryThatItsRowsHardlyUse) {
  Block block;
  auto& column = block.Add<LowCardinalityColumn>("c", "LowCardinality(String)");
  for (int i = 0; i < 10'000; ++i) column.Intern("key" + std::to_string(i));
  column.indexes = {9999, 5, 9999};
  const Block read = Reread(block);
  EXPECT_EQ(Difference(block, read), "");
  EXPECT_EQ(static_cast<const LowCardinalityColumn&>(*read.columns[0].column).dictionary.size(), 2U);
}

TEST(BlockWriterDeathTest, AbortsOnABlockThatIsNotWhatItsTypesSay) {
  Block uneven;
  uneven.Add<NumberColumn<std::uint8_t>>("a", "UInt8").Append(1);
  uneven.Add<NumberColumn<std::uint8_t>>("b", "UInt8");
  EXPECT_DEATH(Encoded(uneven), "column b has another number of rows");

  Block mistyped;
  mistyped.columns.push_back({"a", DataType::Of("String"), MakeColumn(*DataType::Of("UInt8"))});
  static_cast<NumberColumn<std::uint8_t>&>(*mistyped.columns[0].column).Append(1);
  EXPECT_DEATH(Encoded(mistyped), "another class under the type String");

  Block dangling;
  auto& array = dangling.Add<ArrayColumn>("a", "Array(UInt8)");
  array.EndRow();
  static_cast<NumberColumn<std::uint8_t>&>(*array.values).Append(1);
  EXPECT_DEATH(Encoded(dangling), "outside of any row");
}

}  // namespace
}  // namespace sextant::native
