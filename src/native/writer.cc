#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "native/native.h"
#include "native/wire.h"

namespace sextant::native {
namespace {

// Strings are packed in pieces of about this size: large enough to amortise a call, small enough for a cache.
constexpr std::size_t kPackBytes = std::size_t{256} << 10;
// A dictionary this much larger than the rows that use it is cut down before it travels.
constexpr std::size_t kSpareKeysPerRow = 2;
constexpr std::size_t kSpareKeys = 256;

struct Strings {
  const StringColumn* column;
};
// What a block is made of on the wire, in order. Owned bytes, borrowed bytes, or strings to pack.
using Piece = std::variant<std::string, std::string_view, Strings>;

template <typename C>
const C& As(const Column& column, const DataType& type) {
  const auto* typed = dynamic_cast<const C*>(&column);
  SXT_CHECK(typed != nullptr, "a column of another class under the type " + type.name());
  return *typed;
}

class Planner {
 public:
  std::vector<Piece> Plan(const Block& block) {
    AppendVarint(owned_, block.columns.size());
    AppendVarint(owned_, block.rows());
    for (const auto& entry : block.columns) {
      SXT_CHECK(entry.column->size() == block.rows(), "column " + entry.name + " has another number of rows");
      AppendText(entry.name);
      AppendText(entry.type->name());
      if (block.rows() == 0) continue;
      for (std::size_t i = CountLowCardinality(*entry.type); i > 0; --i) {
        AppendUint64(owned_, kLowCardinalityVersion);
      }
      AddValues(*entry.type, *entry.column);
    }
    FlushOwned();
    return std::move(pieces_);
  }

 private:
  void AppendText(std::string_view text) {
    AppendVarint(owned_, text.size());
    owned_.append(text);
  }

  void FlushOwned() {
    if (!owned_.empty()) pieces_.emplace_back(std::exchange(owned_, {}));
  }

  void AddBorrowed(std::string_view bytes) {
    constexpr std::size_t kWorthBorrowing = 256;
    if (bytes.size() < kWorthBorrowing) {
      owned_.append(bytes);
      return;
    }
    FlushOwned();
    pieces_.emplace_back(bytes);
  }

  void AddStrings(const StringColumn& column) {
    if (column.size() == 0) return;
    FlushOwned();
    pieces_.emplace_back(Strings{&column});
  }

  void AddEnds(const std::vector<std::uint64_t>& ends, const Column& elements) {
    SXT_CHECK((ends.empty() ? 0 : ends.back()) == elements.size(), "array elements outside of any row");
    AddBorrowed(BytesOf(ends.data(), ends.size()));
  }

  void AddValues(const DataType& type, const Column& column);
  void AddLowCardinality(const DataType& type, const Column& column);
  void AddKeysAndIndexes(const DataType& key_type, const LowCardinalityColumn& keys,
                         const std::uint8_t* nulls);
  template <typename Index>
  void AppendIndexes(const std::vector<std::uint32_t>& indexes, const std::uint8_t* nulls);

