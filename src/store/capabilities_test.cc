#include "store/capabilities.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <thread>

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

constexpr std::chrono::seconds kSoon{30};

TEST(CapabilityCache, AsksOnceHoweverManyWantToKnow) {
  CapabilityCache cache;
  std::atomic<int> asked{0};
  std::promise<void> everybody_is_there;
  const auto ask = [&]() -> Result<Capabilities> {
    ++asked;
    everybody_is_there.get_future().wait();
    Capabilities found;
    found.version = "26.7";
    return found;
  };
  std::vector<std::thread> threads;
  std::atomic<int> begun{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      if (++begun == 8) everybody_is_there.set_value();
      EXPECT_EQ(cache.Get(Deadline::After(kSoon), ask)->version, "26.7");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(asked, 1);
}

TEST(CapabilityCache, ForgetsAFailure) {
  CapabilityCache cache;
  const Status gone(Code::kUnavailable, "gone");
  EXPECT_FALSE(cache.Get(Deadline::After(kSoon), [&] { return Result<Capabilities>(gone); }).ok());
  EXPECT_TRUE(cache.Get(Deadline::After(kSoon), [] { return Result<Capabilities>(Capabilities()); }).ok());
}

TEST(CapabilityCache, NobodyWaitsLongerThanHisDeadline) {
  CapabilityCache cache;
  std::promise<void> asking;
  std::promise<void> release;
  std::thread slow([&] {
    const auto found = cache.Get(Deadline::After(kSoon), [&] {
      asking.set_value();
      release.get_future().wait();
      return Result<Capabilities>(Capabilities());
    });
    EXPECT_TRUE(found.ok());
  });
  asking.get_future().wait();
  const auto never = [] { return Result<Capabilities>(Status(Code::kInternal, "asked twice")); };
  EXPECT_EQ(cache.Get(Deadline::After(std::chrono::milliseconds(20)), never).status().code(), Code::kTimeout);
  release.set_value();
  slow.join();
}

}  // namespace
}  // namespace sextant
