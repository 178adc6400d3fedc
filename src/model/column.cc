#include "model/column.h"

#include <algorithm>
#include <functional>

namespace sextant {

std::uint64_t HashBytes(std::string_view bytes) { return std::hash<std::string_view>{}(bytes); }

namespace {

// Room for `more` elements. Blocks are put together from many small ones, so capacity grows by doubling: an
// exact reserve each time would copy everything each time.
template <typename T>
void GrowFor(std::vector<T>& values, std::size_t more) {
  const std::size_t wanted = values.size() + more;
  if (wanted > values.capacity()) values.reserve(std::max(wanted, values.capacity() * 2));
}

// Appends rows [begin, end) of an offsets column; gives the element range they cover in the source.
std::pair<std::size_t, std::size_t> AppendEnds(std::vector<std::uint64_t>& to,
                                               const std::vector<std::uint64_t>& from, std::size_t begin,
                                               std::size_t end) {
  const std::uint64_t first = begin == 0 ? 0 : from[begin - 1];
  const std::uint64_t last = end == 0 ? 0 : from[end - 1];
  const std::uint64_t base = to.empty() ? 0 : to.back();
  GrowFor(to, end - begin);
  for (std::size_t row = begin; row < end; ++row) to.push_back(from[row] - first + base);
  return {first, last};
}

// The element rows behind the picked rows, and the new ends.
RowOrder PickEnds(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from,
                  const RowOrder& order) {
  RowOrder elements;
  to.reserve(order.size());
  for (const std::uint32_t row : order) {
    const std::uint64_t begin = row == 0 ? 0 : from[row - 1];
    for (std::uint64_t i = begin; i < from[row]; ++i) elements.push_back(static_cast<std::uint32_t>(i));
    to.push_back(elements.size());
  }
  return elements;
}

}  // namespace

template <typename T>
void NumberColumn<T>::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const NumberColumn<T>&>(other).values;
  values.insert(values.end(), source.begin() + static_cast<std::ptrdiff_t>(begin),
                source.begin() + static_cast<std::ptrdiff_t>(end));
}

template <typename T>
ColumnPtr NumberColumn<T>::Pick(const RowOrder& order) const {
  auto picked = std::make_unique<NumberColumn<T>>();
  picked->values.reserve(order.size());
  for (const std::uint32_t row : order) picked->values.push_back(values[row]);
  return picked;
}

template class NumberColumn<std::uint8_t>;
template class NumberColumn<std::uint16_t>;
template class NumberColumn<std::uint32_t>;
template class NumberColumn<std::uint64_t>;
template class NumberColumn<std::int8_t>;
template class NumberColumn<std::int16_t>;
template class NumberColumn<std::int32_t>;
template class NumberColumn<std::int64_t>;
template class NumberColumn<float>;
template class NumberColumn<double>;

void StringColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const StringColumn&>(other);
  const auto [first, last] = AppendEnds(ends, source.ends, begin, end);
  data.append(source.data, first, last - first);
}

ColumnPtr StringColumn::Pick(const RowOrder& order) const {
  auto picked = std::make_unique<StringColumn>();
  std::size_t total = 0;
  for (const std::uint32_t row : order) total += at(row).size();
  picked->data.reserve(total);
  picked->ends.reserve(order.size());
  for (const std::uint32_t row : order) picked->Append(at(row));
  return picked;
}

void FixedStringColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const FixedStringColumn&>(other);
  data.append(source.data, begin * width, (end - begin) * width);
}

ColumnPtr FixedStringColumn::Pick(const RowOrder& order) const {
  auto picked = std::make_unique<FixedStringColumn>(width);
  picked->data.reserve(order.size() * width);
  for (const std::uint32_t row : order) picked->data.append(at(row));
  return picked;
}

