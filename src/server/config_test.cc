#include "server/config.h"

#include <gtest/gtest.h>

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
  EXPECT_EQ(config.telemetry_interval_ms, 500U);
  EXPECT_TRUE(CheckConfig(config).ok());
}

TEST(Config, NamesTheLineAndTheKeyOfAMistake) {
  Config config;
  EXPECT_EQ(ReadConfig("local = true\nlistne = \"x\"\n", "a.toml", config).message(),
            "a.toml, line 2: 'listne' is not a setting. Did you mean 'listen'?");
  EXPECT_EQ(ReadConfig("\n\nlocal = 1\n", "a.toml", config).message(),
            "a.toml, line 3: 'local' must be true or false.");
  EXPECT_EQ(ReadConfig("[engine]\nmax_statements = 0\n", "a.toml", config).message(),
            "a.toml, line 2: 'engine.max_statements' must be a number from 1 to 256.");
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
