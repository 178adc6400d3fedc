#include "server/ingest_keys.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/temp_dir.h"

namespace sextant::server {
namespace {

constexpr char kGood[] = "0123456789abcdef";

Config With(IngestKey key) {
  Config config;
  config.ingest_keys.push_back(std::move(key));
  return config;
}

TEST(IngestKeys, AreReadFromTheConfigAndFromFiles) {
  const TempDir dir;
  std::ofstream(dir.Join("key")) << "abcdef0123456789\n";
  Config config = With({.name = "a", .key = kGood});
  config.ingest_keys.push_back({.name = "b", .key_file = dir.Join("key"), .database = "otel_v2"});
  const auto keys = LoadIngestKeys(config);
  ASSERT_TRUE(keys.ok()) << keys.status().ToString();
  EXPECT_EQ((*keys)->Find(kGood)->database, "default");
  EXPECT_EQ((*keys)->Find("abcdef0123456789")->database, "otel_v2");
  EXPECT_EQ((*keys)->Find("abcdef0123456789")->name, "b");
  EXPECT_FALSE((*keys)->Find("abcdef012345678"));
  EXPECT_EQ(NamesOf(config), "a → default, b → otel_v2");
}

TEST(IngestKeys, AMistakeIsNamedAndTheKeyNeverShown) {
  const TempDir dir;
  const IngestKey mistakes[] = {
      {.name = "none"},
      {.name = "short", .key = "0123456789abcde"},
      {.name = "long", .key = std::string(kMaxKeyBytes + 1, 'x')},
      {.name = "blank", .key = "0123456789 abcdef"},
      {.name = "line", .key = "0123456789abcdef\n0"},
      {.name = "both", .key = kGood, .key_file = "x"},
      {.name = "file", .key_file = dir.Join("absent")},
      {.name = "where", .key = kGood, .database = "elsewhere"},
  };
  for (const IngestKey& mistake : mistakes) {
    const Status status = LoadIngestKeys(With(mistake)).status();
    EXPECT_EQ(status.code(), Code::kBadInput) << mistake.name;
    EXPECT_NE(status.message().find("'" + mistake.name + "'"), std::string::npos) << status.message();
    EXPECT_EQ(status.message().find("0123456789"), std::string::npos) << status.message();
  }
}

TEST(IngestKeys, TheSameKeyTwiceIsRefused) {
  Config config = With({.name = "a", .key = kGood});
  config.ingest_keys.push_back({.name = "b", .key = kGood});
  EXPECT_NE(LoadIngestKeys(config).status().message().find("twice"), std::string::npos);
}

TEST(IngestKeys, ThereAreAtMostAThousand) {
  Config config;
  for (std::size_t i = 0; i <= kMaxKeys; ++i) {
    config.ingest_keys.push_back({.name = "n", .key = kGood + std::to_string(i)});
  }
  EXPECT_FALSE(LoadIngestKeys(config).ok());
  config.ingest_keys.pop_back();
  EXPECT_TRUE(LoadIngestKeys(config).ok());
}

}  // namespace
}  // namespace sextant::server
