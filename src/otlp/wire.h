// The protobuf wire format, read in place: views into the caller's bytes, nothing copied.
// https://protobuf.dev/programming-guides/encoding
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <exception>
#include <string_view>

namespace sextant::otlp {

// Thrown by WireReader and by those who walk with it; caught in protobuf.cc, which makes a Status of it.
struct WireFault : std::exception {
  WireFault(const char* reason_text, const char* place) : reason(reason_text), at(place) {}
  const char* what() const noexcept override { return reason; }
  const char* reason;  // a static string: "a length runs past the end"
  const char* at;      // the byte in the request where it was noticed
};

enum class WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

// A field number with its wire type, as it stands on the wire. A known number with another type than ours is
// a tag that nobody expects, and skipped like any unknown field.
constexpr std::uint32_t MakeTag(std::uint32_t number, WireType type) {
  return number << 3 | static_cast<std::uint32_t>(type);
}

// Walks the fields of one message:
//   for (WireReader r(message); r.Next();) switch (r.tag()) { case kName: name = r.Bytes(); … default:
//   r.Skip(); }
// After Next each field must be read or skipped exactly once.
class WireReader {
 public:
  explicit WireReader(std::string_view message) : at_(message.data()), end_(at_ + message.size()) {}

  // Reads the next tag. False at the end of the message.
  bool Next() {
    if (at_ == end_) return false;
    const std::uint64_t tag = Varint();
    if (tag < 8 || tag > ~std::uint32_t{0}) throw WireFault("a field has an impossible number", at_);
    tag_ = static_cast<std::uint32_t>(tag);
    return true;
  }

  std::uint32_t tag() const { return tag_; }
  bool AtEnd() const { return at_ == end_; }
  const char* at() const { return at_; }

  std::uint64_t Varint() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) return static_cast<unsigned char>(*at_++);
    return LongVarint();
  }

  std::string_view Bytes() {
    const std::uint64_t length = Varint();
    if (length > static_cast<std::uint64_t>(end_ - at_)) throw WireFault("a length runs past the end", at_);
    const std::string_view bytes(at_, length);
    at_ += length;
    return bytes;
  }

  std::uint64_t Fixed64() { return Fixed<std::uint64_t>(); }
  std::uint32_t Fixed32() { return Fixed<std::uint32_t>(); }
  double Double() { return std::bit_cast<double>(Fixed64()); }
  std::int64_t Int64() { return static_cast<std::int64_t>(Varint()); }
  std::int32_t Int32() { return static_cast<std::int32_t>(Varint()); }
  std::uint32_t Uint32() { return static_cast<std::uint32_t>(Varint()); }
  // sint32, in zigzag form.
  std::int32_t Sint32() {
    const auto raw = static_cast<std::uint32_t>(Varint());
    return static_cast<std::int32_t>((raw >> 1) ^ (~(raw & 1) + 1));
  }

  // Passes over the field's value. Groups, which proto3 does not have, are a fault.
  void Skip();

 private:
  template <typename T>
  T Fixed() {
    static_assert(std::endian::native == std::endian::little);
    if (end_ - at_ < static_cast<std::ptrdiff_t>(sizeof(T)))
      throw WireFault("a number runs past the end", at_);
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::uint64_t LongVarint();

  const char* at_;
  const char* end_;
  std::uint32_t tag_ = 0;
};

}  // namespace sextant::otlp
