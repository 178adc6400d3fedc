#include "otlp/attributes.h"

#include <algorithm>

#include "otlp/fields.h"
#include "otlp/value_text.h"

namespace sextant::otlp {
namespace {

// Room for at least `wanted` elements, growing as vectors do when asked step by step.
template <typename Container>
void ReserveAtLeast(Container& container, std::size_t wanted) {
  if (wanted > container.capacity()) container.reserve(std::max(wanted, container.capacity() * 2));
}

// The text of a plain string value, the common case, without a look at other kinds.
bool AppendPlainString(std::string& out, std::string_view any_value) {
  WireReader r(any_value);
  if (!r.Next() || r.tag() != any_value::kString) return false;
  const std::string_view text = r.Bytes();
  if (!r.AtEnd()) return false;
  out.append(text);
  return true;
}

}  // namespace

AttributeColumn::AttributeColumn(MapColumn& map)
    : map_(map),
      keys_(static_cast<LowCardinalityColumn&>(*map.keys)),
      values_(static_cast<StringColumn&>(*map.values)) {}

std::uint32_t AttributeColumn::IndexOf(std::string_view key) {
  if (previous_ < successor_.size()) {
    const std::uint32_t guess = successor_[previous_];
    if (guess < keys_.dictionary.size() && keys_.dictionary.at(guess) == key) return previous_ = guess;
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
    std::string_view key;
    std::string_view value;
    for (WireReader r(*pair); r.Next();) {
      switch (r.tag()) {
        case key_value::kKey: key = r.Bytes(); break;
        case key_value::kValue: value = r.Bytes(); break;
        default: r.Skip();
      }
    }
    const std::uint32_t index = IndexOf(key);
    has_duplicates |= last_row_[index] == row_;
    last_row_[index] = row_;
    keys_.indexes.push_back(index);
    if (!AppendPlainString(values_.data, value)) AppendValueText(values_.data, value, max_depth);
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
