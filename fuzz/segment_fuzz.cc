// Segment files as a crash or a failing disk leaves them. The bytes are taken as a whole file, and once more
// as damage done to an intact one. Every byte of the file is accounted for, as a frame or as damage.
#include <algorithm>

#include "fuzz/target.h"
#include "wal/segment_reader.h"

namespace sextant::fuzz {
namespace {

using namespace wal;

constexpr std::uint64_t kNumber = 7;
constexpr std::string_view kWriter = "0123456789abcdef";

class MemoryFile final : public ReadFile {
 public:
  explicit MemoryFile(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<std::string> ReadAt(std::uint64_t offset, std::size_t size) override {
    if (offset >= bytes_.size()) return std::string();
    return std::string(bytes_.substr(offset, size));
  }

 private:
  const std::string_view bytes_;
};

// One file, which can be read.
class OneFileEnv final : public Env {
 public:
  explicit OneFileEnv(std::string_view bytes) : bytes_(bytes) {}
  Result<std::unique_ptr<ReadFile>> OpenRead(const std::string&) override {
    return std::unique_ptr<ReadFile>(std::make_unique<MemoryFile>(bytes_));
  }
  Status CreateFolder(const std::string&) override { return kNo; }
  Result<std::vector<std::string>> List(const std::string&) override { return kNo; }
  bool Exists(const std::string&) override { return true; }
  Result<std::unique_ptr<AppendFile>> Create(const std::string&) override { return kNo; }
  Status Rename(const std::string&, const std::string&) override { return kNo; }
  Status Remove(const std::string&) override { return kNo; }
  Status SyncFolder(const std::string&) override { return kNo; }
  Status SyncFileSystem(const std::string&) override { return kNo; }
  Result<std::unique_ptr<FolderLock>> Lock(const std::string&) override { return kNo; }
  std::string BootId() override { return std::string(kWriter); }

 private:
  const Status kNo{Code::kUnavailable, "read-only"};
  const std::string_view bytes_;
};

std::string IntactSegment(std::size_t frames) {
  std::string file = EncodeSegmentHead(kNumber, kWriter);
  for (std::size_t i = 0; i < frames; ++i) {
    Frame frame;
    frame.receive_time = static_cast<UnixNanos>(i);
    frame.database = i % 2 == 0 ? "default" : "otel_v2";
    file += EncodeFrame(frame, std::string(i * 37, static_cast<char>(i))).value();
  }
  return file;
}

std::uint64_t BytesOf(const Frame& frame) {
  return kFrameHeaderBytes + frame.database.size() + frame.body.size();
}

void CheckAccounts(std::string_view file, Tail tail) {
  OneFileEnv env(file);
  auto reader = SegmentReader::Open(env, "segment", kNumber, kWriter, tail);
  SXT_CHECK(reader.ok(), reader.status().ToString());
  std::uint64_t bytes = 0;
  std::int64_t last_index = -1;
  while (true) {
    auto frame = (*reader)->Next();
    SXT_CHECK(frame.ok(), frame.status().ToString());
    if (!frame->has_value()) break;
    SXT_CHECK((*frame)->index > last_index, "frames out of order");
    last_index = (*frame)->index;
    bytes += BytesOf((*frame)->frame);
  }
  const Damage& damage = (*reader)->damage();
  const bool has_head = damage.bytes < file.size() || bytes > 0;
  const std::uint64_t accounted = bytes + damage.bytes + (has_head ? kSegmentHeadBytes : 0);
  SXT_CHECK(accounted == file.size(), std::to_string(accounted) + " of " + std::to_string(file.size()) +
                                          " bytes are accounted for: " + damage.first);
  SXT_CHECK(damage.any() == !damage.first.empty(), "damage without a sentence");
}

}  // namespace

void TestOneInput(std::string_view bytes) {
  CheckAccounts(bytes, Tail::kMayBeTorn);
  CheckAccounts(bytes, Tail::kMustBeWhole);

  // Each three bytes say where and with what the intact segment is damaged; the first says where it is cut.
  std::string file = IntactSegment(6);
  if (bytes.size() >= 2) file.resize(file.size() - static_cast<unsigned char>(bytes[0]) % file.size());
  for (std::size_t i = 1; i + 2 < std::min<std::size_t>(bytes.size(), 30); i += 3) {
    const std::size_t at =
        static_cast<unsigned char>(bytes[i]) * 256 + static_cast<unsigned char>(bytes[i + 1]);
    file[at % file.size()] = bytes[i + 2];
  }
  CheckAccounts(file, Tail::kMayBeTorn);
  CheckAccounts(file, Tail::kMustBeWhole);
}

std::vector<std::string> Seeds() {
  return {"",
          IntactSegment(0),
          IntactSegment(1),
          IntactSegment(4),
          IntactSegment(2) + "torn",
          std::string("\x30\x01\x00\x55\x00\x60\x66", 7)};
}

}  // namespace sextant::fuzz
