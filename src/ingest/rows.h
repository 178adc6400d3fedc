// Rows in memory on their way from a request to their tables, grouped as they will be inserted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "model/signal.h"
#include "otlp/decode.h"
#include "wal/frame.h"
#include "wal/outcomes.h"

namespace sextant::ingest {

using wal::TableKey;

inline Table TableOf(const TableKey& key) { return static_cast<Table>(key.table); }
// "default.otel_logs"
std::string NameOf(const TableKey& key);

// Decodes and enriches one request. The outcome depends on the arguments alone, so a frame that is replayed
// gives the rows it gave when it was accepted. Fails as otlp::Decode.
Result<otlp::Decoded> DecodeRows(Signal signal, otlp::Encoding encoding, std::string_view body,
                                 UnixNanos receive_time, std::int64_t retention_ns);

// The rows that one frame has for one table.
struct FrameRows {
  std::uint32_t frame = 0;
  Block block;
};

// All rows of one segment for one table of one database: what becomes one block.
struct TableGroup {
  std::vector<FrameRows> frames;  // in order of their index
  std::size_t rows = 0;
  std::size_t bytes = 0;
};

// One segment's rows. Move-only; not thread-safe.
class SegmentRows {
 public:
  explicit SegmentRows(std::uint64_t number) : number_(number) {}

  // Takes the rows of frame `frame`, which follows all frames added before.
  void Add(std::uint32_t frame, const std::string& database, UnixNanos receive_time, otlp::Decoded decoded);
  // Drops frames from index `durable` on: they were never acknowledged.
  void KeepFirst(std::uint32_t durable);

  std::uint64_t number() const { return number_; }
  bool empty() const { return groups_.empty(); }
  std::size_t bytes() const { return bytes_; }
  std::size_t rows() const { return rows_; }
  // Of the earliest frame; 0 when there is none.
  UnixNanos first_receive_time() const { return first_receive_time_; }
  const std::map<TableKey, TableGroup>& groups() const { return groups_; }
  std::map<TableKey, TableGroup> TakeGroups() { return std::move(groups_); }
  // The most rows and the most bytes of any group.
  std::size_t largest_rows() const { return largest_rows_; }
  std::size_t largest_bytes() const { return largest_bytes_; }

 private:
  void Recount();

  std::uint64_t number_;
  std::uint32_t frames_end_ = 0;
  std::map<TableKey, TableGroup> groups_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
  std::size_t largest_rows_ = 0;
  std::size_t largest_bytes_ = 0;
  UnixNanos first_receive_time_ = 0;
};

// The column that holds a row's time: "Timestamp", or "TimeUnix" for metrics.
const std::vector<std::int64_t>& TimesOf(Table table, const Block& block);

}  // namespace sextant::ingest
