#include "store/capabilities.h"

#include <gtest/gtest.h>

#include <map>

namespace sextant {
namespace {

// A ClickHouse that answers by the first word(s) of the statement.
AskClickHouse Server(std::map<std::string, Result<std::string>> answers) {
  return [answers](std::string_view sql, const Settings&) -> Result<std::string> {
    for (const auto& [prefix, answer] : answers) {
      if (sql.starts_with(prefix)) return answer;
    }
    return std::string("");
  };
}

const Status kReadonly(Code::kDenied, "Cannot modify setting in readonly mode", 164);
const Status kDenied(Code::kDenied, "Not enough privileges", 497);

TEST(Capabilities, OfAServerThatAllowsAll) {
  const auto found = AskCapabilities(
      Server({{"SELECT version()", std::string("26.7.2.1")}, {"SELECT getSetting", std::string("0")}}));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->major, 26U);
  EXPECT_EQ(found->minor, 7U);
  EXPECT_TRUE(found->settings && found->writable && found->processes && found->cancels_on_close &&
              found->kills);
}

TEST(Capabilities, OfAReadOnlyPublicServer) {
  const auto found = AskCapabilities(Server({{"SELECT version()", std::string("25.12.1.649")},
                                             {"SELECT 1", kReadonly},
                                             {"SELECT getSetting", std::string("1")},
                                             {"SELECT count() FROM system.processes", kDenied},
                                             {"KILL", kDenied}}));
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->settings || found->writable || found->processes || found->cancels_on_close ||
               found->kills);
}

TEST(Capabilities, AreNotGuessedWhenTheServerCannotBeReached) {
  const Status gone(Code::kUnavailable, "connection refused");
  EXPECT_EQ(AskCapabilities(Server({{"SELECT version()", gone}})).status().code(), Code::kUnavailable);
  EXPECT_EQ(AskCapabilities(Server({{"SELECT version()", std::string("26.7.1.1")}, {"KILL", gone}}))
                .status()
                .code(),
            Code::kUnavailable);
}

TEST(Capabilities, AWrongPasswordIsNoCapability) {
  const Status wrong(Code::kUnauthenticated, "Authentication failed", 516);
  EXPECT_EQ(AskCapabilities(Server({{"SELECT version()", wrong}})).status().code(), Code::kUnauthenticated);
}

TEST(Capabilities, AnotherKindOfServerIsRefused) {
  EXPECT_EQ(AskCapabilities(Server({{"SELECT version()", std::string("<html>")}})).status().code(),
            Code::kBadInput);
}

TEST(Capabilities, VersionsCompareByNumber) {
  Capabilities capabilities;
  capabilities.major = 25;
  capabilities.minor = 11;
  EXPECT_TRUE(capabilities.AtLeast(25, 11) && capabilities.AtLeast(24, 12));
  EXPECT_FALSE(capabilities.AtLeast(25, 12) || capabilities.AtLeast(26, 1));
}

}  // namespace
}  // namespace sextant
