#include "wal/frame.h"

#include <bit>
#include <cstring>

#include "wal/crc32c.h"

namespace sextant::wal {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the log's integers are copied as they are in memory");

constexpr std::string_view kSegmentMagic = "SXTSEG1\n";
constexpr std::string_view kFrameMagic = "SXF1";
constexpr std::size_t kChecked = 8;  // the header's checksum covers what follows it

template <typename T>
void Put(std::string& out, std::size_t offset, T value) {
  std::memcpy(out.data() + offset, &value, sizeof value);
}

template <typename T>
T Get(std::string_view bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

}  // namespace

std::string EncodeSegmentHead(std::uint64_t number, std::string_view writer) {
  SXT_CHECK(writer.size() == kWriterBytes, "a writer has 16 bytes");
  std::string head(kSegmentMagic);
  head.resize(kSegmentHeadBytes);
  Put(head, 8, number);
  head.replace(16, kWriterBytes, writer);
  Put(head, 32, Crc32c({head.data(), 32}));
  return head;
}

Status CheckSegmentHead(std::string_view head, std::uint64_t number, std::string_view writer) {
  if (head.size() < kSegmentHeadBytes || head.substr(0, 8) != kSegmentMagic ||
      Get<std::uint32_t>(head, 32) != Crc32c(head.substr(0, 32))) {
    return {Code::kDataLoss, "The head of segment " + std::to_string(number) + " is damaged."};
  }
  if (Get<std::uint64_t>(head, 8) != number || head.substr(16, kWriterBytes) != writer) {
    return {Code::kDataLoss, "Segment " + std::to_string(number) + " belongs to another log folder."};
  }
  return OkStatus();
}

Result<std::string> EncodeFrame(const Frame& frame, std::string_view body) {
  if (body.size() > kMaxBodyBytes) {
    return Status(Code::kTooLarge, "A request of " + std::to_string(body.size()) +
                                       " bytes is above the log's limit of " + std::to_string(kMaxBodyBytes) +
                                       ".");
  }
  if (frame.database.empty() || frame.database.size() > kMaxDatabaseBytes) {
    return Status(Code::kBadInput, "A database's name has 1 to 255 bytes.");
  }
  std::string out;
  out.reserve(kFrameHeaderBytes + frame.database.size() + body.size());
  out.append(kFrameMagic);
  out.resize(kFrameHeaderBytes);
  Put(out, 8, static_cast<std::uint32_t>(body.size()));
  Put(out, 12, Crc32c(body));
  Put(out, 16, frame.receive_time);
  Put(out, 24, frame.retention_ns);
  Put(out, 32, frame.inflated_bytes);
  Put(out, 36, frame.records);
  Put(out, 40, frame.signal);
  Put(out, 41, frame.encoding);
  Put(out, 42, frame.coding);
  Put(out, 44, static_cast<std::uint8_t>(frame.database.size()));
  out.append(frame.database);
  Put(out, 4, Crc32c(std::string_view(out).substr(kChecked)));
  out.append(body);
  return out;
}

Result<FrameHeader> DecodeFrameHeader(std::string_view bytes) {
  if (bytes.size() < kFrameHeaderBytes) return Status(Code::kDataLoss, "A frame's header is cut off.");
  if (bytes.substr(0, 4) != kFrameMagic)
    return Status(Code::kDataLoss, "A frame does not begin with its mark.");
  FrameHeader header;
  header.header_crc = Get<std::uint32_t>(bytes, 4);
  header.body_bytes = Get<std::uint32_t>(bytes, 8);
  header.body_crc = Get<std::uint32_t>(bytes, 12);
  header.frame.receive_time = Get<std::int64_t>(bytes, 16);
  header.frame.retention_ns = Get<std::int64_t>(bytes, 24);
  header.frame.inflated_bytes = Get<std::uint32_t>(bytes, 32);
  header.frame.records = Get<std::uint32_t>(bytes, 36);
  header.frame.signal = Get<std::uint8_t>(bytes, 40);
  header.frame.encoding = Get<std::uint8_t>(bytes, 41);
  header.frame.coding = Get<std::uint8_t>(bytes, 42);
  header.database_bytes = Get<std::uint8_t>(bytes, 44);
  if (header.body_bytes > kMaxBodyBytes || header.database_bytes == 0) {
    return Status(Code::kDataLoss, "A frame's header holds impossible lengths.");
  }
  return header;
}

bool HeaderIsIntact(const FrameHeader& header, std::string_view bytes) {
  const std::size_t size = kFrameHeaderBytes + header.database_bytes;
  return bytes.size() == size && Crc32c(bytes.substr(kChecked)) == header.header_crc;
}

}  // namespace sextant::wal
