// Attribute lists (repeated KeyValue) → rows of a Map(LowCardinality(String), String) column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/column.h"

namespace sextant::otlp {

// The bytes of KeyValue messages, in order.
using KeyValues = std::vector<std::string_view>;

// Adds one more, unless there are already more than `limit`: enough to see that there are too many.
inline void Collect(KeyValues& pairs, std::string_view pair, std::size_t limit) {
  if (pairs.size() <= limit) pairs.push_back(pair);
}

class AttributeSet;

// Appends rows to one map column, which it borrows. Of equal keys in one row the last value stays.
// Not thread-safe. Throws WireFault on broken bytes.
class AttributeColumn {
 public:
  explicit AttributeColumn(MapColumn& map);

  // Appends one row: the pairs [begin, end).
  void AppendRow(const std::string_view* begin, const std::string_view* end, std::size_t max_depth);
  // Appends a copy of `set`, for which `key_indexes` was prepared.
  void AppendCopy(const AttributeSet& set, const std::vector<std::uint32_t>& key_indexes);
  // Finds the indexes of the keys of `set` in this column, and makes room for `rows` copies.
  void Prepare(const AttributeSet& set, std::size_t rows, std::vector<std::uint32_t>& key_indexes);
  // Removes all rows but keeps the dictionary of keys.
  void Clear();
  // Makes room for `rows` rows of `pairs` pairs with `value_bytes` of text in all.
  void Reserve(std::size_t rows, std::size_t pairs, std::size_t value_bytes);

  // Makes room for `rows` rows like those so far, of a request of `request_bytes`.
  void ReserveLikeSoFar(std::size_t rows, std::size_t request_bytes);

  const MapColumn& map() const { return map_; }
  LowCardinalityColumn& keys() { return keys_; }
  StringColumn& values() { return values_; }
  // Pairs left out because a later one in their row had the same key.
  std::uint64_t duplicates() const { return duplicates_; }

 private:
  std::uint32_t IndexOf(std::string_view key);
  void DropDuplicates(std::size_t row_begin);

  MapColumn& map_;
  LowCardinalityColumn& keys_;
  StringColumn& values_;
  std::vector<std::uint32_t> last_row_;   // by key: the row (from 1) that used it last
  std::vector<std::uint32_t> successor_;  // by key: the key that followed it last, a guess that is verified
  std::uint32_t previous_ = 0;
  std::uint32_t row_ = 0;
  std::uint64_t duplicates_ = 0;
};

// The attributes of a resource or a scope: read once, copied to the row of every record below it.
class AttributeSet {
 public:
  AttributeSet();
  void Assign(const KeyValues& key_values, std::size_t max_depth);

  const MapColumn& map() const { return map_; }
  MapColumn& map() { return map_; }
  // What one copy adds to a column.
  std::size_t bytes() const { return map_.values->bytes() + map_.keys->size() * sizeof(std::uint32_t); }
  // The value of `key`, or "".
  std::string_view Find(std::string_view key) const;
  std::uint64_t duplicates() const { return column_.duplicates(); }

 private:
  MapColumn map_;
  AttributeColumn column_;
};

}  // namespace sextant::otlp
