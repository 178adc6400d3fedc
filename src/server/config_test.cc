#include "server/config.h"

#include <gtest/gtest.h>

#include <utility>

namespace sextant::server {
namespace {

TEST(Config, ReadsEverySetting) {
  Config config;
  const auto status = ReadConfig(R"(
data_dir = "/data"
local = true
listen = "127.0.0.1:9"
otlp_http = "127.0.0.1:10"
otlp_grpc = "127.0.0.1:11"
retention_days = 3
[engine]
memory_bytes = 1073741824
max_statements = 3
[log]
max_bytes = 100000000
[ingest]
max_waiting_bytes = 20000000
max_body_bytes = 2000000
sender_bytes_per_second = 5000
require_key = false
[[ingest.keys]]
key = "0123456789abcdef"
[[ingest.keys]]
name = "shop"
key_file = "/run/shop.key"
database = "otel_v2"
[telemetry]
interval_ms = 500
)",
                                 "sextant.toml", config);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_EQ(config.data_dir, "/data");
  EXPECT_TRUE(config.local);
  EXPECT_EQ(config.engine_memory_bytes, 1073741824U);
  EXPECT_EQ(config.engine_max_statements, 3U);
  EXPECT_EQ(config.log_max_bytes, 100000000U);
  EXPECT_EQ(config.max_body_bytes, 2000000U);
  EXPECT_EQ(config.sender_bytes_per_second, 5000U);
  EXPECT_EQ(config.telemetry_interval_ms, 500U);
  EXPECT_FALSE(config.RequiresKey());
  ASSERT_EQ(config.ingest_keys.size(), 2U);
  EXPECT_EQ(config.ingest_keys[0].name, "key 1");
  EXPECT_EQ(config.ingest_keys[0].database, "default");
  EXPECT_EQ(config.ingest_keys[1].name, "shop");
  EXPECT_EQ(config.ingest_keys[1].key_file, "/run/shop.key");
  EXPECT_EQ(config.ingest_keys[1].database, "otel_v2");
  EXPECT_TRUE(CheckConfig(config).ok());
}

TEST(Config, KeysThatAreGivenAreRequiredUnlessItIsSaidOtherwise) {
  Config config;
  EXPECT_FALSE(config.RequiresKey());
  AddKeyOfEnvironment(nullptr, config);
  EXPECT_FALSE(config.RequiresKey());
  AddKeyOfEnvironment("0123456789abcdef", config);
  EXPECT_TRUE(config.RequiresKey());
  config.ingest_require_key = KeyRule::kNo;
  EXPECT_FALSE(config.RequiresKey());
}

TEST(Config, OtlpIsForThisMachineAloneUnlessSendersNeedAKey) {
  Config config;
  config.data_dir = "/data";
  for (std::string* address : {&config.otlp_http, &config.otlp_grpc}) {
    const std::string before = std::exchange(*address, "0.0.0.0:4318");
    config.ingest_keys.clear();
    EXPECT_NE(CheckConfig(config).message().find("ingest.require_key"), std::string::npos);
    AddKeyOfEnvironment("0123456789abcdef", config);
    EXPECT_TRUE(CheckConfig(config).ok());
    config.ingest_require_key = KeyRule::kNo;
    EXPECT_FALSE(CheckConfig(config).ok());
    config.ingest_require_key = KeyRule::kIfThereAreAny;
    *address = before;
  }
}

TEST(Config, RequiringAKeyWithoutHavingOneIsRefused) {
  Config config;
  config.data_dir = "/data";
  config.ingest_require_key = KeyRule::kYes;
  EXPECT_NE(CheckConfig(config).message().find("nobody could send"), std::string::npos);
}

TEST(Config, NamesTheLineAndTheKeyOfAMistake) {
  Config config;
  EXPECT_EQ(ReadConfig("local = true\nlistne = \"x\"\n", "a.toml", config).message(),
            "a.toml, line 2: 'listne' is not a setting. Did you mean 'listen'?");
  EXPECT_EQ(ReadConfig("\n\nlocal = 1\n", "a.toml", config).message(),
            "a.toml, line 3: 'local' must be true or false.");
  EXPECT_EQ(ReadConfig("[engine]\nmax_statements = 0\n", "a.toml", config).message(),
            "a.toml, line 2: 'engine.max_statements' must be a number from 1 to 256.");
  EXPECT_NE(ReadConfig("[[ingest.keys]]\nkay = \"x\"\n", "a.toml", config).message().find("key_file"),
            std::string::npos);
  EXPECT_EQ(ReadConfig("a = = 1", "a.toml", config).message().substr(0, 16), "a.toml, line 1: ");
}

TEST(Config, RefusesAddressesItCannotServe) {
  Config config;
  EXPECT_NE(CheckConfig(config).message().find("--data-dir"), std::string::npos);
  config.data_dir = "/data";
  config.listen = "8080";
  EXPECT_NE(CheckConfig(config).message().find("HOST:PORT"), std::string::npos);
  config.listen = "0.0.0.0:8080";
  EXPECT_NE(CheckConfig(config).message().find("loopback"), std::string::npos);
}

}  // namespace
}  // namespace sextant::server
