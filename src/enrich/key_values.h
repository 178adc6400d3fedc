// Counts the values of keys for the rollup beside a table (model/rollup.h): of every LowCardinality(String)
// column, of every key of every map; of maps inside arrays only which rows have which key. Pure.
//
// What is bounded is said, never dropped: a key with too many values, or with values too long, becomes one
// row that says so, and whoever asks for it reads the table instead.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/block.h"

namespace sextant::enrich {

struct KeyValueLimits {
  std::size_t max_values = 1'000;  // of one key in one bucket
  // A key of events with more values than this, found in fewer rows each than that, is an id or a measure.
  std::size_t few_values = 64;
  std::size_t few_rows = 4;
  std::size_t max_text_bytes = 256;  // of a key or a value
  std::size_t max_keys = 5'000;      // of one column in one bucket
  std::size_t max_counts = 200'000;  // keys and values, in all
};

// Used by one thread.
class KeyValueCounter {
 public:
  explicit KeyValueCounter(const KeyValueLimits& limits = {}) : limits_(limits) {}

  // Counts rows of a table that has a rollup. All of one counter have the same columns, and live, unchanged,
  // until Take.
  void Add(const Block& rows);
  // The counts as rows of the rollup, in its order, with the mark of `writer` and `segment` for each day.
  // Deterministic: the same rows give the same block.
  Block Take(std::string_view writer, std::uint64_t segment) const;

 private:
  enum class Kind : std::uint8_t { kNative, kMap, kNested };
  struct Tracked {
    std::size_t index;  // in the block
    Kind kind;
    bool ids_are_counted;
  };
  struct Value {
    std::string_view text;
    std::uint64_t hash;
    std::uint64_t rows;
  };
  struct Key {
    std::string_view name;
    bool counted = true;
    std::uint64_t rows = 0;
    std::uint64_t visit = 0;
    std::size_t last = 0;  // the value counted last
    std::vector<Value> values;
    std::vector<std::uint32_t> slots;  // open addressing: index in `values` + 1, 0 is free
  };
  struct Counts {
    std::deque<Key> keys;
    std::unordered_map<std::string_view, Key*> by_name;
    Key rest;  // rows with keys that have no place of their own
  };
  struct Bucket {
    std::uint64_t rows = 0;
    std::vector<Counts> columns;  // as tracked_
  };
  struct Run {
    std::size_t begin, end;
  };
  using Runs = std::vector<Run>;
  struct Known {
    std::uint64_t epoch = 0;
    Key* key = nullptr;
  };
  struct Entry;

  void Track(const Block& rows);
  void CountNative(Counts& counts, const NamedColumn& column, const Runs& runs);
  void CountMap(Counts& counts, const MapColumn& map, const Runs& runs);
  void CountNested(Counts& counts, const ArrayColumn& array, const Runs& runs);
  // The key of a dictionary's entry, remembered until the next call of BeginKeys.
  void BeginKeys(std::size_t dictionary_size);
  Key& KeyOf(Counts& counts, const LowCardinalityColumn& keys, std::uint32_t index, bool counted);
  Key& FindKey(Counts& counts, std::string_view name, bool counted);
  void CountValue(Key& key, std::string_view text, std::uint64_t rows);
  void AddValue(Key& key, std::size_t slot, const Value& value);
  void GiveUp(Key& key);
  bool IsCounted(const Key& key, const Tracked& column) const;
  void AppendKeys(std::vector<Entry>& entries, std::uint32_t second, const Bucket& bucket) const;

  const KeyValueLimits limits_;
  std::vector<Tracked> tracked_;
  std::vector<std::string_view> names_;  // of the tracked columns
  std::map<std::int64_t, Bucket> buckets_;
  std::size_t counts_ = 0;
  std::uint64_t visit_ = 0;
  std::uint64_t epoch_ = 0;
  std::vector<Known> known_;
  std::vector<std::uint64_t> tally_;
};

}  // namespace sextant::enrich
