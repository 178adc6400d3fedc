#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "otlp/decode.h"

namespace sextant::otlp {
namespace {

// $SEXTANT_SHARED, else ../shared beside the repository.
std::filesystem::path CapturesDir() {
  const char* shared = std::getenv("SEXTANT_SHARED");
  const std::filesystem::path here = std::filesystem::path(__FILE__).parent_path();
  return (shared != nullptr ? std::filesystem::path(shared) : here / "../../../shared") / "captures";
}

std::vector<std::string> LinesOf(const std::filesystem::path& path) {
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return {};
  char buffer[65536];
  for (int got = 0; (got = gzread(file, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Captures, EveryRecordedExportDecodes) {
  if (!std::filesystem::exists(CapturesDir())) GTEST_SKIP() << "no recordings in " << CapturesDir();
  DecodeContext context;
  context.receive_time = 1795351080 * kNanosPerSecond;
  std::uint64_t spans = 0;
  for (const std::string& line : LinesOf(CapturesDir() / "checkout_refused_traces.jsonl.gz")) {
    const auto decoded = Decode(Signal::kTraces, Encoding::kJson, line, context);
    ASSERT_TRUE(decoded.ok()) << decoded.status().ToString();
    EXPECT_EQ(decoded->rejected, 0U) << decoded->rejection_message;
    spans += decoded->accepted;
  }
  EXPECT_EQ(spans, 405U);
  std::uint64_t logs = 0;
  for (const std::string& line : LinesOf(CapturesDir() / "checkout_refused_logs.jsonl.gz")) {
    const auto decoded = Decode(Signal::kLogs, Encoding::kJson, line, context);
    ASSERT_TRUE(decoded.ok()) << decoded.status().ToString();
    EXPECT_EQ(decoded->rejected, 0U) << decoded->rejection_message;
    logs += decoded->accepted;
  }
  EXPECT_EQ(logs, 6U + 314U);
}

}  // namespace
}  // namespace sextant::otlp
