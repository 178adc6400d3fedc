#include "enrich/key_values.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "model/rollup.h"

namespace sextant::enrich {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::string_view kResource = "ResourceAttributes";

const std::vector<std::int64_t>& TimesOf(const Block& rows) {
  const NamedColumn* named = rows.Find("Timestamp");
  SXT_CHECK(named != nullptr, "rows without a time");
  return static_cast<const NumberColumn<std::int64_t>&>(*named->column).values;
}

bool IsText(const DataType& type) { return type.name() == "LowCardinality(String)"; }
bool IsMap(const DataType& type) { return type.name() == "Map(LowCardinality(String), String)"; }

// The same keys with the same values in the same order: rows that follow each other mostly share a resource.
bool SameItems(const MapColumn& map, std::size_t row, std::size_t other) {
  const std::size_t begin = map.begin_of(row), size = map.end_of(row) - begin;
  const std::size_t other_begin = map.begin_of(other);
  if (map.end_of(other) - other_begin != size) return false;
  if (size == 0) return true;
  const auto& keys = static_cast<const LowCardinalityColumn&>(*map.keys).indexes;
  const auto& values = static_cast<const StringColumn&>(*map.values);
  if (!std::equal(&keys[begin], &keys[begin] + size, &keys[other_begin])) return false;
  const auto text_begin = [&](std::size_t item) { return item == 0 ? 0 : values.ends[item - 1]; };
  const std::uint64_t text = text_begin(begin), other_text = text_begin(other_begin);
  for (std::size_t i = size; i-- > 0;) {
    if (values.ends[begin + i] - text != values.ends[other_begin + i] - other_text) return false;
  }
  const std::size_t bytes = values.ends[begin + size - 1] - text;
  return std::memcmp(values.data.data() + text, values.data.data() + other_text, bytes) == 0;
}

}  // namespace

struct KeyValueCounter::Entry {
  std::string_view identifier, key;
  std::uint32_t second = 0;
  std::string_view value;
  std::uint64_t count = 0;

  bool operator<(const Entry& other) const {
    return std::tie(identifier, key, second, value) <
           std::tie(other.identifier, other.key, other.second, other.value);
  }
};

void KeyValueCounter::Track(const Block& rows) {
  if (!tracked_.empty()) return;
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    const NamedColumn& column = rows.columns[i];
    if (IsText(*column.type)) {
      tracked_.push_back({i, Kind::kNative, true});
    } else if (IsMap(*column.type)) {
      tracked_.push_back({i, Kind::kMap, column.name == kResource});
    } else if (column.type->kind() == TypeKind::kArray && IsMap(column.type->arg())) {
      tracked_.push_back({i, Kind::kNested, false});
    } else {
      continue;
    }
    names_.push_back(column.name);
  }
}

void KeyValueCounter::Add(const Block& rows) {
  Track(rows);
  const std::vector<std::int64_t>& times = TimesOf(rows);
  std::map<std::int64_t, Runs> runs;
  for (std::size_t begin = 0, end = 0; begin < times.size(); begin = end) {
    const std::int64_t number = times[begin] / rollup::kBucketWidth;
    while (end < times.size() && times[end] / rollup::kBucketWidth == number) ++end;
    runs[number].push_back({begin, end});
  }
  for (const auto& [number, of_bucket] : runs) {
    Bucket& bucket = buckets_[number];
    if (bucket.columns.empty()) bucket.columns = std::vector<Counts>(tracked_.size());
    for (const Run& run : of_bucket) bucket.rows += run.end - run.begin;
    for (std::size_t i = 0; i < tracked_.size(); ++i) {
      const NamedColumn& column = rows.columns[tracked_[i].index];
      Counts& counts = bucket.columns[i];
      switch (tracked_[i].kind) {
        case Kind::kNative: CountNative(counts, column, of_bucket); break;
        case Kind::kMap: CountMap(counts, static_cast<const MapColumn&>(*column.column), of_bucket); break;
        case Kind::kNested:
          CountNested(counts, static_cast<const ArrayColumn&>(*column.column), of_bucket);
          break;
      }
    }
  }
}

