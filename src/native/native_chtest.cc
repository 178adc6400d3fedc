// The format against a real engine: blocks that we write are stored as they were meant, and blocks that it
// writes are read as it meant them.
#include <gtest/gtest.h>

#include "model/block_testlib.h"
#include "native/native.h"
#include "store/engine_testlib.h"

namespace sextant::native {
namespace {

using sextant::testing::TestEngine;

class Engine : public ::testing::Test {
 protected:
  Engine() {
    Do("DROP DATABASE IF EXISTS native_test");
    Do("CREATE DATABASE native_test");
  }
  ~Engine() override { Do("DROP DATABASE native_test"); }

  static Statement Sql(std::string text) {
    Statement statement;
    statement.text = std::move(text);
    statement.settings = {{"allow_suspicious_low_cardinality_types", "1"}};
    return statement;
  }

  void Do(const std::string& sql) {
    const Status status = store_->Execute(Sql(sql), Deadline::Never());
    ASSERT_TRUE(status.ok()) << sql << "\n" << status.ToString();
  }

  // A table whose parts hold columns of defaults sparsely.
  void CreateTable(const std::string& name, const Block& block) {
    std::string columns;
    for (const auto& entry : block.columns) {
      columns += (columns.empty() ? "" : ", ") + entry.name + " " + entry.type->name();
    }
    Do("CREATE TABLE native_test." + name + " (" + columns +
       ") ENGINE = MergeTree ORDER BY () SETTINGS ratio_of_defaults_for_sparse_serialization = 0.2");
  }

  void Insert(const std::string& table, const Block& block) {
    const Status status = store_->Insert("native_test", table, block, "", Deadline::Never());
    ASSERT_TRUE(status.ok()) << status.ToString();
  }

  std::string Raw(const std::string& sql) {
    std::string bytes;
    const auto ran = store_->RunRaw(Sql(sql), "Native", {}, [&](std::string_view piece) {
      bytes.append(piece);
      return true;
    });
    EXPECT_TRUE(ran.ok()) << sql << "\n" << ran.status().ToString();
    return bytes;
  }

  // All rows of an answer in one block, read in pieces of `piece` bytes.
  Block Ask(const std::string& sql, std::size_t piece = 1000) {
    const std::string bytes = Raw(sql);
    BlockReader reader;
    Block all;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const Status status = reader.Feed(std::string_view(bytes).substr(at, piece), [&](Block&& block) {
        if (all.columns.empty()) {
          all = std::move(block);
        } else {
          all.Append(block);
        }
        return true;
      });
      EXPECT_TRUE(status.ok()) << status.ToString();
      if (!status.ok()) break;
    }
    EXPECT_TRUE(reader.Finish().ok()) << reader.Finish().ToString();
    return all;
  }

  // A number that depends on all values of a table, as the engine prints them.
  std::string Fingerprint(const std::string& table) {
    const Block block = Ask(
        "SELECT count() AS rows, sum(cityHash64(formatRow('TSVRaw', *))) AS hash FROM native_test." + table);
    return ValueText(*block.columns[0].column, 0) + " rows, " + ValueText(*block.columns[1].column, 0);
  }

  void ExpectStored(const std::vector<std::string>& types, std::size_t rows, std::uint64_t seed) {
    SCOPED_TRACE(std::to_string(rows) + " rows, seed " + std::to_string(seed));
    const Block block = RandomBlock(seed, types, rows);
    Do("DROP TABLE IF EXISTS native_test.t SYNC");
    CreateTable("t", block);
    Insert("t", block);
    EXPECT_EQ(Difference(block, Ask("SELECT * FROM native_test.t")), "");
  }

