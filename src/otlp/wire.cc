#include "otlp/wire.h"

#include <protozero/exception.hpp>
#include <protozero/varint.hpp>

#include "otlp/wire_writer.h"

namespace sextant::otlp {

std::uint64_t WireReader::LongVarint() {
  try {
    return protozero::decode_varint(&at_, end_);
  } catch (const protozero::varint_too_long_exception&) {
    throw WireFault("a number has more than 10 bytes", at_);
  } catch (const protozero::exception&) {
    throw WireFault("a number runs past the end", at_);
  }
}

void WireReader::Skip() {
  switch (static_cast<WireType>(tag_ & 7)) {
    case WireType::kVarint: Varint(); return;
    case WireType::kFixed64: Fixed64(); return;
    case WireType::kBytes: Bytes(); return;
    case WireType::kFixed32: Fixed32(); return;
  }
  throw WireFault("a field has an unknown wire type", at_);
}

void WireWriter::EndLong(std::size_t mark, std::size_t length) {
  char bytes[10];
  std::size_t size = 0;
  for (; length >= 0x80; length >>= 7) bytes[size++] = static_cast<char>(length | 0x80);
  bytes[size++] = static_cast<char>(length);
  out_.replace(mark - 1, 1, bytes, size);
}

}  // namespace sextant::otlp