  std::string owned_;
  std::vector<Piece> pieces_;
};

void Planner::AddValues(const DataType& type, const Column& column) {
  const bool is_number = VisitNumberKind(type.kind(), [&]<typename T>(T) {
    const auto& values = As<NumberColumn<T>>(column, type).values;
    AddBorrowed(BytesOf(values.data(), values.size()));
  });
  if (is_number) return;
  switch (type.kind()) {
    case TypeKind::kString: return AddStrings(As<StringColumn>(column, type));
    case TypeKind::kFixedString:
    case TypeKind::kUuid:
    case TypeKind::kIpv6: return AddBorrowed(As<FixedStringColumn>(column, type).data);
    case TypeKind::kLowCardinality: return AddLowCardinality(type, column);
    case TypeKind::kNullable: {
      const auto& nullable = As<NullableColumn>(column, type);
      SXT_CHECK(nullable.nulls.size() == nullable.values->size(), "as many values as null flags");
      AddBorrowed(BytesOf(nullable.nulls.data(), nullable.nulls.size()));
      return AddValues(type.arg(), *nullable.values);
    }
    case TypeKind::kArray: {
      const auto& array = As<ArrayColumn>(column, type);
      AddEnds(array.ends, *array.values);
      return AddValues(type.arg(), *array.values);
    }
    case TypeKind::kMap: {
      const auto& map = As<MapColumn>(column, type);
      SXT_CHECK(map.keys->size() == map.values->size(), "as many map values as keys");
      AddEnds(map.ends, *map.keys);
      AddValues(type.arg(0), *map.keys);
      return AddValues(type.arg(1), *map.values);
    }
    case TypeKind::kTuple: {
      const auto& tuple = As<TupleColumn>(column, type);
      for (std::size_t i = 0; i < tuple.elements.size(); ++i) {
        SXT_CHECK(tuple.elements[i]->size() == tuple.size(), "tuple elements of equal length");
        AddValues(type.arg(i), *tuple.elements[i]);
      }
      return;
    }
    default: Die(__FILE__, __LINE__, "no Native encoding for " + type.name());
  }
}

// Values that MakeColumn holds in full, each distinct one once. Fixed-width ones go by their bytes, so that
// the dictionary's `data` is what the keys look like on the wire.
LowCardinalityColumn Dictionary(const DataType& key_type, const Column& column) {
  LowCardinalityColumn distinct;
  const bool is_number = VisitNumberKind(key_type.kind(), [&]<typename T>(T) {
    for (const T& value : As<NumberColumn<T>>(column, key_type).values) distinct.Append(BytesOf(&value, 1));
  });
  if (is_number) return distinct;
  const auto& fixed = As<FixedStringColumn>(column, key_type);
  for (std::size_t row = 0; row < fixed.size(); ++row) distinct.Append(fixed.at(row));
  return distinct;
}

void Planner::AddLowCardinality(const DataType& type, const Column& column) {
  if (column.size() == 0) return;
  const Column* values = &column;
  const std::uint8_t* nulls = nullptr;
  if (type.arg().kind() == TypeKind::kNullable) {
    const auto& nullable = As<NullableColumn>(column, type);
    SXT_CHECK(nullable.nulls.size() == nullable.values->size(), "as many values as null flags");
    nulls = nullable.nulls.data();
    values = nullable.values.get();
  }
  const DataType& key_type = KeyType(type);
  if (key_type.kind() != TypeKind::kString) {
    AddKeysAndIndexes(key_type, Dictionary(key_type, *values), nulls);
    return;
  }
  const auto& strings = As<LowCardinalityColumn>(*values, type);
  if (strings.dictionary.size() > strings.size() * kSpareKeysPerRow + kSpareKeys) {
    LowCardinalityColumn compact;
    compact.AppendRange(strings, 0, strings.size());
    AddKeysAndIndexes(key_type, compact, nulls);
  } else {
    AddKeysAndIndexes(key_type, strings, nulls);
  }
}

template <typename Index>
void Planner::AppendIndexes(const std::vector<std::uint32_t>& indexes, const std::uint8_t* nulls) {
  const std::size_t begin = owned_.size();
  owned_.resize(begin + indexes.size() * sizeof(Index));
  char* to = owned_.data() + begin;
  for (std::size_t row = 0; row < indexes.size(); ++row) {
    const std::uint32_t shifted = nulls == nullptr ? indexes[row] : nulls[row] != 0 ? 0 : indexes[row] + 1;
    const auto index = static_cast<Index>(shifted);
    std::memcpy(to + row * sizeof(Index), &index, sizeof(Index));
  }
}

void Planner::AddKeysAndIndexes(const DataType& key_type, const LowCardinalityColumn& column,
                                const std::uint8_t* nulls) {
  const std::size_t null_keys = nulls == nullptr ? 0 : 1;
  const std::size_t keys = column.dictionary.size() + null_keys;
  const std::uint64_t width = keys <= 0x100 ? 0 : keys <= 0x10000 ? 1 : 2;
  AppendUint64(owned_, kKeysFollow | kNewDictionary | width);
  AppendUint64(owned_, keys);
  if (key_type.kind() == TypeKind::kString) {
    if (null_keys == 1) owned_.push_back('\0');
    // The dictionary may be one made for this call: its bytes are copied.
    for (std::size_t i = 0; i < column.dictionary.size(); ++i) AppendText(column.dictionary.at(i));
  } else {
    const std::size_t key_bytes =
        column.dictionary.data.size() / std::max<std::size_t>(1, column.dictionary.size());
    owned_.append(null_keys * key_bytes, '\0');
    owned_.append(column.dictionary.data);
  }
  AppendUint64(owned_, column.size());
  if (width == 0) AppendIndexes<std::uint8_t>(column.indexes, nulls);
  if (width == 1) AppendIndexes<std::uint16_t>(column.indexes, nulls);
  if (width == 2) AppendIndexes<std::uint32_t>(column.indexes, nulls);
}

}  // namespace

struct BlockWriter::State {
  std::vector<Piece> pieces;
  std::size_t next_piece = 0;
  std::size_t next_string = 0;  // row of the Strings piece at next_piece
  std::string packed;
  std::string_view unread;  // what Read has of the piece at hand

