// The bytes of a segment file: a head, then frames end to end. Integers are little-endian. Pure.
//
// Segment head, 40 bytes:
//    0   8  "SXTSEG1\n"
//    8   8  the segment's number
//   16  16  the writer: the random bits of the log folder it belongs to
//   32   4  CRC-32C of bytes 0–31
//   36   4  zero
//
// Frame, one accepted request. 48 bytes of header, then the database's name, then the body:
//    0   4  "SXF1"; another version of the format has another digit
//    4   4  CRC-32C of bytes 8–47 and the database's name
//    8   4  body length in bytes
//   12   4  CRC-32C of the body
//   16   8  receive time, ns since 1970
//   24   8  retention, ns: how old a record was allowed to be
//   32   4  body length after its coding is undone
//   36   4  records that were accepted
//   40   1  signal   41  1  encoding   42  1  body coding   (numbers of the layers above; never reused)
//   43   1  flags, zero
//   44   1  length of the database's name, 1–255
//   45   3  zero
//
// A frame says all that replay needs: decoding it asks neither a clock nor the configuration. A damaged body
// costs that frame alone, for its header still tells where the next one starts; after a damaged header the
// rest of the file cannot be trusted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"

namespace sextant::wal {

inline constexpr std::size_t kSegmentHeadBytes = 40;
inline constexpr std::size_t kFrameHeaderBytes = 48;
inline constexpr std::size_t kWriterBytes = 16;
inline constexpr std::size_t kMaxDatabaseBytes = 255;
// A longer body is not written, and a header that claims one is damaged.
inline constexpr std::size_t kMaxBodyBytes = std::size_t{256} << 20;

struct Frame {
  UnixNanos receive_time = 0;
  std::int64_t retention_ns = 0;
  std::uint32_t inflated_bytes = 0;
  std::uint32_t records = 0;
  std::uint8_t signal = 0;
  std::uint8_t encoding = 0;
  std::uint8_t coding = 0;
  std::string database;
  std::string body;
};

std::string EncodeSegmentHead(std::uint64_t number, std::string_view writer);
// kDataLoss when it is damaged or belongs to another segment or folder.
Status CheckSegmentHead(std::string_view head, std::uint64_t number, std::string_view writer);

// Header, database and body of `frame`, whose own `body` is not looked at. Fails with kTooLarge for a body
// above kMaxBodyBytes and kBadInput for a database name that is empty or too long.
Result<std::string> EncodeFrame(const Frame& frame, std::string_view body);

// A header as read, before its body is.
struct FrameHeader {
  Frame frame;  // `database` and `body` empty
  std::uint32_t body_bytes = 0;
  std::uint32_t body_crc = 0;
  std::uint32_t header_crc = 0;
  std::uint8_t database_bytes = 0;

  std::uint64_t frame_bytes() const { return kFrameHeaderBytes + database_bytes + std::uint64_t{body_bytes}; }
};

// Reads the fixed part; kDataLoss when it cannot be a header. Only HeaderIsIntact proves it right.
Result<FrameHeader> DecodeFrameHeader(std::string_view bytes);
// True when the header's checksum holds. `bytes` are the fixed part and the database's name.
bool HeaderIsIntact(const FrameHeader& header, std::string_view bytes);

}  // namespace sextant::wal
