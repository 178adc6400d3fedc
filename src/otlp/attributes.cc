#include "otlp/attributes.h"

#include <algorithm>
#include <cstring>

#include "otlp/fields.h"
#include "otlp/value_text.h"

namespace sextant::otlp {
namespace {

// Room for at least `wanted` elements, growing as vectors do when asked step by step.
template <typename Container>
void ReserveAtLeast(Container& container, std::size_t wanted) {
  if (wanted > container.capacity()) container.reserve(std::max(wanted, container.capacity() * 2));
}

// Distinct keys that a request usually has at most.
constexpr std::size_t kUsualKeys = 64;

struct Pair {
  std::string_view key;
  std::string_view value;  // an AnyValue, or when is_text its string
  bool is_text = false;
};

// A KeyValue message in its usual form, all lengths below 128: key, then value with nothing but a string.
// False for everything else.
bool ReadUsualPair(std::string_view message, Pair& pair) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(message[i]); };
  if (message.size() < 4 || byte(0) != key_value::kKey) return false;
  const std::size_t value_tag = 2 + byte(1);
  if (message.size() < value_tag + 4 || byte(value_tag) != key_value::kValue) return false;
  const std::size_t text = value_tag + 4;
  const std::size_t text_size = message.size() - text;
  if (byte(value_tag + 1) != text_size + 2 || byte(value_tag + 2) != any_value::kString ||
      byte(value_tag + 3) != text_size || text_size + 2 >= 0x80 || byte(1) >= 0x80) {
    return false;
  }
  pair = {message.substr(2, value_tag - 2), message.substr(text), true};
  return true;
}

Pair ReadPair(std::string_view message) {
  Pair pair;
  if (ReadUsualPair(message, pair)) return pair;
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case key_value::kKey: pair.key = r.Bytes(); break;
      case key_value::kValue: pair.value = r.Bytes(); break;
      default: r.Skip();
    }
  }
  return pair;
}

// operator== of string_view, without a call for the short names that attributes have.
bool Equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const char* x = a.data();
  const char* y = b.data();
  std::size_t left = a.size();
  const auto differ = [](const char* p, const char* q) {
    std::uint64_t u;
    std::uint64_t v;
    std::memcpy(&u, p, 8);
    std::memcpy(&v, q, 8);
    return u != v;
  };
  if (left < 8) return a == b;
  for (; left > 8; left -= 8, x += 8, y += 8) {
    if (differ(x, y)) return false;
  }
  return !differ(x + left - 8, y + left - 8);
}

}  // namespace

AttributeColumn::AttributeColumn(MapColumn& map)
    : map_(map),
      keys_(static_cast<LowCardinalityColumn&>(*map.keys)),
      values_(static_cast<StringColumn&>(*map.values)) {
  last_row_.reserve(kUsualKeys);
  successor_.reserve(kUsualKeys);
}

std::uint32_t AttributeColumn::IndexOf(std::string_view key) {
  if (previous_ < successor_.size()) {
    const std::uint32_t guess = successor_[previous_];
    if (guess < keys_.dictionary.size() && Equal(keys_.dictionary.at(guess), key)) return previous_ = guess;
  }
  const std::uint32_t index = keys_.Intern(key);
  if (index >= successor_.size()) {
    successor_.resize(index + 1, ~std::uint32_t{0});
    last_row_.resize(index + 1, 0);
  }
  if (previous_ < successor_.size()) successor_[previous_] = index;
  return previous_ = index;
}

void AttributeColumn::AppendRow(const std::string_view* begin, const std::string_view* end,
                                std::size_t max_depth) {
  const std::size_t row_begin = keys_.indexes.size();
  bool has_duplicates = false;
  ++row_;
  for (const std::string_view* pair = begin; pair != end; ++pair) {
    const Pair read = ReadPair(*pair);
    const std::uint32_t index = IndexOf(read.key);
    has_duplicates |= last_row_[index] == row_;
    last_row_[index] = row_;
    keys_.indexes.push_back(index);
    read.is_text ? void(values_.data.append(read.value))
                 : AppendValueText(values_.data, read.value, max_depth);
    values_.ends.push_back(values_.data.size());
  }
  if (has_duplicates) DropDuplicates(row_begin);
  map_.EndRow();
}

