// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected), the checksum of iSCSI (RFC 3720 §B.4) and of the
// log. Uses the processor's instruction where there is one, else a table; both give the same value.
#pragma once

#include <cstdint>
#include <string_view>

namespace sextant::wal {

// The checksum of `bytes`; or, with `before` = Crc32c(a), of a followed by `bytes`.
std::uint32_t Crc32c(std::string_view bytes, std::uint32_t before = 0);

// The table's answer on every processor, for the test that compares the two.
std::uint32_t Crc32cByTable(std::string_view bytes, std::uint32_t before = 0);

}  // namespace sextant::wal
