#include "base/secret.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace sextant {
namespace {

TEST(Secret, ItsDigestIsSha256) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(ToHex(SecretDigest("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secret, EqualMeansAllOfIt) {
  EXPECT_TRUE(EqualsInConstantTime("", ""));
  EXPECT_TRUE(EqualsInConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualsInConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualsInConstantTime("abc", "ab"));
}

}  // namespace
}  // namespace sextant
