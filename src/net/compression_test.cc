#include "net/compression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>
#include <random>

namespace sextant::net {
namespace {

using testing::HasSubstr;

constexpr Coding kRealCodings[] = {Coding::kGzip, Coding::kDeflate, Coding::kZstd};

// Text that compresses about as well as telemetry does.
std::string Telemetry(std::size_t size) {
  std::mt19937 random(7);
  std::string out;
  while (out.size() < size) {
    out += R"({"service.name":"checkout","http.route":"/cart/)" + std::to_string(random() % 1000) +
           R"(","trace":")" + std::to_string(random()) + std::to_string(random()) + "\"}\n";
  }
  out.resize(size);
  return out;
}

std::string Compressed(Coding coding, std::string_view text) {
  auto result = Deflate(coding, text);
  EXPECT_TRUE(result.ok());
  return std::move(result).value();
}

// A zstd body of unknown size, as a stream writes it.
std::string StreamedZstd(std::string_view text, int window_log) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
  std::string out(ZSTD_compressBound(text.size()) + 1024, '\0');
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  for (const std::string_view part : {text.substr(0, text.size() / 2), text.substr(text.size() / 2)}) {
    ZSTD_inBuffer in{part.data(), part.size(), 0};
    ZSTD_compressStream2(context, &to, &in, ZSTD_e_flush);
  }
  ZSTD_inBuffer none{nullptr, 0, 0};
  EXPECT_EQ(ZSTD_compressStream2(context, &to, &none, ZSTD_e_end), 0U);
  ZSTD_freeCCtx(context);
  out.resize(to.pos);
  return out;
}

TEST(Coding, IsReadWithoutRegardToCase) {
  EXPECT_EQ(*ParseCoding(""), Coding::kIdentity);
  EXPECT_EQ(*ParseCoding("identity"), Coding::kIdentity);
  EXPECT_EQ(*ParseCoding("GZIP"), Coding::kGzip);
  EXPECT_EQ(*ParseCoding("x-gzip"), Coding::kGzip);
  EXPECT_EQ(*ParseCoding("deflate"), Coding::kDeflate);
  EXPECT_EQ(*ParseCoding("zstd"), Coding::kZstd);
  for (const char* other : {"br", "gzip, zstd", " gzip"}) {
    const auto refused = ParseCoding(other);
    ASSERT_FALSE(refused.ok()) << other;
    EXPECT_EQ(refused.status().code(), Code::kBadInput);
    EXPECT_THAT(refused.status().message(), HasSubstr(other));
  }
}

TEST(Inflate, GivesBackWhatWasDeflated) {
  for (const Coding coding : {Coding::kIdentity, Coding::kGzip, Coding::kDeflate, Coding::kZstd}) {
    for (const std::size_t size : {0UL, 1UL, 1000UL, 65536UL, 65537UL, 3'000'000UL}) {
      const std::string text = Telemetry(size);
      const auto back = Inflate(coding, Compressed(coding, text), {});
      ASSERT_TRUE(back.ok()) << back.status().ToString();
      EXPECT_TRUE(*back == text);
    }
  }
}