void KeyValueCounter::CountNative(Counts& counts, const NamedColumn& column, const Runs& runs) {
  const auto& texts = static_cast<const LowCardinalityColumn&>(*column.column);
  Key& key = FindKey(counts, column.name, true);
  tally_.resize(std::max(tally_.size(), texts.dictionary.size()));
  for (const Run& run : runs) {
    for (std::size_t row = run.begin; row < run.end; ++row) ++tally_[texts.indexes[row]];
    key.rows += run.end - run.begin;
  }
  // Only what was touched is read again, however large the dictionary is.
  for (const Run& run : runs) {
    for (std::size_t row = run.begin; row < run.end; ++row) {
      std::uint64_t& rows = tally_[texts.indexes[row]];
      if (rows > 0 && key.counted) CountValue(key, texts.at(row), rows);
      rows = 0;
    }
  }
}

void KeyValueCounter::CountMap(Counts& counts, const MapColumn& map, const Runs& runs) {
  const auto& keys = static_cast<const LowCardinalityColumn&>(*map.keys);
  const auto& values = static_cast<const StringColumn&>(*map.values);
  BeginKeys(keys.dictionary.size());
  const auto count = [&](std::size_t row, std::uint64_t rows) {
    ++visit_;
    for (std::size_t i = map.begin_of(row); i < map.end_of(row); ++i) {
      Key& key = KeyOf(counts, keys, keys.indexes[i], true);
      if (key.visit == visit_) continue;
      key.visit = visit_;
      key.rows += rows;
      if (key.counted) CountValue(key, values.at(i), rows);
    }
  };
  for (const Run& run : runs) {
    std::size_t first = run.begin;
    for (std::size_t row = run.begin + 1; row < run.end; ++row) {
      if (SameItems(map, first, row)) continue;
      count(first, row - first);
      first = row;
    }
    count(first, run.end - first);
  }
}

void KeyValueCounter::CountNested(Counts& counts, const ArrayColumn& array, const Runs& runs) {
  const auto& map = static_cast<const MapColumn&>(*array.values);
  const auto& keys = static_cast<const LowCardinalityColumn&>(*map.keys);
  BeginKeys(keys.dictionary.size());
  for (const Run& run : runs) {
    for (std::size_t row = run.begin; row < run.end; ++row) {
      if (array.begin_of(row) == array.end_of(row)) continue;
      ++visit_;
      const std::size_t end = map.end_of(array.end_of(row) - 1);
      for (std::size_t i = map.begin_of(array.begin_of(row)); i < end; ++i) {
        Key& key = KeyOf(counts, keys, keys.indexes[i], false);
        if (key.visit != visit_) ++key.rows;
        key.visit = visit_;
      }
    }
  }
}

void KeyValueCounter::BeginKeys(std::size_t dictionary_size) {
  ++epoch_;
  known_.resize(std::max(known_.size(), dictionary_size));
}

KeyValueCounter::Key& KeyValueCounter::KeyOf(Counts& counts, const LowCardinalityColumn& keys,
                                             std::uint32_t index, bool counted) {
  Known& known = known_[index];
  if (known.epoch != epoch_) known = {epoch_, &FindKey(counts, keys.dictionary.at(index), counted)};
  return *known.key;
}

KeyValueCounter::Key& KeyValueCounter::FindKey(Counts& counts, std::string_view name, bool counted) {
  const auto found = counts.by_name.find(name);
  if (found != counts.by_name.end()) return *found->second;
  const bool has_room = counts.keys.size() < limits_.max_keys && counts_ < limits_.max_counts;
  if (!has_room || name.size() > limits_.max_text_bytes) {
    counts.rest.counted = false;
    return counts.rest;
  }
  ++counts_;
  Key& key = counts.keys.emplace_back();
  key.name = name;
  key.counted = counted;
  counts.by_name.emplace(name, &key);
  return key;
}

