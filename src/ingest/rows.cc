#include "ingest/rows.h"

#include <algorithm>
#include <utility>

#include "enrich/enrich.h"

namespace sextant::ingest {

std::string NameOf(const TableKey& key) { return key.database + "." + std::string(TableName(TableOf(key))); }

Result<otlp::Decoded> DecodeRows(Signal signal, otlp::Encoding encoding, std::string_view body,
                                 UnixNanos receive_time, std::int64_t retention_ns) {
  otlp::DecodeContext context;
  context.receive_time = receive_time;
  context.retention_ns = retention_ns;
  SXT_ASSIGN(otlp::Decoded decoded, otlp::Decode(signal, encoding, body, context));
  enrich::Enrich(decoded.tables);
  return decoded;
}

void SegmentRows::Add(std::uint32_t frame, const std::string& database, UnixNanos receive_time,
                      otlp::Decoded decoded) {
  if (first_receive_time_ == 0) first_receive_time_ = receive_time;
  frames_end_ = frame + 1;
  for (auto& table : decoded.tables) {
    TableGroup& group = groups_[{database, static_cast<std::uint8_t>(table.table)}];
    const std::size_t rows = table.block.rows();
    const std::size_t bytes = table.block.bytes();
    group.frames.push_back({frame, std::move(table.block)});
    group.rows += rows;
    group.bytes += bytes;
    rows_ += rows;
    bytes_ += bytes;
    largest_rows_ = std::max(largest_rows_, group.rows);
    largest_bytes_ = std::max(largest_bytes_, group.bytes);
  }
}

void SegmentRows::KeepFirst(std::uint32_t durable) {
  if (frames_end_ <= durable) return;
  for (auto& [key, group] : groups_) {
    std::erase_if(group.frames, [durable](const FrameRows& rows) { return rows.frame >= durable; });
  }
  std::erase_if(groups_, [](const auto& entry) { return entry.second.frames.empty(); });
  Recount();
}

void SegmentRows::Recount() {
  rows_ = bytes_ = largest_rows_ = largest_bytes_ = 0;
  for (auto& [key, group] : groups_) {
    group.rows = group.bytes = 0;
    for (const auto& rows : group.frames) {
      group.rows += rows.block.rows();
      group.bytes += rows.block.bytes();
    }
    rows_ += group.rows;
    bytes_ += group.bytes;
    largest_rows_ = std::max(largest_rows_, group.rows);
    largest_bytes_ = std::max(largest_bytes_, group.bytes);
  }
}

const std::vector<std::int64_t>& TimesOf(Table table, const Block& block) {
  const bool is_metric = table >= Table::kGauge;
  const NamedColumn* named = block.Find(is_metric ? "TimeUnix" : "Timestamp");
  SXT_CHECK(named != nullptr, std::string(TableName(table)) + " rows without a time");
  return static_cast<const NumberColumn<std::int64_t>&>(*named->column).values;
}

}  // namespace sextant::ingest