TEST(Inflate, ReadsGzipOfSeveralMembers) {
  const std::string first = Telemetry(200'000);
  const std::string second = Telemetry(10);
  const std::string both = Compressed(Coding::kGzip, first) + Compressed(Coding::kGzip, second);
  const auto back = Inflate(Coding::kGzip, both, {});
  ASSERT_TRUE(back.ok()) << back.status().ToString();
  EXPECT_TRUE(*back == first + second);
}

TEST(Inflate, ReadsBareDeflateDataToo) {
  const std::string text = Telemetry(100'000);
  const std::string zlib = Compressed(Coding::kDeflate, text);
  const auto back = Inflate(Coding::kDeflate, std::string_view(zlib).substr(2, zlib.size() - 6), {});
  ASSERT_TRUE(back.ok()) << back.status().ToString();
  EXPECT_TRUE(*back == text);
}

TEST(Inflate, ReadsZstdOfUnknownSizeAndOfSeveralFrames) {
  const std::string text = Telemetry(1'000'000);
  const std::string frames = StreamedZstd(text, 20) + Compressed(Coding::kZstd, text) + StreamedZstd("", 10);
  const auto back = Inflate(Coding::kZstd, frames, {});
  ASSERT_TRUE(back.ok()) << back.status().ToString();
  EXPECT_TRUE(*back == text + text);
}

TEST(Inflate, RefusesAZstdWindowAboveEightMebibytes) {
  const std::string text = Telemetry(10'000);
  EXPECT_TRUE(Inflate(Coding::kZstd, StreamedZstd(text, 23), {}).ok());
  const auto refused = Inflate(Coding::kZstd, StreamedZstd(text, 24), {});
  EXPECT_EQ(refused.status().code(), Code::kTooLarge);
  EXPECT_THAT(refused.status().message(), HasSubstr("window"));
}

TEST(Inflate, KeepsToTheByteOfItsLimit) {
  const std::string text = Telemetry(300'000);
  InflateLimits limits;
  for (const Coding coding : {Coding::kIdentity, Coding::kGzip, Coding::kDeflate, Coding::kZstd}) {
    const std::string input = Compressed(coding, text);
    limits.max_bytes = text.size();
    EXPECT_TRUE(Inflate(coding, input, limits).ok());
    limits.max_bytes = text.size() - 1;
    const auto refused = Inflate(coding, input, limits);
    EXPECT_EQ(refused.status().code(), Code::kTooLarge);
    EXPECT_THAT(refused.status().message(), HasSubstr("299999 bytes"));
  }
}

TEST(Inflate, RefusesMoreThanTheRatioAboveOneMebibyte) {
  InflateLimits limits;
  limits.max_ratio = 100;
  for (const Coding coding : kRealCodings) {
    EXPECT_TRUE(Inflate(coding, Compressed(coding, std::string(1 << 20, 'x')), limits).ok());
    const auto refused = Inflate(coding, Compressed(coding, std::string((1 << 20) + 1, 'x')), limits);
    EXPECT_EQ(refused.status().code(), Code::kTooLarge);
    EXPECT_THAT(refused.status().message(), HasSubstr("100 times"));
  }
}

TEST(Inflate, NamesBrokenStreams) {
  const std::string text = Telemetry(50'000);
  for (const Coding coding : kRealCodings) {
    const std::string whole = Compressed(coding, text);
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
      const auto cut = Inflate(coding, std::string_view(whole).substr(0, length), {});
      EXPECT_EQ(cut.status().code(), Code::kBadInput) << length;
    }
    const auto trailing = Inflate(coding, whole + "more", {});
    EXPECT_EQ(trailing.status().code(), Code::kBadInput);
    std::string damaged = whole;
    for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 20; ++i) damaged[i] = '\x55';
    // zstd has no checksum unless its sender adds one.
    if (coding != Coding::kZstd) {
      EXPECT_EQ(Inflate(coding, damaged, {}).status().code(), Code::kBadInput);
    }
  }
}

TEST(Inflate, DoesNotBelieveAGzipFooter) {
  std::string lying = Compressed(Coding::kGzip, Telemetry(100'000));
  for (const char high : {'\x00', '\x02', '\x7f', '\xff'}) {
    lying[lying.size() - 2] = high;
    EXPECT_EQ(Inflate(Coding::kGzip, lying, {}).status().code(), Code::kBadInput);
  }
}

TEST(Inflate, SurvivesRandomDamage) {
  std::mt19937 random(11);
  InflateLimits limits;
  limits.max_bytes = 1 << 20;
  const std::string text = Telemetry(20'000);
  for (const Coding coding : kRealCodings) {
    const std::string whole = Compressed(coding, text);
    for (int round = 0; round < 500; ++round) {
      std::string damaged = whole.substr(0, 1 + random() % whole.size());
      for (int n = 0; n < 3; ++n) damaged[random() % damaged.size()] = static_cast<char>(random());
      const auto result = Inflate(coding, damaged, limits);
      if (result.ok()) {
        EXPECT_LE(result->size(), limits.max_bytes);
      }
    }
  }
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryIsOurs = false;  // a sanitizer holds memory back
#else
constexpr bool kMemoryIsOurs = true;
#endif

// The most memory this process has had since ResetPeakMemory, in bytes.
void ResetPeakMemory() { std::ofstream("/proc/self/clear_refs") << "5"; }
std::size_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::size_t kib = 0;
  while (status >> word) {
    if (word == "VmHWM:") status >> kib;
  }
  return kib << 10;
}

TEST(Inflate, TakesAtMostTwiceItsLimitForABomb) {
  constexpr std::size_t kLimit = std::size_t{64} << 20;
  InflateLimits limits;
  limits.max_bytes = kLimit;
  limits.max_ratio = std::size_t{1} << 30;
  const std::string zeros(std::size_t{160} << 20, '\0');
  std::vector<std::pair<Coding, std::string>> bombs;
  for (const Coding coding : kRealCodings) bombs.emplace_back(coding, Compressed(coding, zeros));
  bombs.emplace_back(Coding::kZstd, StreamedZstd(zeros, 23));
  std::string members;
  const std::string member = Compressed(Coding::kGzip, std::string_view(zeros).substr(0, 4 << 20));
  for (int i = 0; i < 40; ++i) members += member;
  bombs.emplace_back(Coding::kGzip, members);
  for (const auto& [coding, bomb] : bombs) {
    ResetPeakMemory();
    const std::size_t before = PeakMemory();
    EXPECT_EQ(Inflate(coding, bomb, limits).status().code(), Code::kTooLarge);
    if (kMemoryIsOurs) {
      EXPECT_LE(PeakMemory() - before, 2 * kLimit);
    }
  }
}

TEST(Inflate, HoldsWhatItMayNeedAndThenWhatItTook) {
  for (const Coding coding : kRealCodings) {
    ByteBudget budget(std::size_t{200} << 20);
    InflateLimits limits;
    ByteBudget::Lease lease(&budget);
    limits.lease = &lease;
    const std::string text(300'000, 'x');
    EXPECT_EQ(*Inflate(coding, Compressed(coding, text), limits), text);
    EXPECT_EQ(budget.held(), text.size());
  }
}

TEST(Inflate, RefusesForNowWhatFindsNoRoom) {
  for (const Coding coding : kRealCodings) {
    ByteBudget budget(std::size_t{4} << 20);
    ByteBudget::Lease other(&budget);
    ASSERT_TRUE(other.TryHold(std::size_t{4} << 20));
    InflateLimits limits;
    ByteBudget::Lease lease(&budget);
    limits.lease = &lease;
    limits.patience = std::chrono::milliseconds(1);
    const std::string packed = Compressed(coding, std::string(300'000, 'x'));
    EXPECT_EQ(Inflate(coding, packed, limits).status().code(), Code::kUnavailable);
    EXPECT_EQ(lease.held(), 0U);
    ASSERT_TRUE(other.TryHold(0));
    EXPECT_TRUE(Inflate(coding, packed, limits).ok());
  }
}

}  // namespace
}  // namespace sextant::net