void KeyValueCounter::CountValue(Key& key, std::string_view text, std::uint64_t rows) {
  if (key.last < key.values.size() && key.values[key.last].text == text) {
    key.values[key.last].rows += rows;
    return;
  }
  const std::uint64_t hash = HashBytes(text);
  if (key.slots.empty()) key.slots.assign(16, 0);
  const std::size_t mask = key.slots.size() - 1;
  std::size_t slot = hash & mask;
  for (; key.slots[slot] != 0; slot = (slot + 1) & mask) {
    Value& value = key.values[key.slots[slot] - 1];
    if (value.hash != hash || value.text != text) continue;
    value.rows += rows;
    key.last = key.slots[slot] - 1;
    return;
  }
  AddValue(key, slot, {text, hash, rows});
}

void KeyValueCounter::AddValue(Key& key, std::size_t slot, const Value& value) {
  if (key.values.size() >= limits_.max_values || counts_ >= limits_.max_counts ||
      value.text.size() > limits_.max_text_bytes) {
    return GiveUp(key);
  }
  ++counts_;
  key.values.push_back(value);
  key.last = key.values.size() - 1;
  key.slots[slot] = static_cast<std::uint32_t>(key.values.size());
  if (key.values.size() * 2 <= key.slots.size()) return;
  const std::size_t mask = key.slots.size() * 2 - 1;
  key.slots.assign(mask + 1, 0);
  for (std::size_t i = 0; i < key.values.size(); ++i) {
    std::size_t place = key.values[i].hash & mask;
    while (key.slots[place] != 0) place = (place + 1) & mask;
    key.slots[place] = static_cast<std::uint32_t>(i + 1);
  }
}

void KeyValueCounter::GiveUp(Key& key) {
  counts_ -= key.values.size();
  key.counted = false;
  key.values = {};
  key.slots = {};
}

bool KeyValueCounter::IsCounted(const Key& key, const Tracked& column) const {
  const bool is_id =
      key.values.size() > limits_.few_values && key.values.size() * limits_.few_rows > key.rows;
  return key.counted && (column.ids_are_counted || !is_id);
}

void KeyValueCounter::AppendKeys(std::vector<Entry>& entries, std::uint32_t second,
                                 const Bucket& bucket) const {
  for (std::size_t i = 0; i < tracked_.size(); ++i) {
    const std::string_view identifier = tracked_[i].kind == Kind::kNative ? rollup::kNativeColumn : names_[i];
    for (const Key& key : bucket.columns[i].keys) {
      if (!IsCounted(key, tracked_[i])) {
        entries.push_back({rollup::kUncounted, key.name, second, identifier, key.rows});
        continue;
      }
      for (const Value& value : key.values)
        entries.push_back({identifier, key.name, second, value.text, value.rows});
    }
    const Key& rest = bucket.columns[i].rest;
    if (!rest.counted)
      entries.push_back({rollup::kUncounted, rollup::kEveryKey, second, identifier, rest.rows});
  }
}

Block KeyValueCounter::Take(std::string_view writer, std::uint64_t segment) const {
  const std::string number = std::to_string(segment);
  std::vector<Entry> entries;
  std::int64_t marked_day = -1;
  for (const auto& [bucket_number, bucket] : buckets_) {
    const auto second = static_cast<std::uint32_t>(bucket_number * rollup::kBucketSeconds);
    entries.push_back({rollup::kRows, "", second, "", bucket.rows});
    const std::int64_t day = second / kSecondsPerDay;
    if (day != marked_day) entries.push_back({rollup::kSegment, writer, second, number, 1});
    marked_day = day;
    AppendKeys(entries, second, bucket);
  }
  std::sort(entries.begin(), entries.end());

  Block block;
  auto& times = block.Add<NumberColumn<std::uint32_t>>("Timestamp", "DateTime");
  auto& identifiers = block.Add<LowCardinalityColumn>("ColumnIdentifier", "LowCardinality(String)");
  auto& keys = block.Add<LowCardinalityColumn>("Key", "LowCardinality(String)");
  auto& values = block.Add<StringColumn>("Value", "String");
  auto& counts = block.Add<NumberColumn<std::uint64_t>>("count", "UInt64");
  for (const Entry& entry : entries) {
    times.Append(entry.second);
    identifiers.Append(entry.identifier);
    keys.Append(entry.key);
    values.Append(entry.value);
    counts.Append(entry.count);
  }
  return block;
}

}  // namespace sextant::enrich