  std::string_view Pack(const StringColumn& column);
};

// Packs strings from next_string on until kPackBytes are full or the column ends, at least one.
std::string_view BlockWriter::State::Pack(const StringColumn& column) {
  std::size_t end = next_string + 1;
  const std::size_t first_byte = next_string == 0 ? 0 : column.ends[next_string - 1];
  while (end < column.size() && column.ends[end] - first_byte + (end - next_string) < kPackBytes) ++end;
  const std::size_t text_bytes = column.ends[end - 1] - first_byte;
  // Among several none is longer than a piece, which takes three bytes to say.
  static_assert(kPackBytes < (std::size_t{1} << 21));
  const std::size_t room = text_bytes + (end - next_string) * 3 + kMaxVarintBytes;
  if (packed.size() < room) packed.resize(room);

  const char* from = column.data.data() + first_byte;
  char* to = packed.data();
  std::uint64_t begin = first_byte;
  for (std::size_t row = next_string; row < end; ++row) {
    const std::uint64_t size = column.ends[row] - begin;
    begin = column.ends[row];
    to = PutVarint(to, size);
    std::memcpy(to, from, size);
    to += size;
    from += size;
  }
  next_string = end;
  return {packed.data(), static_cast<std::size_t>(to - packed.data())};
}

BlockWriter::BlockWriter(const Block& block) : state_(std::make_unique<State>()) {
  state_->pieces = Planner().Plan(block);
}
BlockWriter::~BlockWriter() = default;
BlockWriter::BlockWriter(BlockWriter&&) noexcept = default;

std::string_view BlockWriter::Next() {
  State& state = *state_;
  if (state.next_piece == state.pieces.size()) return {};
  const Piece& piece = state.pieces[state.next_piece];
  if (const auto* strings = std::get_if<Strings>(&piece)) {
    const std::string_view bytes = state.Pack(*strings->column);
    if (state.next_string == strings->column->size()) {
      ++state.next_piece;
      state.next_string = 0;
    }
    return bytes;
  }
  ++state.next_piece;
  if (const auto* owned = std::get_if<std::string>(&piece)) return *owned;
  return std::get<std::string_view>(piece);
}

std::size_t BlockWriter::Read(char* buffer, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    if (state_->unread.empty()) state_->unread = Next();
    if (state_->unread.empty()) break;
    const std::size_t taken = std::min(size - filled, state_->unread.size());
    std::memcpy(buffer + filled, state_->unread.data(), taken);
    state_->unread.remove_prefix(taken);
    filled += taken;
  }
  return filled;
}

void BlockWriter::Rewind() {
  state_->next_piece = 0;
  state_->next_string = 0;
  state_->unread = {};
}

void WriteBlock(const Block& block, std::string& out) {
  BlockWriter writer(block);
  for (auto piece = writer.Next(); !piece.empty(); piece = writer.Next()) out.append(piece);
}

}  // namespace sextant::native