void LowCardinalityColumn::Grow() {
  // Entries that were put into the dictionary directly (by the Native reader) are hashed here first.
  for (std::size_t i = hashes_.size(); i < dictionary.size(); ++i)
    hashes_.push_back(HashBytes(dictionary.at(i)));
  const std::size_t wanted = std::bit_ceil(std::max<std::size_t>(32, dictionary.size() * 3));
  // Room for the first entries at once: most dictionaries stay small, and blocks hold many of them.
  if (slots_.empty()) {
    dictionary.data.reserve(256);
    dictionary.ends.reserve(wanted / 2);
    hashes_.reserve(wanted / 2);
  }
  slots_.assign(wanted, 0);
  for (std::size_t i = 0; i < hashes_.size(); ++i) {
    std::size_t slot = hashes_[i] & (wanted - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (wanted - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

std::uint32_t LowCardinalityColumn::Intern(std::string_view value) {
  if (hashes_.size() != dictionary.size() || (dictionary.size() + 1) * 2 > slots_.size()) Grow();
  const std::uint64_t hash = HashBytes(value);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != 0) {
    const std::uint32_t index = slots_[slot] - 1;
    if (hashes_[index] == hash && dictionary.at(index) == value) return index;
    slot = (slot + 1) & mask;
  }
  const auto index = static_cast<std::uint32_t>(dictionary.size());
  dictionary.Append(value);
  hashes_.push_back(hash);
  slots_[slot] = index + 1;
  return index;
}

void LowCardinalityColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const LowCardinalityColumn&>(other);
  constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
  std::vector<std::uint32_t> mapped(source.dictionary.size(), kUnknown);
  GrowFor(indexes, end - begin);
  for (std::size_t row = begin; row < end; ++row) {
    std::uint32_t& target = mapped[source.indexes[row]];
    if (target == kUnknown) target = Intern(source.at(row));
    indexes.push_back(target);
  }
}

ColumnPtr LowCardinalityColumn::Pick(const RowOrder& order) const {
  auto picked = std::make_unique<LowCardinalityColumn>();
  picked->indexes.reserve(order.size());
  if (order.size() < dictionary.size()) {
    for (const std::uint32_t row : order) picked->Append(at(row));
    return picked;
  }
  picked->dictionary = dictionary;
  for (const std::uint32_t row : order) picked->indexes.push_back(indexes[row]);
  return picked;
}

void NullableColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const NullableColumn&>(other);
  nulls.insert(nulls.end(), source.nulls.begin() + static_cast<std::ptrdiff_t>(begin),
               source.nulls.begin() + static_cast<std::ptrdiff_t>(end));
  values->AppendRange(*source.values, begin, end);
}

ColumnPtr NullableColumn::Pick(const RowOrder& order) const {
  auto picked = std::make_unique<NullableColumn>(values->Pick(order));
  picked->nulls.reserve(order.size());
  for (const std::uint32_t row : order) picked->nulls.push_back(nulls[row]);
  return picked;
}

void ArrayColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const ArrayColumn&>(other);
  const auto [first, last] = AppendEnds(ends, source.ends, begin, end);
  values->AppendRange(*source.values, first, last);
}

ColumnPtr ArrayColumn::Pick(const RowOrder& order) const {
  std::vector<std::uint64_t> picked_ends;
  const RowOrder elements = PickEnds(picked_ends, ends, order);
  auto picked = std::make_unique<ArrayColumn>(values->Pick(elements));
  picked->ends = std::move(picked_ends);
  return picked;
}

void MapColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const MapColumn&>(other);
  const auto [first, last] = AppendEnds(ends, source.ends, begin, end);
  keys->AppendRange(*source.keys, first, last);
  values->AppendRange(*source.values, first, last);
}

ColumnPtr MapColumn::Pick(const RowOrder& order) const {
  std::vector<std::uint64_t> picked_ends;
  const RowOrder elements = PickEnds(picked_ends, ends, order);
  auto picked = std::make_unique<MapColumn>(keys->Pick(elements), values->Pick(elements));
  picked->ends = std::move(picked_ends);
  return picked;
}

std::size_t TupleColumn::bytes() const {
  std::size_t total = 0;
  for (const auto& element : elements) total += element->bytes();
  return total;
}

void TupleColumn::AppendRange(const Column& other, std::size_t begin, std::size_t end) {
  const auto& source = static_cast<const TupleColumn&>(other);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    elements[i]->AppendRange(*source.elements[i], begin, end);
  }
}

ColumnPtr TupleColumn::Pick(const RowOrder& order) const {
  std::vector<ColumnPtr> picked;
  for (const auto& element : elements) picked.push_back(element->Pick(order));
  return std::make_unique<TupleColumn>(std::move(picked));
}

ColumnPtr TupleColumn::CloneEmpty() const {
  std::vector<ColumnPtr> empty;
  for (const auto& element : elements) empty.push_back(element->CloneEmpty());
  return std::make_unique<TupleColumn>(std::move(empty));
}

namespace {

ColumnPtr MakeLowCardinalityColumn(const DataType& inner) {
  if (inner.kind() == TypeKind::kString) return std::make_unique<LowCardinalityColumn>();
  if (inner.kind() == TypeKind::kNullable) {
    return std::make_unique<NullableColumn>(MakeLowCardinalityColumn(inner.arg()));
  }
  return MakeColumn(inner);
}

}  // namespace

ColumnPtr MakeColumn(const DataType& type) {
  ColumnPtr column;
  const bool is_number =
      VisitNumberKind(type.kind(), [&]<typename T>(T) { column = std::make_unique<NumberColumn<T>>(); });
  if (is_number) return column;
  switch (type.kind()) {
    case TypeKind::kString: return std::make_unique<StringColumn>();
    case TypeKind::kFixedString: return std::make_unique<FixedStringColumn>(type.parts().size);
    case TypeKind::kUuid:
    case TypeKind::kIpv6: return std::make_unique<FixedStringColumn>(16);
    case TypeKind::kLowCardinality: return MakeLowCardinalityColumn(type.arg());
    case TypeKind::kNullable: return std::make_unique<NullableColumn>(MakeColumn(type.arg()));
    case TypeKind::kArray: return std::make_unique<ArrayColumn>(MakeColumn(type.arg()));
    case TypeKind::kMap: return std::make_unique<MapColumn>(MakeColumn(type.arg(0)), MakeColumn(type.arg(1)));
    case TypeKind::kTuple: {
      std::vector<ColumnPtr> elements;
      for (const auto& element : type.parts().args) elements.push_back(MakeColumn(*element));
      return std::make_unique<TupleColumn>(std::move(elements));
    }
    default: Die(__FILE__, __LINE__, "no column for " + type.name());
  }
}

}  // namespace sextant
