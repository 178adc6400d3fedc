#include "patterns/fingerprint.h"

#include <gtest/gtest.h>

namespace sextant::patterns {
namespace {

TEST(MaskLine, ReplacesNumbersAndWhatIsMadeOfThem) {
  EXPECT_EQ(MaskLine("took 12.5ms, -3 left of 1e9"), "took #, # left of #");
  EXPECT_EQ(MaskLine("listening on 10.0.0.1:8080"), "listening on #");
  EXPECT_EQ(MaskLine("peer fe80::ff:1 gone"), "peer # gone");
  EXPECT_EQ(MaskLine("2026-11-22T18:22:09.123Z [main] 0xDEADBEEF"), "# [main] #");
  EXPECT_EQ(MaskLine("pod frontend-6dcb696646-abc"), "pod frontend-#");
  EXPECT_EQ(MaskLine("order abcdefab-abcd-abcd-abcd-abcdefabcdef done"), "order # done");
}

TEST(MaskLine, KeepsWordsThatLookLikeHex) {
  EXPECT_EQ(MaskLine("added a cafe facade"), "added a cafe facade");
  EXPECT_EQ(MaskLine("read-only mode"), "read-only mode");
}

TEST(MaskLine, ReplacesQuotedWordsButKeepsKeysAndTexts) {
  EXPECT_EQ(MaskLine("user 'ann' and \"bob\" via `ssh`"), "user \"#\" and \"#\" via \"#\"");
  EXPECT_EQ(MaskLine(R"({"user":"ann", "n" : 3})"), R"({"user":"#", "n" : #})");
  EXPECT_EQ(MaskLine(R"({"msg":"order 7 placed"})"), R"({"msg":"order # placed"})");
  EXPECT_EQ(MaskLine("don't stop, it's fine"), "don't stop, it's fine");
  EXPECT_EQ(MaskLine("an 'open quote"), "an 'open quote");
}

TEST(MaskLine, SquashesBlanks) { EXPECT_EQ(MaskLine("  a \t\n b  "), "a b"); }

TEST(Fingerprint, IsEqualForInstancesOfOnePattern) {
  EXPECT_EQ(Fingerprint("user 17 logged in from 10.1.2.3"),
            Fingerprint("user 4 logged in from 192.168.0.77"));
  EXPECT_NE(Fingerprint("user 17 logged in"), Fingerprint("user 17 logged out"));
}

// Stored in tables: these numbers may never change without a migration.
TEST(Fingerprint, IsTheFnv1aOfTheMaskedLine) {
  EXPECT_EQ(Fingerprint(""), 0xcbf29ce484222325U);
  EXPECT_EQ(Fingerprint("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(Fingerprint("foobar"), 0x85944171f73967e8U);
  EXPECT_EQ(Fingerprint("12"), Fingerprint("7"));
}

TEST(Fingerprint, LooksAtABoundedPrefix) {
  const std::string prefix(kMaxFingerprintBytes, 'x');
  EXPECT_EQ(Fingerprint(prefix + "one"), Fingerprint(prefix + "two"));
}

}  // namespace
}  // namespace sextant::patterns