void AttributeColumn::DropDuplicates(std::size_t row_begin) {
  const std::vector<std::uint32_t> indexes(keys_.indexes.begin() + static_cast<std::ptrdiff_t>(row_begin),
                                           keys_.indexes.end());
  StringColumn texts;
  texts.AppendRange(values_, row_begin, values_.size());
  keys_.indexes.resize(row_begin);
  values_.data.resize(row_begin == 0 ? 0 : values_.ends[row_begin - 1]);
  values_.ends.resize(row_begin);
  // last_row_ says which keys are still wanted; walking backwards, the last pair of a key comes first.
  std::vector<std::size_t> kept;
  for (std::size_t i = indexes.size(); i-- > 0;) {
    if (last_row_[indexes[i]] != row_) continue;
    last_row_[indexes[i]] = 0;
    kept.push_back(i);
  }
  for (auto i = kept.rbegin(); i != kept.rend(); ++i) {
    keys_.indexes.push_back(indexes[*i]);
    values_.Append(texts.at(*i));
  }
  duplicates_ += indexes.size() - kept.size();
}

void AttributeColumn::Prepare(const AttributeSet& set, std::size_t rows,
                              std::vector<std::uint32_t>& key_indexes) {
  const auto& set_keys = static_cast<const LowCardinalityColumn&>(*set.map().keys);
  key_indexes.clear();
  for (std::size_t i = 0; i < set_keys.size(); ++i) key_indexes.push_back(keys_.Intern(set_keys.at(i)));
  Reserve(rows, rows * key_indexes.size(),
          rows * static_cast<const StringColumn&>(*set.map().values).data.size());
}

void AttributeColumn::AppendCopy(const AttributeSet& set, const std::vector<std::uint32_t>& key_indexes) {
  const auto& set_values = static_cast<const StringColumn&>(*set.map().values);
  keys_.indexes.insert(keys_.indexes.end(), key_indexes.begin(), key_indexes.end());
  const std::uint64_t base = values_.data.size();
  values_.data.append(set_values.data);
  for (const std::uint64_t end : set_values.ends) values_.ends.push_back(base + end);
  map_.EndRow();
}

void AttributeColumn::Clear() {
  map_.ends.clear();
  keys_.indexes.clear();
  values_.data.clear();
  values_.ends.clear();
}

void AttributeColumn::Reserve(std::size_t rows, std::size_t pairs, std::size_t value_bytes) {
  ReserveAtLeast(map_.ends, map_.ends.size() + rows);
  ReserveAtLeast(keys_.indexes, keys_.indexes.size() + pairs);
  ReserveAtLeast(values_.ends, values_.ends.size() + pairs);
  ReserveAtLeast(values_.data, values_.data.size() + value_bytes);
}

void AttributeColumn::ReserveLikeSoFar(std::size_t rows, std::size_t request_bytes) {
  const std::size_t so_far = map_.ends.size();
  if (so_far == 0) return;
  const std::size_t left = rows - std::min(rows, so_far);
  const auto expected = [&](std::size_t used) {
    return used / so_far * left + used % so_far * left / so_far;
  };
  // An attribute takes at least 6 bytes on the wire; texts hardly ever grow.
  Reserve(left, std::min(expected(keys_.indexes.size()), request_bytes / 6),
          std::min(expected(values_.data.size()), request_bytes));
}

AttributeSet::AttributeSet()
    : map_(std::make_unique<LowCardinalityColumn>(), std::make_unique<StringColumn>()), column_(map_) {}

void AttributeSet::Assign(const KeyValues& key_values, std::size_t max_depth) {
  column_.Clear();
  column_.AppendRow(key_values.data(), key_values.data() + key_values.size(), max_depth);
}

std::string_view AttributeSet::Find(std::string_view key) const {
  const auto& keys = static_cast<const LowCardinalityColumn&>(*map_.keys);
  const auto& values = static_cast<const StringColumn&>(*map_.values);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys.at(i) == key) return values.at(i);
  }
  return {};
}

}  // namespace sextant::otlp
