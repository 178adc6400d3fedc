// Writes the protobuf wire format to the end of a string.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sextant::otlp {

// Messages are opened with Begin and closed, innermost first, with End; what is written between goes into
// them. Lengths come out as short as they can be. Borrows the string.
class WireWriter {
 public:
  explicit WireWriter(std::string& out) : out_(out) {}

  // Opens a message (or a packed list) and gives the mark that End wants.
  std::size_t Begin(std::uint32_t tag) {
    RawVarint(tag);
    out_ += '\0';
    return out_.size();
  }
  void End(std::size_t mark) {
    const std::size_t length = out_.size() - mark;
    if (length < 0x80) {
      out_[mark - 1] = static_cast<char>(length);
    } else {
      EndLong(mark, length);
    }
  }

  void Bytes(std::uint32_t tag, std::string_view bytes) {
    RawVarint(tag);
    RawVarint(bytes.size());
    out_.append(bytes);
  }
  void Varint(std::uint32_t tag, std::uint64_t value) {
    RawVarint(tag);
    RawVarint(value);
  }
  void Signed(std::uint32_t tag, std::int32_t value) {
    RawVarint(tag);
    RawVarint(static_cast<std::uint32_t>(value) << 1 ^ static_cast<std::uint32_t>(value >> 31));
  }
  void Fixed64(std::uint32_t tag, std::uint64_t value) {
    RawVarint(tag);
    RawFixed64(value);
  }
  void Double(std::uint32_t tag, double value) { Fixed64(tag, std::bit_cast<std::uint64_t>(value)); }
  void Fixed32(std::uint32_t tag, std::uint32_t value) {
    RawVarint(tag);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof bytes);
  }

  // Elements of packed lists.
  void RawVarint(std::uint64_t value) {
    char bytes[10];
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
    bytes[size++] = static_cast<char>(value);
    out_.append(bytes, size);
  }
  void RawFixed64(std::uint64_t value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof bytes);
  }

 private:
  void EndLong(std::size_t mark, std::size_t length);
  std::string& out_;
};

}  // namespace sextant::otlp
