// Makes the one block that a segment inserts into one table: all its rows, sorted, with their identity.
// Deterministic: the same frames give the same bytes in every process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/rows.h"

namespace sextant::ingest {

// ClickHouse refuses a block over more than 100 days (252); our tables are partitioned by day.
inline constexpr std::int64_t kMaxDaysPerBlock = 50;

// `block` holds the table's columns and __sxt_segment, __sxt_row; __sxt_row is the row's position in it.
struct TableBlock {
  Block block;
  std::vector<std::uint32_t> frame_of_row;
};

// Consumes the rows of `group`.
TableBlock BuildBlock(std::uint64_t segment, Table table, TableGroup group);

// Rows of a block that are inserted together, and what tells their token from that of others.
struct Piece {
  RowOrder rows;       // ascending; empty means all
  std::string suffix;  // "" for all, else "/d<first day since 1970>"
};

// One piece, unless the rows span more than kMaxDaysPerBlock days: then one per
// run of at most so many days.
std::vector<Piece> SplitByDay(Table table, const Block& block);

}  // namespace sextant::ingest
