#include "wal/segment_reader.h"

#include <algorithm>
#include <utility>

#include "wal/crc32c.h"

namespace sextant::wal {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{1} << 20;

}  // namespace

Result<std::unique_ptr<SegmentReader>> SegmentReader::Open(Env& env, const std::string& path,
                                                           std::uint64_t number, std::string_view writer,
                                                           Tail tail) {
  SXT_ASSIGN(std::unique_ptr<ReadFile> file, env.OpenRead(path));
  std::unique_ptr<SegmentReader> reader(new SegmentReader(std::move(file), number, tail));
  SXT_ASSIGN(const std::string_view head, reader->Peek(0, kSegmentHeadBytes));
  if (const Status checked = CheckSegmentHead(head, number, writer); !checked.ok()) {
    reader->DropRest(checked.message());
  } else {
    reader->at_ = kSegmentHeadBytes;
  }
  return reader;
}

Result<std::string_view> SegmentReader::Peek(std::uint64_t offset, std::size_t size) {
  const bool inside = offset >= window_at_ && offset + size <= window_at_ + window_.size();
  if (!inside) {
    SXT_ASSIGN(window_, file_->ReadAt(offset, std::max(size, kWindowBytes)));
    window_at_ = offset;
  }
  return std::string_view(window_).substr(static_cast<std::size_t>(offset - window_at_), size);
}

void SegmentReader::Drop(std::uint64_t bytes, const std::string& why) {
  if (bytes == 0) return;
  if (damage_.first.empty()) {
    damage_.first = why + " (segment " + std::to_string(number_) + ", byte " + std::to_string(at_) + ")";
  }
  damage_.bytes += bytes;
  at_ += bytes;
}

void SegmentReader::DropRest(const std::string& why) { Drop(file_->size() - at_, why); }

Result<std::optional<FrameHeader>> SegmentReader::ReadHeader() {
  if (at_ >= file_->size()) return std::optional<FrameHeader>();
  SXT_ASSIGN(const std::string_view fixed, Peek(at_, kFrameHeaderBytes));
  Result<FrameHeader> header = DecodeFrameHeader(fixed);
  if (!header.ok()) {
    DropRest(header.status().message());
    return std::optional<FrameHeader>();
  }
  SXT_ASSIGN(const std::string_view whole, Peek(at_, kFrameHeaderBytes + header->database_bytes));
  if (!HeaderIsIntact(*header, whole)) {
    DropRest("A frame's header does not match its checksum.");
    return std::optional<FrameHeader>();
  }
  header->frame.database = whole.substr(kFrameHeaderBytes);
  if (at_ + header->frame_bytes() > file_->size()) {
    DropRest("A frame's body is cut off.");
    return std::optional<FrameHeader>();
  }
  return std::optional<FrameHeader>(std::move(*header));
}

Result<std::optional<ReadFrame>> SegmentReader::NextHeader() {
  SXT_ASSIGN(std::optional<FrameHeader> header, ReadHeader());
  if (!header) return std::optional<ReadFrame>();
  at_ += header->frame_bytes();
  return std::optional<ReadFrame>(ReadFrame{next_index_++, std::move(header->frame)});
}

Result<std::optional<ReadFrame>> SegmentReader::Next() {
  for (;;) {
    SXT_ASSIGN(std::optional<FrameHeader> header, ReadHeader());
    if (!header) return std::optional<ReadFrame>();
    const std::uint64_t body_at = at_ + kFrameHeaderBytes + header->database_bytes;
    SXT_ASSIGN(const std::string_view body, Peek(body_at, header->body_bytes));
    if (body.size() == header->body_bytes && Crc32c(body) == header->body_crc) {
      header->frame.body = body;
      at_ += header->frame_bytes();
      return std::optional<ReadFrame>(ReadFrame{next_index_++, std::move(header->frame)});
    }
    const char* why = "A frame's body does not match its checksum.";
    if (tail_ == Tail::kMayBeTorn) {
      DropRest(why);
    } else {
      ++damage_.frames;
      ++next_index_;
      Drop(header->frame_bytes(), why);
    }
  }
}

}  // namespace sextant::wal
