// The ClickHouse Native format: blocks ↔ bytes, as ClickHouse speaks it over HTTP when the client names no
// protocol version (no block info, no per-column serialization byte; sparse columns arrive full). Pure.
//
// The format, read off ClickHouse 26.7 byte by byte (native_test.cc holds the samples). Numbers are
// little-endian; a varint is LEB128: seven bits a byte, lowest first, high bit set on all but the last.
//
//   stream   blocks end to end, nothing between or after them
//   block    varint columns, varint rows, then each column
//   column   name, type name (each: varint length, bytes); when rows > 0: prefix, values. ClickHouse names
//            a column of type DateTime('zone') plain DateTime here (a deeper one and DateTime64 keep theirs)
//   prefix   UInt64 1 for every LowCardinality inside the type, wherever it is nested; else nothing
//
// and the values of N rows, by type:
//
//   UInt, Int, Float   N fixed-width numbers. Also: Bool UInt8 0 or 1; Date UInt16 and Date32 Int32 days
//   since
//                      1970; DateTime UInt32 seconds; DateTime64(s) Int64 ticks of 10^-s s; Enum8 Int8;
//                      Enum16 Int16; IPv4 UInt32; Nothing one byte '0'
//   FixedString(n)     N × n bytes. UUID: two UInt64, the half that is written first in text being first;
//                      IPv6: 16 bytes in network order
//   String             N × (varint length, bytes)
//   Nullable(T)        N × UInt8 (1 is NULL), then N values of T, defaults where NULL
//   Array(T)           N × UInt64: where each row stops, counted in elements from the start of this column in
//                      this block; then all elements of all rows as values of T
//   Map(K, V)          as Array(Tuple(K, V)): the N ends, all keys, all values
//   Tuple(T, U, …)     N values of T, then N values of U, …
//   LowCardinality(T)  nothing at all when N is 0 (say, below empty arrays), else:
//                        UInt64 flags: the low byte is the width of an index (0: UInt8, 1: UInt16, 2: UInt32,
//                          3: UInt64); 0x100 a dictionary shared between blocks (never sent over HTTP);
//                          0x200 keys follow (always); 0x400 start a new dictionary. ClickHouse sends 0x600 |
//                          width
//                        UInt64 number of keys, and the keys as values of T without its Nullable.
//                          When T is Nullable key 0 stands for NULL, whatever its bytes
//                        UInt64 N, and N indexes into the keys
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "model/block.h"

namespace sextant::native {

// Turns one block into bytes piece by piece: numbers and offsets are handed out where they lie, strings are
// packed a quarter of a MiB at a time, so no second copy of the block ever exists. Borrows `block`, which
// must stay as it is while the writer lives. Aborts when a column does not have the shape that its type says
// or not as many rows as the first.
class BlockWriter {
 public:
  explicit BlockWriter(const Block& block);
  ~BlockWriter();
  BlockWriter(BlockWriter&&) noexcept;

  // The next piece; empty at the end. It lives until the next call.
  std::string_view Next();
  // Copies the next up to `size` bytes; 0 at the end. The shape that net::ClientRequest::body_source wants.
  // Use either Next or Read between two Rewinds.
  std::size_t Read(char* buffer, std::size_t size);
  // Starts again from the first byte, for a retry.
  void Rewind();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Appends all of `block` to `out`.
void WriteBlock(const Block& block, std::string& out);

// All limits are per block and end in kTooLarge.
struct ReadLimits {
  std::size_t max_columns = 10'000;
  // Names and type names together.
  std::size_t max_header_bytes = std::size_t{1} << 20;
  std::uint64_t max_rows = 20'000'000;
  // Elements of one array or map column.
  std::uint64_t max_elements = 1'000'000'000;
  // Encoded, and again what LowCardinality columns that are held in full (see MakeColumn) unfold to.
  std::size_t max_bytes = std::size_t{1} << 30;
};

// Reads blocks out of a stream that arrives in pieces cut anywhere. Values go straight into their columns;
// memory follows what has arrived, never a size that was announced. Not thread-safe.
class BlockReader {
 public:
  // Given each block as its last byte arrives. False stops the reader; that is no error.
  using Sink = std::function<bool(Block&&)>;

  explicit BlockReader(ReadLimits limits = {});
  ~BlockReader();
  BlockReader(BlockReader&&) noexcept;

  // Takes the next piece of the stream. Blocks without rows are delivered (they carry names and types),
  // blocks without columns are not. kBadInput: not Native, or a type that DataType cannot decode; kTooLarge:
  // a limit. The message names block, column and byte of the stream. After a failure, or after the sink said
  // false, further calls change nothing and answer the same.
  Status Feed(std::string_view bytes, const Sink& sink);
  // To be called at the stream's end: kDataLoss when that is inside a block.
  Status Finish() const;

  bool stopped() const;
  std::uint64_t blocks() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sextant::native
