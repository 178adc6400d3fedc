#include "ingest/block_builder.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ingest/sort_key.h"

namespace sextant::ingest {
namespace {

// Column by column, so that little more than the rows themselves is held at any time.
Block Concatenate(std::vector<FrameRows>& frames) {
  Block all = std::move(frames.front().block);
  for (std::size_t c = 0; c < all.columns.size(); ++c) {
    Column& target = *all.columns[c].column;
    for (std::size_t f = 1; f < frames.size(); ++f) {
      SXT_CHECK(frames[f].block.columns.size() == all.columns.size(), "frames of different shape");
      ColumnPtr source = std::move(frames[f].block.columns[c].column);
      target.AppendRange(*source, 0, source->size());
    }
  }
  return all;
}

void SortColumns(Block& block, const RowOrder& order) {
  if (std::is_sorted(order.begin(), order.end())) return;
  for (auto& named : block.columns) named.column = named.column->Pick(order);
}

}  // namespace

TableBlock BuildBlock(std::uint64_t segment, Table table, TableGroup group) {
  std::vector<std::uint32_t> arrival;
  arrival.reserve(group.rows);
  for (const auto& frame : group.frames) arrival.insert(arrival.end(), frame.block.rows(), frame.frame);

  TableBlock built;
  built.block = Concatenate(group.frames);
  const RowOrder order = SortedOrder(table, built.block);
  SortColumns(built.block, order);
  built.frame_of_row.reserve(order.size());
  for (const std::uint32_t row : order) built.frame_of_row.push_back(arrival[row]);

  auto& segments = built.block.Add<NumberColumn<std::uint64_t>>("__sxt_segment", "UInt64");
  segments.values.assign(order.size(), segment);
  auto& rows = built.block.Add<NumberColumn<std::uint32_t>>("__sxt_row", "UInt32");
  rows.values.resize(order.size());
  for (std::uint32_t row = 0; row < order.size(); ++row) rows.values[row] = row;
  return built;
}

std::vector<Piece> SplitByDay(Table table, const Block& block) {
  const std::vector<std::int64_t>& times = TimesOf(table, block);
  const auto day_of = [](std::int64_t time) { return time / kNanosPerDay; };
  const auto [oldest, newest] = std::minmax_element(times.begin(), times.end());
  if (times.empty() || day_of(*newest) - day_of(*oldest) < kMaxDaysPerBlock) return {Piece{}};

  const std::int64_t first_day = day_of(*oldest);
  std::map<std::int64_t, RowOrder> runs;
  for (std::uint32_t row = 0; row < times.size(); ++row) {
    runs[(day_of(times[row]) - first_day) / kMaxDaysPerBlock].push_back(row);
  }
  std::vector<Piece> pieces;
  for (auto& [run, rows] : runs) {
    pieces.push_back({std::move(rows), "/d" + std::to_string(first_day + run * kMaxDaysPerBlock)});
  }
  return pieces;
}

}  // namespace sextant::ingest
