#include "store/exception.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

constexpr std::string_view kTag = "dngjzjnxkvlwkeua";
constexpr std::string_view kError =
    "Code: 395. DB::Exception: Value passed to 'throwIf' is non-zero. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) "
    "(version 26.7.2.1 (official build))";
constexpr std::string_view kMessage =
    "Value passed to 'throwIf' is non-zero. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)";

std::string TaggedBlock() {
  return "\r\n__exception__\r\n" + std::string(kTag) + "\r\n" + std::string(kError) + "\n" +
         std::to_string(kError.size() + 1) + " " + std::string(kTag) + "\r\n__exception__\r\n";
}

struct Scanned {
  std::string data;
  std::optional<EngineError> error;
};

Scanned Scan(std::string_view tag, std::string_view bytes, std::size_t piece) {
  Scanned result;
  ExceptionScanner scanner(tag);
  const auto sink = [&](std::string_view data) {
    result.data += data;
    return true;
  };
  for (std::size_t at = 0; at < bytes.size(); at += piece) scanner.Feed(bytes.substr(at, piece), sink);
  scanner.Finish(sink);
  result.error = scanner.error();
  return result;
}

TEST(EngineErrors, AreReadWithoutPrefixAndVersion) {
  const auto error = ParseEngineError(kError);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code, 395);
  EXPECT_EQ(error->message, kMessage);
}

TEST(EngineErrors, LoseAVersionThatStandsThereTwice) {
  EXPECT_EQ(ParseEngineError("Code: 1. DB::Exception: No. (version 26.7.2.1) (version 26.7.2.1)\n")->message,
            "No.");
  EXPECT_EQ(ParseEngineError("Code: 1. DB::Exception: Cut (version 26.7")->message, "Cut (version 26.7");
}

TEST(EngineErrors, OtherTextIsNone) {
  EXPECT_FALSE(ParseEngineError("<html>502 Bad Gateway</html>"));
  EXPECT_FALSE(ParseEngineError("Code: abc. DB::Exception: x"));
  EXPECT_FALSE(ParseEngineError("Code: 60"));
  EXPECT_FALSE(ParseEngineError(""));
}

TEST(EngineErrors, SayWhoCanDoSomething) {
  EXPECT_EQ(CodeOfEngineError(62), Code::kBadInput);
  EXPECT_EQ(CodeOfEngineError(159), Code::kTimeout);
  EXPECT_EQ(CodeOfEngineError(241), Code::kResourceExhausted);
  EXPECT_EQ(CodeOfEngineError(243), Code::kUnavailable);
  EXPECT_EQ(CodeOfEngineError(394), Code::kCancelled);
  EXPECT_EQ(CodeOfEngineError(497), Code::kDenied);
  EXPECT_EQ(CodeOfEngineError(516), Code::kUnauthenticated);
}

TEST(ExceptionScanner, FindsATaggedErrorWhereverThePiecesAreCut) {
  const std::string bytes = "1,alice\r\n2,bob\r\n" + TaggedBlock();
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const Scanned scanned = Scan(kTag, bytes, piece);
    ASSERT_EQ(scanned.data, "1,alice\r\n2,bob\r\n") << piece;
    ASSERT_TRUE(scanned.error.has_value()) << piece;
    ASSERT_EQ(scanned.error->code, 395) << piece;
    ASSERT_EQ(scanned.error->message, kMessage) << piece;
  }
}

TEST(ExceptionScanner, HandsOnTaggedDataAtOnce) {
  ExceptionScanner scanner(kTag);
  std::string data;
  scanner.Feed("abc\r\n__exce", [&](std::string_view bytes) {
    data += bytes;
    return true;
  });
  EXPECT_EQ(data, "abc");
}

TEST(ExceptionScanner, LeavesTextsOfErrorsInTheDataAlone) {
  const std::string bytes = "\r\n__exception__\r\nanothertag012345\r\n" + std::string(kError) + "\n";
  const Scanned scanned = Scan(kTag, bytes, 7);
  EXPECT_EQ(scanned.data, bytes);
  EXPECT_FALSE(scanned.error);
}

TEST(ExceptionScanner, ReadsATaggedErrorThatIsCutShort) {
  const std::string whole = TaggedBlock();
  const Scanned scanned = Scan(kTag, whole.substr(0, whole.find(" (version")), 5);
  ASSERT_TRUE(scanned.error.has_value());
  EXPECT_EQ(scanned.error->message, kMessage);
}

TEST(ExceptionScanner, FindsTheErrorsOfOlderServers) {
  for (const std::string& shape :
       {"\r\n__exception__\r\n" + std::string(kError) + "\n", std::string(kError) + "\n"}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{100}, std::size_t{1} << 20}) {
      const std::string rows = std::string(50'000, 'x') + "\n";
      const Scanned scanned = Scan("", rows + shape, piece);
      ASSERT_EQ(scanned.data, rows) << shape;
      ASSERT_TRUE(scanned.error.has_value()) << shape;
      EXPECT_EQ(scanned.error->code, 395) << shape;
    }
  }
}

TEST(ExceptionScanner, HoldsNoMoreThanItsTailBackFromOlderServers) {
  ExceptionScanner scanner("");
  std::size_t handed_on = 0;
  const std::string piece(1000, 'x');
  for (int i = 0; i < 1000; ++i) {
    scanner.Feed(piece, [&](std::string_view bytes) {
      handed_on += bytes.size();
      return true;
    });
  }
  EXPECT_GE(handed_on, 1'000'000 - 2 * ExceptionScanner::kUntaggedTailBytes);
}

TEST(ExceptionScanner, AnOlderServersDataMayEndLikeAnError) {
  const std::string bytes = "Code: 60. DB::Exception: seen in a log line (UNKNOWN_TABLE)\n";
  const Scanned scanned = Scan("", bytes, 10);
  EXPECT_EQ(scanned.data, bytes);
  EXPECT_FALSE(scanned.error);
}

TEST(ExceptionScanner, AMarkerWithoutAnErrorBehindItIsData) {
  const std::string bytes = "row\r\n__exception__\r\nCode: red in a log line\n";
  const Scanned scanned = Scan("", bytes, 10);
  EXPECT_EQ(scanned.data, bytes);
  EXPECT_FALSE(scanned.error);
  EXPECT_EQ(Scan("", bytes + "__exception__\r\n" + std::string(kError), 10).data, bytes);
}

TEST(ExceptionScanner, StopsWhenTheSinkHasEnough) {
  ExceptionScanner scanner(kTag);
  EXPECT_FALSE(scanner.Feed("rows", [](std::string_view) { return false; }));
}

TEST(ExceptionScanner, KeepsNoMoreThanItsLimitOfAnError) {
  const std::string start = "\r\n__exception__\r\n" + std::string(kTag) + "\r\nCode: 1. DB::Exception: ";
  const Scanned scanned = Scan(kTag, start + std::string(10 * ExceptionScanner::kMaxErrorBytes, 'x'), 4096);
  ASSERT_TRUE(scanned.error.has_value());
  EXPECT_LE(scanned.error->message.size(), ExceptionScanner::kMaxErrorBytes);
}

}  // namespace
}  // namespace sextant
