// The Native stream that an engine sends. Whatever arrives, it reads the same however it is cut, and what was
// read can be written and read again.
#include "fuzz/target.h"
#include "model/block_testlib.h"
#include "native/native.h"

namespace sextant::fuzz {
namespace {

struct Outcome {
  Status status;
  std::vector<Block> blocks;
};

Outcome ReadIn(std::string_view bytes, std::size_t piece) {
  native::ReadLimits limits;
  limits.max_bytes = std::size_t{1} << 20;
  native::BlockReader reader(limits);
  Outcome outcome;
  const native::BlockReader::Sink keep = [&](Block&& block) {
    outcome.blocks.push_back(std::move(block));
    return true;
  };
  for (std::size_t at = 0; at < bytes.size() && outcome.status.ok(); at += piece) {
    outcome.status = reader.Feed(bytes.substr(at, piece), keep);
  }
  if (outcome.status.ok()) outcome.status = reader.Finish();
  return outcome;
}

void CheckSame(const std::vector<Block>& left, const std::vector<Block>& right) {
  SXT_CHECK(left.size() == right.size(), "another number of blocks");
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::string difference = Difference(left[i], right[i]);
    SXT_CHECK(difference.empty(), difference);
  }
}

}  // namespace

void TestOneInput(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t piece = 1 + static_cast<unsigned char>(bytes.front()) % 64;
  bytes.remove_prefix(1);
  const Outcome whole = ReadIn(bytes, bytes.size() + 1);
  const Outcome cut = ReadIn(bytes, piece);
  SXT_CHECK(whole.status.code() == cut.status.code(),
            whole.status.ToString() + " / " + cut.status.ToString());
  CheckSame(whole.blocks, cut.blocks);

  std::string written;
  for (const Block& block : whole.blocks) native::WriteBlock(block, written);
  const Outcome again = ReadIn(written, written.size() + 1);
  if (again.status.code() != Code::kTooLarge) {
    SXT_CHECK(again.status.ok(), again.status.ToString());
    CheckSame(whole.blocks, again.blocks);
  }
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const std::string& type : EveryType()) {
    std::string& seed = seeds.emplace_back("\x05");
    native::WriteBlock(RandomBlock(seeds.size(), {type}, seeds.size() % 4), seed);
    native::WriteBlock(RandomBlock(seeds.size(), {type, "UInt8"}, 2), seed);
  }
  return seeds;
}

}  // namespace sextant::fuzz