  const std::unique_ptr<Store> store_ = TestEngine::Shared().Open();
};

// ClickHouse leaves the zone out of the type's name in this form of Native.
std::vector<std::string> TypesThatKeepTheirName() {
  std::vector<std::string> types = EveryType();
  std::erase(types, "DateTime('Europe/Berlin')");
  return types;
}

TEST_F(Engine, StoresWhatTheWriterWroteTypeByType) {
  for (const std::string& type : TypesThatKeepTheirName()) {
    SCOPED_TRACE(type);
    ExpectStored({type}, 1, 1);
    ExpectStored({type}, 2000, 2);
  }
}

TEST_F(Engine, StoresBlocksOfAllTypesAtOnce) {
  ExpectStored(TypesThatKeepTheirName(), 1, 3);
  ExpectStored(TypesThatKeepTheirName(), 300, 4);
  ExpectStored(TypesThatKeepTheirName(), 5'000, 5);
}

TEST_F(Engine, TakesDictionariesOfEveryIndexWidth) {
  for (const std::size_t keys : {200, 60'000, 70'000}) {
    Block block;
    auto& column = block.Add<LowCardinalityColumn>("c0", "LowCardinality(String)");
    for (std::size_t i = 0; i < keys; ++i) column.Append("key " + std::to_string(i));
    Do("DROP TABLE IF EXISTS native_test.t SYNC");
    CreateTable("t", block);
    Insert("t", block);
    EXPECT_EQ(Difference(block, Ask("SELECT * FROM native_test.t")), "") << keys;
  }
}

TEST_F(Engine, UnderstandsTheValuesAsTheyWereMeant) {
  Block block;
  block.Add<FixedStringColumn>("id", "UUID")
      .Append({"\x77\x66\x55\x44\x33\x22\x11\x00\xff\xee\xdd\xcc\xbb\xaa\x99\x88", 16});
  block.Add<NumberColumn<std::uint32_t>>("v4", "IPv4").Append(0x7F000001);
  block.Add<FixedStringColumn>("v6", "IPv6").Append({"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16});
  block.Add<NumberColumn<std::int64_t>>("time", "DateTime64(9, 'UTC')").Append(1'795'314'719'981'336'904);
  block.Add<NumberColumn<std::int32_t>>("day", "Date32").Append(-1);
  block.Add<NumberColumn<std::uint8_t>>("yes", "Bool").Append(1);
  block.Add<NumberColumn<std::int8_t>>("word", "Enum8('a' = -1, 'b' = 2)").Append(-1);
  CreateTable("t", block);
  Insert("t", block);
  const Block said =
      Ask("SELECT toString(id), toString(v4), toString(v6), toString(time), toString(day), toString(yes), "
          "toString(word) "
          "FROM native_test.t");
  std::vector<std::string> texts;
  for (const auto& entry : said.columns)
    texts.emplace_back(static_cast<const StringColumn&>(*entry.column).at(0));
  EXPECT_EQ(texts,
            (std::vector<std::string>{"00112233-4455-6677-8899-aabbccddeeff", "127.0.0.1", "2001:db8::1",
                                      "2026-11-22 02:31:59.981336904", "1969-12-31", "true", "a"}));
}

TEST_F(Engine, GetsBackWhatItGeneratedThroughReaderAndWriter) {
  const Block shape = RandomBlock(0, EveryType(), 0);
  std::string structure;
  for (const auto& entry : shape.columns) {
    structure += (structure.empty() ? "" : ", ") + entry.name + " " + entry.type->name();
  }
  std::string quoted;
  for (const char c : structure) quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  CreateTable("made", shape);
  CreateTable("copy", shape);
  for (const int seed : {1, 2, 3}) {
    Do("TRUNCATE TABLE native_test.made");
    Do("TRUNCATE TABLE native_test.copy");
    Do("INSERT INTO native_test.made SELECT * FROM generateRandom('" + quoted + "', " + std::to_string(seed) +
       ", 20, 4) LIMIT 3000");
    Insert("copy", Ask("SELECT * FROM native_test.made", static_cast<std::size_t>(seed) * 77));
    const std::string made = Fingerprint("made");
    EXPECT_EQ(made.substr(0, 9), "3000 rows");
    EXPECT_EQ(Fingerprint("copy"), made) << "seed " << seed;
  }
}

TEST_F(Engine, WritesTheSameBytesAsTheWriter) {
  for (const std::string& type : TypesThatKeepTheirName()) {
    // Held in full, or with a key for NULL: the dictionary comes out in another order.
    const bool has_other_dictionary = type.find("LowCardinality(") != std::string::npos &&
                                      (type.find("LowCardinality(String)") == std::string::npos ||
                                       type.find("LowCardinality(Nullable") != std::string::npos);
    if (has_other_dictionary) continue;
    SCOPED_TRACE(type);
    Do("DROP TABLE IF EXISTS native_test.t SYNC");
    const Block block = RandomBlock(8, {type}, 200);
    CreateTable("t", block);
    Insert("t", block);
    const std::string bytes = Raw("SELECT c0 FROM native_test.t");
    BlockReader reader;
    std::string written;
    ASSERT_TRUE(reader
                    .Feed(bytes,
                          [&](Block&& read) {
                            WriteBlock(read, written);
                            return true;
                          })
                    .ok());
    EXPECT_TRUE(written == bytes);
  }
}

}  // namespace
}  // namespace sextant::native
